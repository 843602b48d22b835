import type { Scenario, SerialService } from "../../scenario/scenario.ts";
import { allenCunneenWait } from "../../theory/allen-cunneen.ts";
import { solveMdc } from "../../theory/mdc.ts";
import { mg1WaitMean } from "../../theory/mg1.ts";
import { solveMmc } from "../../theory/mmc.ts";
import type { Point } from "../result.ts";
import { canTimeOut } from "./can-time-out.ts";
import type { QueueingFacts } from "./measure-demand.ts";

/** The mean queue wait by a formula, beside the simulated one. */
export interface AnalyticWait {
  readonly form: "M/M/c" | "M/D/c" | "M/G/1" | "Allen-Cunneen";
  /** Whether the formula is exact for this system in the long run. */
  readonly isExact: boolean;
  /** Slots of the fleet. */
  readonly servers: number;
  /** Mean seconds in the queue. */
  readonly waitMean: number;
  /** Mean seconds in the queue of the simulated requests; null if none completed. */
  readonly simulated: number | null;
  /** Why not to trust the formula; null if nothing speaks against it. */
  readonly warning: string | null;
}

/** Index of dispersion in 60 s above which arrivals come in waves. */
const BURSTY = 1.5;
/** Slots up to which the exact law of M/D/c is worth its time. */
const MOST_EXACT_SLOTS = 100;

/**
 * The mean queue wait by a formula, where there is one: serial service, one queue (the central one,
 * or one replica's) that nobody leaves, and less work than capacity. Exact for Poisson arrivals
 * with exponential or constant service, or with one slot; else Allen–Cunneen's approximation. None
 * knows of fleets that change, or of clients that try again.
 *
 * @param facts - What the traffic and the service times were; null for a service that isn't serial.
 * @returns null where no formula applies.
 */
export function analyticWait(
  point: Point,
  scenario: Scenario,
  facts: QueueingFacts | null,
): AnalyticWait | null {
  const { fleet, service } = scenario;
  const hasOneQueue = fleet.router === "central-queue" || point.replicas === 1;
  const losesNone = fleet.queueLimit === null && !canTimeOut(scenario);
  if (point.fleet !== null) return null;
  if (facts === null || service.kind !== "serial" || !hasOneQueue || !losesNone) return null;
  const servers = point.replicas * service.concurrency;
  const solved = solve(scenario, service, facts, servers);
  if (solved === null) return null;
  return { ...solved, servers, simulated: point.queueWait.mean, warning: warningOf(facts) };
}

type Solved = Pick<AnalyticWait, "form" | "isExact" | "waitMean">;

function solve(
  scenario: Scenario,
  { time }: SerialService,
  facts: QueueingFacts,
  servers: number,
): Solved | null {
  const poissonRate = rateOfPoisson(scenario);
  const arrivalRate = poissonRate ?? facts.arrivalRate;
  const law = "distribution" in time ? time : null;
  const isExponential = law?.distribution === "exponential" && !law.min && law.max === null;
  const constant = law?.distribution === "constant" ? law.value : null;
  const serviceMean = isExponential ? law.mean : (constant ?? facts.serviceMean);
  const { gapScv, serviceScv } = facts;
  const offeredLoad = arrivalRate * serviceMean;
  if (!(offeredLoad > 0 && offeredLoad < servers)) return null;

  if (poissonRate !== null) {
    if (isExponential) {
      const { waitMean } = solveMmc({ arrivalRate, serviceRate: 1 / serviceMean, servers });
      return { form: "M/M/c", isExact: true, waitMean };
    }
    if (constant !== null && servers <= MOST_EXACT_SLOTS) {
      const { waitMean } = solveMdc({ arrivalRate, serviceTime: constant, servers });
      return { form: "M/D/c", isExact: true, waitMean };
    }
    if (law !== null && servers === 1) {
      const waitMean = mg1WaitMean({ arrivalRate, serviceMean, serviceScv });
      return { form: "M/G/1", isExact: true, waitMean };
    }
  }
  const scv = poissonRate === null ? gapScv : 1;
  if (scv === null) return null;
  const queue = { arrivalRate, gapScv: scv, serviceMean, serviceScv, servers };
  return { form: "Allen-Cunneen", isExact: false, waitMean: allenCunneenWait(queue) };
}

/** Rate of plain Poisson arrivals; null for any others. */
function rateOfPoisson({ workload }: Scenario): number | null {
  if (!("generate" in workload)) return null;
  const { arrivals } = workload.generate;
  return arrivals.process === "poisson" && arrivals.spikes.length === 0 ? arrivals.rate : null;
}

function warningOf({ dispersion60s }: QueueingFacts): string | null {
  if (dispersion60s === null || dispersion60s <= BURSTY) return null;
  return (
    `the traffic comes in waves (index of dispersion ${dispersion60s.toFixed(1)} in 60 s), ` +
    `which the formula doesn't see: real waits can be many times longer`
  );
}
