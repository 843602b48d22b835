import type { Distribution } from "../../random/distribution.ts";
import { openStream, type Stream } from "../../random/stream.ts";
import type { ArrivalProcess } from "../../workload/arrival-process.ts";
import { generateWorkload, type GeneratedWorkload } from "../../workload/generate-workload.ts";
import { measureWindows } from "../../workload/measure-burstiness.ts";
import type { BoundedTrace } from "../../workload/trace-rows.ts";
import { fitOnOff, FITTED_SCALES } from "./fit-on-off.ts";
import { poissonBand } from "./measure-dispersion.ts";
import { replayWait } from "./replay-wait.ts";
import { fitSchedule } from "./fit-schedule.ts";
import { quantileOf } from "./measure-trace.ts";

/** A generator that stands in for a trace, and how well it does. */
export interface TraceFit {
  readonly duration: number;
  readonly arrivals: ArrivalProcess;
  readonly input: Distribution | null;
  readonly output: Distribution | null;
  /** Index of dispersion at 1, 10 and 60 s; null where the trace is too short for a scale. */
  readonly dispersion: readonly ComparedValue[];
  /** P99 of the queue wait in seconds, at each utilisation. */
  readonly waits: readonly ComparedWait[];
  /** Whether all waits are within 20 % of those of the trace. */
  readonly isGood: boolean;
  /** Whether they are within 20 % of those of the trace with its sizes shuffled. */
  readonly isGoodShuffled: boolean;
}

/** A measure of the trace and of what the fit generates, on average over its draws. */
export interface ComparedValue {
  /** Scale in seconds, or utilisation. */
  readonly at: number;
  readonly trace: number;
  readonly fit: number;
}

/** A wait, and that of the trace with its sizes in random order, on average. */
export interface ComparedWait extends ComparedValue {
  /** Differs from `trace` where sizes depend on the time or on each other. */
  readonly shuffled: number;
}

/** Utilisations of the replays. */
const USES = [0.7, 0.85] as const;
/** How far a wait may be off, as a share of the trace's. */
const TOLERANCE = 0.2;
/** Logarithm of the ratio of two indexes of dispersion that are as good as equal. */
const NEAR = 0.1;
/** Draws of a candidate by which it is chosen, and by which the chosen one is judged. */
const DRAWS = 5;
const JUDGED_DRAWS = 20;
/** Draws that judge are none of those that chose. */
const FIRST_JUDGED = 1000;
const SHARES = [
  0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995,
  0.999, 0.9999,
] as const;

/**
 * Fits a generator to a trace. Arrivals whose index of dispersion at 1, 10 and 60 s is one that
 * Poisson arrivals have in 95 of 100 cases are taken for such. Else of Poisson arrivals, schedules
 * from wide steps to narrow ones, an on-off process and two of them at once, the first is taken
 * whose index at these scales is within 10 %, or else the nearest. Sizes go by their quantiles,
 * each for itself.
 *
 * @param trace - At least 3 requests over more than 0 s.
 * @param seed - Of the draws that choose and judge.
 */
export function fitTrace(trace: BoundedTrace, seed: number): TraceFit {
  const { arrivals, inputs, outputs } = trace;
  const span = arrivals[arrivals.length - 1] - arrivals[0];
  const rate = (arrivals.length - 1) / span;
  const scales = FITTED_SCALES.filter((scale) => measureWindows(arrivals, scale).windows >= 10);
  const indexes = scales.map((scale) => indexAt(arrivals, scale));
  const modulated = scales.length < FITTED_SCALES.length ? [] : fitOnOff(rate, indexes, span);
  const poisson: ArrivalProcess = { process: "poisson", rate, spikes: [] };
  const isPoisson = scales.every((scale, place) => {
    const [low, high] = poissonBand(measureWindows(arrivals, scale).windows);
    return indexes[place] >= low && indexes[place] <= high;
  });
  const bursty = [poisson, ...fitSchedule(arrivals), ...modulated];
  const candidates = isPoisson ? [poisson] : bursty;
  const laws = { input: lawOf(inputs), output: lawOf(outputs) };
  const draw = (process: ArrivalProcess, replication: number): GeneratedWorkload =>
    generateWorkload({ seed, replication, duration: span, arrivals: process, ...laws });
  const chosen = chooseBy(candidates, (process) => {
    const draws = Array.from({ length: DRAWS }, (_, replication) => draw(process, replication));
    const errors = scales.map((scale, place) =>
      Math.abs(Math.log(meanOf(draws.map((one) => indexAt(one.arrivals, scale))) / indexes[place])),
    );
    return Math.max(0, ...errors);
  });
  const judged = Array.from({ length: JUDGED_DRAWS }, (_, replication) =>
    draw(chosen, FIRST_JUDGED + replication),
  ).filter((one) => one.arrivals.length > 1);
  const shuffles = Array.from({ length: DRAWS }, (_, replication) =>
    shuffle(workOf(trace), openStream(seed, replication, "trace/shuffle")),
  );
  const waits = USES.map((at) => ({
    at,
    trace: replayWait(arrivals, workOf(trace), at),
    shuffled: meanOf(shuffles.map((work) => replayWait(arrivals, work, at))),
    fit: meanOf(judged.map((one) => replayWait(one.arrivals, workOf(one), at))),
  }));
  return {
    duration: span,
    arrivals: chosen,
    ...laws,
    dispersion: scales.map((at, place) => ({
      at,
      trace: indexes[place],
      fit: meanOf(judged.map((one) => indexAt(one.arrivals, at))),
    })),
    waits,
    isGood: waits.every(({ fit, trace: own }) => isNear(fit, own)),
    isGoodShuffled: waits.every(({ fit, shuffled }) => isNear(fit, shuffled)),
  };
}

/** Whether a wait is within 20 % of another. */
function isNear(wait: number, other: number): boolean {
  return Math.abs(wait - other) <= TOLERANCE * other;
}

/** The values in random order (Fisher and Yates). */
function shuffle(values: Int32Array, stream: Stream): Int32Array {
  const shuffled = values.slice();
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(stream() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return shuffled;
}

/** What a request asks for: its output tokens, or input tokens, or the same as all others. */
function workOf({ inputs, outputs }: Pick<BoundedTrace, "inputs" | "outputs">): Int32Array {
  return outputs.length > 0 ? outputs : inputs;
}

/** The first that is near enough, else the nearest. */
function chooseBy<T>(candidates: readonly T[], errorOf: (candidate: T) => number): T {
  let [best] = candidates;
  let least = Infinity;
  for (const candidate of candidates) {
    const error = errorOf(candidate);
    if (error <= NEAR) return candidate;
    if (error < least) {
      least = error;
      best = candidate;
    }
  }
  return best;
}

/** The index at a scale; 1 where there are too few arrivals to tell. */
function indexAt(arrivals: Float64Array, scale: number): number {
  return Math.max(measureWindows(arrivals, scale).dispersion ?? 1, Number.MIN_VALUE);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lawOf(column: Int32Array): Distribution | null {
  if (column.length === 0) return null;
  const sorted = Float64Array.from(column).sort();
  const quantiles = SHARES.map((share) => [share, quantileOf(sorted, share)] as const);
  return { distribution: "empirical", quantiles, min: null, max: null };
}
