import { columnsKey } from "../compile/open-columns.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import type { Replication } from "./evaluate.ts";
import { evaluationOf, requireMeasured } from "./evaluation-of.ts";
import type { Executor } from "./executor.ts";
import { resamplesOf } from "./future/lay-out-blocks.ts";
import { resampleSweep } from "./future/resample-sweep.ts";
import type { PointResamples } from "./future/resample.ts";
import { measureDemand, type Demand } from "./headroom/measure-demand.ts";
import { nameTask } from "./name-task.ts";
import { sumOf } from "./pool-replications.ts";
import type { SweptPool } from "./pools/compare-arrangements.ts";
import { poolSettings } from "./pools/pool-settings.ts";
import type { WorkloadFacts } from "./result.ts";
import { describeWorkload } from "./workload-facts.ts";
import { runInLanes } from "./run-in-lanes.ts";

export { evaluationOf, requireMeasured, WorkloadError } from "./evaluation-of.ts";

/** One combination of the sweep's settings, with the traces it replays. */
export interface SweptSetting {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly scenario: Scenario;
  /** By class: the shaped trace, if the class replays one; else null. */
  readonly traces: readonly (BoundedTrace | null)[];
  /** What the readers of the traces have to say. */
  readonly notes: readonly string[];
}

/** Replications of one configuration. */
export interface SweptPoint {
  readonly replicas: number;
  /** In order of replication. */
  readonly replications: readonly Replication[];
  /** Resamples of the trace, if the question is about its future; else null. */
  readonly resamples: PointResamples | null;
  /** End of the workload, in seconds, mean over replications. */
  readonly duration: number;
}

/** All configurations of a sweep. */
export interface Sweep {
  /** By setting, then by replica count ascending. */
  readonly points: readonly (readonly SweptPoint[])[];
  /** The first setting's first replication. */
  readonly workload: WorkloadFacts;
  /** What the requests ask of a fleet, by setting and replication. */
  readonly demands: readonly (readonly Demand[])[];
  /** The pools of the arrangements that are compared, with what was swept of each. */
  readonly pools: readonly SweptPool[];
}

/** A workload and the configurations that are to be simulated on it. */
export interface Unit {
  readonly replication: number;
  readonly settings: readonly SweptSetting[];
}

/**
 * Simulates every configuration of a sweep: settings × replica counts × replications, and then the
 * resamples of the traces whose future is asked about. The pools of the arrangements to compare are
 * swept like settings, with the first setting's values.
 *
 * Settings that don't touch the workload share its columns, and all replica counts do, so that they
 * are compared on the same random numbers. A workload is drawn when its first task is due and
 * dropped after its last, which bounds the memory by the number of threads.
 *
 * @param settings - At least one.
 * @param executor - Where tasks run; stays open.
 * @param onProgress - Called with the simulations done and their total.
 * @throws WorkloadError if a workload has no request to measure.
 */
export async function runSweep(
  settings: readonly SweptSetting[],
  executor: Executor,
  onProgress: (done: number, total: number) => void,
): Promise<Sweep> {
  const own = settings.length;
  const pools = poolSettings(settings[0]);
  const sweep = await sweepAll([...settings, ...pools], executor, onProgress);
  return {
    ...sweep,
    points: sweep.points.slice(0, own),
    demands: sweep.demands.slice(0, own),
    pools: pools.map((setting, index) => ({ setting, points: sweep.points[own + index] })),
  };
}

async function sweepAll(
  settings: readonly SweptSetting[],
  executor: Executor,
  onProgress: (done: number, total: number) => void,
): Promise<Omit<Sweep, "pools">> {
  const total = settings.reduce((sum, { scenario }) => sum + taskCount(scenario), 0);
  let done = 0;
  const onDone = (simulations: number): void => onProgress((done += simulations), total);
  const sweep = await replaySweep(settings, executor, onDone);
  return { ...sweep, points: await resampleSweep(settings, sweep.points, executor, onDone) };
}

/**
 * Simulates every configuration on the workloads themselves, without resamples of their traces.
 *
 * @param settings - At least one.
 * @param executor - Where tasks run; stays open.
 * @param onDone - Called with the number of simulations done since last time.
 * @throws WorkloadError if a workload has no request to measure.
 */
export async function replaySweep(
  settings: readonly SweptSetting[],
  executor: Executor,
  onDone: (simulations: number) => void,
): Promise<Omit<Sweep, "pools">> {
  const results = new Map(settings.map((setting) => [setting, emptyResults(setting.scenario)]));
  const durations = new Map(settings.map((setting) => [setting, [] as number[]]));
  const demands = new Map(settings.map((setting) => [setting, [] as Demand[]]));
  let workload: WorkloadFacts | null = null;

  const runUnit = async ({ replication, settings: sharing }: Unit): Promise<void> => {
    const { notes, scenario, traces } = sharing[0];
    const drawn = await executor.draw({ scenario, replication, traces, blocks: null });
    if (replication === 0 && sharing[0] === settings[0]) {
      workload = describeWorkload(drawn.columns, drawn.duration, notes);
    }
    // All of them before any is started: a task left alone when its sweep fails has no one to tell.
    for (const { scenario } of sharing) requireMeasured(drawn, scenario);
    const tasks = sharing.flatMap((setting) => {
      durations.get(setting)![replication] = drawn.duration;
      demands.get(setting)![replication] = measureDemand(setting.scenario, drawn);
      return setting.scenario.fleet.replicas.map(async (replicas, index) => {
        const evaluation = evaluationOf(setting.scenario, replicas, drawn, replication);
        const result = await executor
          .evaluate(evaluation, drawn.columns)
          .catch(nameTask(setting, replicas, `replication ${replication}`));
        results.get(setting)![index][replication] = result;
        onDone(1);
      });
    });
    await Promise.all(tasks);
  };

  await runInLanes(unitsOf(settings), executor.parallelism, runUnit);

  const points = settings.map((setting) =>
    setting.scenario.fleet.replicas.map((replicas, index) => ({
      replicas,
      replications: results.get(setting)![index],
      resamples: null,
      duration: meanDuration(durations.get(setting)!),
    })),
  );
  return {
    points,
    workload: workload!,
    demands: settings.map((setting) => demands.get(setting)!),
  };
}

/**
 * The workloads of a sweep, each with the settings that run on it.
 *
 * @param settings - At least one.
 */
export function unitsOf(settings: readonly SweptSetting[]): Unit[] {
  const sharing = new Map<string, SweptSetting[]>();
  for (const setting of settings) {
    const key = columnsKey(setting.scenario);
    sharing.set(key, [...(sharing.get(key) ?? []), setting]);
  }
  const units: Unit[] = [];
  for (const group of sharing.values()) {
    const most = Math.max(...group.map(({ scenario }) => scenario.run.replications));
    for (let replication = 0; replication < most; replication++) {
      const taking = group.filter(({ scenario }) => replication < scenario.run.replications);
      units.push({ replication, settings: taking });
    }
  }
  return units;
}

function emptyResults(scenario: Scenario): Replication[][] {
  return scenario.fleet.replicas.map(() => []);
}

function taskCount(scenario: Scenario): number {
  const { fleet, run } = scenario;
  return fleet.replicas.length * (run.replications + resamplesOf(scenario));
}

function meanDuration(durations: readonly number[]): number {
  return sumOf(durations) / durations.length;
}
