import type { Scenario } from "../../scenario/scenario.ts";
import { isMetered } from "../fleet/fleet-bill.ts";
import { committedNodes, fleetCost } from "../fleet/node-cost.ts";
import { findRecovery, type Recovery } from "./find-recovery.ts";
import type { RunTimeline } from "./run-timeline.ts";

/**
 * The first replication of a point over time, warm-up included: equal bins from 0 to a little
 * beyond the end of the workload, at most 600.
 */
export interface PointTimeline {
  /** Seconds of a bin. */
  readonly width: number;
  /** Requests that arrived, and attempts that were sent. */
  readonly arrivals: readonly number[];
  readonly attempts: readonly number[];
  /** Requests answered, and requests given up on, by the instant they ended. */
  readonly completed: readonly number[];
  readonly unanswered: readonly number[];
  /** Means: requests waiting, requests in service, and replicas by state. */
  readonly waiting: readonly number[];
  readonly running: readonly number[];
  readonly starting: readonly number[];
  readonly ready: readonly number[];
  readonly draining: readonly number[];
  readonly down: readonly number[];
  /** p99 latency of the requests that arrived in the bin, at most 2.2 % too high; null for none. */
  readonly p99: readonly (number | null)[];
  /**
   * By objective: the quantile of its measure at its target, of its requests that arrived in the
   * bin and were answered, at most 2.2 % too high; null for none.
   */
  readonly quantiles: readonly (readonly (number | null)[])[];
  /** By objective: requests that it is about that arrived in the bin, of its class if it has one. */
  readonly requests: readonly (readonly number[])[];
  /** By objective: violations among the requests that arrived in the bin. */
  readonly violations: readonly (readonly number[])[];
  /** Dollars an hour at which the fleet was paid for; of nodes, for the bin's mean count. */
  readonly costPerHour: readonly number[];
  /** Whether the service got over what shook it; null if nothing did, or too little is known. */
  readonly recovery: Recovery | null;
}

/** Digits kept of what is a mean or a quotient: more would be noise, and make files large. */
const DIGITS = 9;
/** Digits kept of quantiles, whose buckets are 2.2 % wide. */
const QUANTILE_DIGITS = 5;

/**
 * A run's timeline as the result tells it.
 *
 * @param scenario - Of the point.
 * @param replicas - Its count.
 * @param warmReplicas - Mean replicas kept warm, which are charged evenly over time.
 */
export function pointTimeline(
  timeline: RunTimeline,
  { fleet, slo, workload }: Pick<Scenario, "fleet" | "slo" | "workload">,
  replicas: number,
  warmReplicas: number,
): PointTimeline {
  const bins = timeline.arrivals.length;
  const warm = (fleet.warm?.price ?? 0) * warmReplicas;
  const isMeasured = isMetered(fleet);
  const committed = committedNodes(fleet.nodes, replicas);
  const paidFor = (count: number): number =>
    fleet.nodes === null ? count * fleet.price : fleetCost(fleet, count, committed);
  const byObjective = (values: Float64Array): readonly Float64Array[] =>
    slo.objectives.map((_, index) => values.subarray(index * bins, (index + 1) * bins));
  return {
    width: timeline.width,
    arrivals: [...timeline.arrivals],
    attempts: [...timeline.attempts],
    completed: [...timeline.completed],
    unanswered: [...timeline.unanswered],
    waiting: rounded(timeline.waiting),
    running: rounded(timeline.running),
    starting: rounded(timeline.starting),
    ready: rounded(timeline.ready),
    draining: rounded(timeline.draining),
    down: rounded(timeline.down),
    p99: knownOf(timeline.p99, DIGITS),
    quantiles: byObjective(timeline.quantiles).map((one) => knownOf(one, QUANTILE_DIGITS)),
    requests: byObjective(timeline.requests).map((counts) => [...counts]),
    violations: byObjective(timeline.violations).map((counts) => [...counts]),
    costPerHour: rounded(timeline.paid.map((paid) => paidFor(isMeasured ? paid : replicas) + warm)),
    recovery: findRecovery(timeline, { fleet, workload }),
  };
}

function knownOf(values: Float64Array, digits: number): (number | null)[] {
  return rounded(values, digits).map((value) => (Number.isNaN(value) ? null : value));
}

function rounded(values: Float64Array, digits = DIGITS): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(digits)));
}
