import type { FleetSection, Scenario } from "../../scenario/scenario.ts";
import type { BilledBatch, FleetUsage } from "../../sim/control-recording.ts";
import { costOf } from "../cost-of.ts";
import type { Replication } from "../evaluate.ts";
import { committedNodes, countCost, fleetCost } from "./node-cost.ts";
import { sumOf } from "../pool-replications.ts";

/** What an hour of a configuration costs, in dollars. */
export interface FleetBill {
  readonly costPerHour: number;
  /** Part of it for replicas kept warm beside the fleet. */
  readonly warmPerHour: number;
}

/** A configuration that was simulated, as far as its bill depends on it. */
export interface BilledRun {
  readonly scenario: Pick<Scenario, "fleet">;
  readonly replicas: number;
  readonly replications: readonly Pick<Replication, "control" | "span">[];
}

/** True if an autoscaler decides how many replicas there are. */
export function isElastic({ autoscaler }: Pick<FleetSection, "autoscaler">): boolean {
  return autoscaler !== null;
}

/**
 * True if a fleet is billed by the replica time that it took: there may be more or fewer replicas
 * than the count says. Else it costs the count times the price.
 */
export function isMetered({ autoscaler, failures, warm }: FleetSection): boolean {
  return autoscaler !== null || failures !== null || warm !== null;
}

/**
 * The bill of a configuration: of a fixed fleet its count times the price; of one that is metered
 * the mean paid replicas of the measured span times the price, and the warm ones times theirs. Of
 * nodes, those that are filled or committed are paid as a whole, at every instant.
 */
export function billOf(run: BilledRun): FleetBill {
  const { replicas, replications, scenario } = run;
  const { fleet } = scenario;
  const means = meanUsage(run);
  if (!isMetered(fleet) || means === null) {
    return { costPerHour: countCost(fleet, replicas), warmPerHour: 0 };
  }
  const warmPerHour = costOf(means.warmTime, fleet.warm?.price ?? 0);
  const servingPerHour =
    fleet.nodes === null
      ? costOf(means.paidTime, fleet.price)
      : servingCost(
          run,
          joinBatches(replications.flatMap(({ control }) => control?.fleet.batches ?? [])),
        );
  return { costPerHour: costOf(1, servingPerHour + warmPerHour), warmPerHour };
}

/**
 * Dollars an hour for what was paid for in a stretch of time, but for warm replicas. Of nodes it is
 * the mean over time of what the count of each instant costs if its replicas are packed on as few
 * nodes as hold them; what fills up the least billing time is charged by the replica.
 *
 * @param run - Whose fleet it is; only its scenario and count are looked at.
 * @param stretch - Longer than 0 s.
 */
export function servingCost(
  { replicas, scenario }: Pick<BilledRun, "replicas" | "scenario">,
  stretch: BilledBatch,
): number {
  const { fleet } = scenario;
  const { countTimes, minimumTime } = stretch;
  const committed = committedNodes(fleet.nodes, replicas);
  const perReplica =
    fleet.nodes === null ? fleet.price : fleet.nodes.price / fleet.nodes.replicasPerNode;
  const paid = countTimes.map((time, count) => time * fleetCost(fleet, count, committed));
  return costOf(1, (sumOf(paid) + minimumTime * perReplica) / lengthOf(stretch));
}

/** Seconds of a stretch. */
export function lengthOf({ countTimes }: BilledBatch): number {
  return sumOf(countTimes);
}

/** Several stretches as one. */
export function joinBatches(batches: readonly BilledBatch[]): BilledBatch {
  const countTimes: number[] = [];
  for (const batch of batches) {
    for (const [count, time] of batch.countTimes.entries()) {
      countTimes[count] = (countTimes[count] ?? 0) + time;
    }
  }
  return { countTimes, minimumTime: sumOf(batches.map(({ minimumTime }) => minimumTime)) };
}

/** Times of a fleet's usage. */
export type FleetTimes = Pick<
  FleetUsage,
  | "paidTime"
  | "startingTime"
  | "readyTime"
  | "drainingTime"
  | "downTime"
  | "minimumTime"
  | "warmTime"
>;

/** Mean replicas over the measured spans in each state; null without a control part. */
export function meanUsage({ replications }: Pick<BilledRun, "replications">): FleetTimes | null {
  const span = sumOf(replications.map((replication) => replication.span));
  const usages = replications.flatMap(({ control }) => (control === null ? [] : [control.fleet]));
  if (usages.length === 0) return null;
  const mean = (name: keyof FleetTimes): number => sumOf(usages.map((use) => use[name])) / span;
  return {
    paidTime: mean("paidTime"),
    startingTime: mean("startingTime"),
    readyTime: mean("readyTime"),
    drainingTime: mean("drainingTime"),
    downTime: mean("downTime"),
    minimumTime: mean("minimumTime"),
    warmTime: mean("warmTime"),
  };
}
