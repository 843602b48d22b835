import { columnsKey, openColumns, type OpenedWorkload } from "../compile/open-columns.ts";
import { openStream } from "../random/stream.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { WorkloadColumns } from "../sim/sim-plan.ts";
import { resampleBlocks, type BlockLayout } from "../workload/resample-blocks.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import type { Evaluation, Replication } from "./evaluate.ts";

/** A trace that is replayed: times and sizes by row, and when it ends. */
export type DrawnTrace = BoundedTrace;

/** The workload of one replication, to be drawn. */
export interface Draw {
  readonly scenario: Scenario;
  /** Counted from 0. */
  readonly replication: number;
  /** By class: the shaped trace, if the class replays one; else null. */
  readonly traces: readonly (DrawnTrace | null)[];
  /** The blocks by which traces are resampled, a resample a replication; null to replay as is. */
  readonly blocks: BlockLayout | null;
}

/**
 * Where the tasks of a sweep run: in this thread, or in others. What they compute depends on the
 * task alone, so every executor gives the same results.
 */
export interface Executor {
  /** Tasks that can run at once, ≥ 1. */
  readonly parallelism: number;
  /** Draws the workload of one replication. */
  draw(task: Draw): Promise<OpenedWorkload>;
  /** Simulates one replication of one configuration. */
  evaluate(task: Evaluation, columns: WorkloadColumns): Promise<Replication>;
  /** Frees what the executor holds. */
  close(): Promise<void>;
}

/**
 * What a workload depends on besides its traces, as plain data: two draws of equal identity on
 * equal traces are the same.
 */
export function identityOfDraw({ blocks, replication, scenario }: Draw): unknown {
  return [columnsKey(scenario), replication, blocks];
}

/** Draws a workload, as every executor does it. */
export function drawWorkload(task: Draw): OpenedWorkload {
  const { blocks, replication, scenario, traces } = task;
  if (blocks === null) return openColumns(scenario, replication, traces);
  const duration = longestTrace(traces);
  const resampled = traces.map((trace) => {
    if (trace === null) return null;
    // The same stretches of time from every trace: what the classes did together stays together.
    const uniform = openStream(scenario.seed, replication, "resample");
    return resampleBlocks({ ...trace, duration }, blocks, uniform);
  });
  return openColumns(scenario, replication, resampled);
}

/** Seconds of the longest of several traces; 0 for none. */
export function longestTrace(traces: readonly (BoundedTrace | null)[]): number {
  return Math.max(0, ...traces.map((trace) => trace?.duration ?? 0));
}
