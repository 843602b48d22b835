import type { FleetSection, Scenario } from "../../scenario/scenario.ts";
import type { FleetUsage } from "../../sim/control-recording.ts";
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
  const { replicas, scenario } = run;
  const { fleet } = scenario;
  const means = meanUsage(run);
  if (!isMetered(fleet) || means === null) {
    return { costPerHour: countCost(fleet, replicas), warmPerHour: 0 };
  }
  const warmPerHour = costOf(means.warmTime, fleet.warm?.price ?? 0);
  const servingPerHour =
    fleet.nodes === null ? costOf(means.paidTime, fleet.price) : nodeBill(run, means);
  return { costPerHour: costOf(1, servingPerHour + warmPerHour), warmPerHour };
}

/**
 * Dollars an hour for the nodes of a metered fleet: the mean over time of what the count of each
 * instant costs if its replicas are packed on as few nodes as hold them. What fills up the least
 * billing time is charged by the replica.
 */
function nodeBill(run: BilledRun, { minimumTime }: FleetTimes): number {
  const { replicas, replications, scenario } = run;
  const { nodes } = scenario.fleet;
  const committed = committedNodes(nodes, replicas);
  const times: number[] = [];
  for (const { control } of replications) {
    for (const [count, time] of (control?.fleet.countTimes ?? []).entries()) {
      times[count] = (times[count] ?? 0) + time;
    }
  }
  const whole = sumOf(times);
  const paid = times.map((time, count) => time * fleetCost(scenario.fleet, count, committed));
  const perReplica = nodes === null ? 0 : nodes.price / nodes.replicasPerNode;
  return costOf(1, sumOf(paid) / whole + minimumTime * perReplica);
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
