import type { SimPlan, WorkloadColumns } from "../../src/sim/sim-plan.ts";
import { SERVICE_SERIAL } from "../../src/sim/sim-plan.ts";
import { simulate, simulateByEvents } from "../../src/sim/simulate.ts";
import { ReplicationLog } from "./replication-log.ts";
import type { Statistic } from "./statistics.ts";

/** What to replicate. */
export interface ReplicateOptions {
  readonly plan: SimPlan;
  /** The workload of a replication, counted from 0. */
  readonly draw: (replication: number) => WorkloadColumns;
  readonly statistics: readonly Statistic[];
  /** Independent replications; 32 if left out. */
  readonly replications?: number;
  /** True to go by the event loop even where a recursion gives the same. */
  readonly byEvents?: boolean;
}

/** A mean over independent replications. */
export interface Estimate {
  readonly mean: number;
  /** Standard error of the mean, from the spread between replications. */
  readonly standardError: number;
  /** The value in each replication. */
  readonly values: Float64Array;
}

/**
 * Simulates independent replications and estimates each statistic, with its standard error.
 *
 * @returns One estimate a statistic, in the same order.
 */
export function replicate(options: ReplicateOptions): Estimate[] {
  const { plan, draw, statistics, replications = 32, byEvents = false } = options;
  const slots =
    plan.replicas * (plan.service.kind === SERVICE_SERIAL ? plan.service.concurrency : 1);
  const slotTime = slots * (plan.measureTo - plan.measureFrom);
  const values = statistics.map(() => new Float64Array(replications));
  for (let replication = 0; replication < replications; replication++) {
    const columns = draw(replication);
    const log = new ReplicationLog(columns.arrivals, plan.measureFrom);
    const recording = byEvents
      ? simulateByEvents(plan, columns, log)
      : simulate(plan, columns, log, { needsReplicas: false });
    statistics.forEach((statistic, i) => {
      values[i][replication] = statistic.evaluate({ log, recording, slotTime });
    });
  }
  return values.map(estimate);
}

/** Mean and standard error of values that are independent of each other. */
export function estimate(values: Float64Array): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (values.length - 1) / values.length);
  return { mean, standardError, values };
}
