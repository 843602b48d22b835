import type { MeasuredPoint } from "../../workload/measured-point.ts";
import { occupancyOf, type Occupancy } from "./occupancy.ts";

/** A measured point of a token service that the fit can use. */
export interface TokenPoint {
  readonly measured: MeasuredPoint;
  /** Mean tokens; output at least 2. */
  readonly input: number;
  readonly output: number;
  /** Mean seconds; null if it wasn't measured. */
  readonly ttft: number | null;
  readonly tpot: number;
  /** Mean requests in flight. */
  readonly inFlight: number;
  readonly occupancy: Occupancy;
  /** True where more load brings next to no more answers, so that requests queue. */
  readonly isSaturated: boolean;
}

/** Throughput grows by less than this power of the load: nothing but the queue grows. */
const SATURATED_GROWTH = 0.1;
/** An open loop is answered at less than this share of its rate. */
const SATURATED_SHARE = 0.95;

/** Seconds from request to complete answer, from what a benchmark of tokens tells. */
export function latencyOf(ttft: number | null, tpot: number, output: number): number {
  return (ttft ?? 0) + tpot * (output - 1);
}

/**
 * Prepares measured points.
 *
 * @param maxBatchedTokens - Tokens of a step of the server.
 * @returns Those that have tokens and a time a token, in their order.
 */
export function tokenPoints(
  points: readonly MeasuredPoint[],
  maxBatchedTokens: number,
): readonly TokenPoint[] {
  const usable = points.filter(hasTokens);
  return usable.map((measured) => {
    const { input, output, tpot, ttft } = measured;
    const inFlight = requestsInFlight(measured, latencyOf(ttft, tpot, output));
    const load = { requests: inFlight, input, output, ttft, tpot };
    const isSaturated = isPastSaturation(measured, usable);
    const occupancy = occupancyOf(load, maxBatchedTokens);
    return { measured, input, output, ttft, tpot, inFlight, occupancy, isSaturated };
  });
}

interface WithTokens extends MeasuredPoint {
  readonly input: number;
  readonly output: number;
  readonly tpot: number;
}

function hasTokens(point: MeasuredPoint): point is WithTokens {
  const { input, output, tpot } = point;
  return input !== null && output !== null && output >= 2 && tpot !== null;
}

/** The users of a closed loop; of an open one by Little's law. */
function requestsInFlight({ load, throughput }: MeasuredPoint, latency: number): number {
  return load.loop === "closed" ? load.concurrency : (throughput ?? load.rate) * latency;
}

function isPastSaturation(point: WithTokens, all: readonly WithTokens[]): boolean {
  const { load, throughput } = point;
  if (load.loop === "open") return throughput !== null && throughput < SATURATED_SHARE * load.rate;
  const alike = all.filter(({ input, output }) => input === point.input && output === point.output);
  const fewer = alike.filter((other) => usersOf(other) > 0 && usersOf(other) < load.concurrency);
  if (fewer.length === 0) return false;
  const below = fewer.reduce((left, right) => (usersOf(right) > usersOf(left) ? right : left));
  // A point that more users outdo isn't saturated, however slow: something else was wrong with it.
  const more = alike.filter((other) => usersOf(other) >= load.concurrency);
  const growth = Math.log(Math.max(...more.map(answerRate)) / answerRate(below));
  return growth < SATURATED_GROWTH * Math.log(load.concurrency / usersOf(below));
}

/** Users of a closed loop; 0 for an open one. */
function usersOf({ load }: MeasuredPoint): number {
  return load.loop === "closed" ? load.concurrency : 0;
}

function answerRate(point: WithTokens): number {
  return usersOf(point) / latencyOf(point.ttft, point.tpot, point.output);
}
