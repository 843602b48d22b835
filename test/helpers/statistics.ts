import type { Recording } from "../../src/sim/simulate.ts";
import { quantileInPlace } from "./order-statistic.ts";
import type { ReplicationLog } from "./replication-log.ts";

/** One replication, as statistics see it. */
export interface Replication {
  readonly log: ReplicationLog;
  readonly recording: Recording;
  /** Slot time of the measured span: its length times the slots. */
  readonly slotTime: number;
}

/** A number that a replication estimates. */
export interface Statistic {
  readonly name: string;
  /** Largest standard error over exact value at which a comparison still says something. */
  readonly relativePower: number;
  readonly evaluate: (replication: Replication) => number;
}

/** Means and probabilities are known to 1 % or the runs are too short. */
const MEAN_POWER = 0.01;
/** Tails: 2 %. */
const TAIL_POWER = 0.02;

/** Mean time from arrival to start, of those that started. */
export const waitMean: Statistic = {
  name: "mean wait",
  relativePower: MEAN_POWER,
  evaluate: ({ log }) => mean(log.waits),
};

/** Mean time from arrival to end, of those that completed. */
export const sojournMean: Statistic = {
  name: "mean sojourn",
  relativePower: MEAN_POWER,
  evaluate: ({ log }) => mean(log.sojourns),
};

/** Mean time from arrival to first token, of those that completed. */
export const firstMean: Statistic = {
  name: "mean time to first token",
  relativePower: MEAN_POWER,
  evaluate: ({ log }) => mean(log.firsts),
};

/** Mean time in the queue of all requests, those that left it early included. */
export const queueTimeMean: Statistic = {
  name: "mean time in queue",
  relativePower: MEAN_POWER,
  evaluate: ({ log }) => (sum(log.waits) + log.abandonedTime) / log.measured,
};

/**
 * Share of all requests whose time in the queue exceeds `t`, which must be below the patience of
 * those that left it early.
 */
export function waitTail(t: number): Statistic {
  return {
    name: `P(wait > ${t})`,
    relativePower: MEAN_POWER,
    evaluate: ({ log }) => (log.abandoned + countAbove(log.waits, t)) / log.measured,
  };
}

/** Quantile of the time from arrival to start, of those that started. */
export function waitQuantile(p: number): Statistic {
  return {
    name: `W${100 * p}`,
    relativePower: TAIL_POWER,
    evaluate: ({ log }) => quantileInPlace(log.waits, p),
  };
}

/** Quantile of the time from arrival to end, of those that completed. */
export function sojournQuantile(p: number): Statistic {
  return {
    name: `T${100 * p}`,
    relativePower: TAIL_POWER,
    evaluate: ({ log }) => quantileInPlace(log.sojourns, p),
  };
}

/** Share of requests turned away. */
export const rejectedShare: Statistic = {
  name: "P(rejected)",
  relativePower: MEAN_POWER,
  evaluate: ({ log }) => log.rejected / log.measured,
};

/** Share of requests that left the queue before service. */
export const abandonedShare: Statistic = {
  name: "P(abandon)",
  relativePower: MEAN_POWER,
  evaluate: ({ log }) => log.abandoned / log.measured,
};

/** Share of the measured slot time in service. */
export const utilization: Statistic = {
  name: "utilization",
  relativePower: MEAN_POWER,
  evaluate: ({ recording, slotTime }) => recording.usage.busyTime / slotTime,
};

/** Share of the measured slot time without service. */
export const idleShare: Statistic = {
  name: "idle share",
  relativePower: MEAN_POWER,
  evaluate: ({ recording, slotTime }) => 1 - recording.usage.busyTime / slotTime,
};

/** Requests a batch holds on average. */
export const batchMean: Statistic = {
  name: "mean batch",
  relativePower: MEAN_POWER,
  evaluate: ({ recording }) => recording.usage.batchedRequests / recording.usage.batches,
};

/**
 * The same statistic where a rare event or a heavy tail would make runs of the usual power too
 * long.
 *
 * @param relativePower - Largest standard error over exact value to accept.
 */
export function withPower(statistic: Statistic, relativePower: number): Statistic {
  return { ...statistic, relativePower };
}

function mean(values: Float64Array): number {
  return sum(values) / values.length;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function countAbove(values: Float64Array, limit: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > limit) count++;
  return count;
}
