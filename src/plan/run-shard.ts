import { evaluationOf, evaluationOfResample, requireMeasured } from "./evaluation-of.ts";
import type { Executor } from "./executor.ts";
import { resamplesOf } from "./future/lay-out-blocks.ts";
import { planResampling } from "./future/resample-setting.ts";
import { nameTask } from "./name-task.ts";
import { poolSettings } from "./pools/pool-settings.ts";
import { runInLanes } from "./run-in-lanes.ts";
import { replaySweep, unitsOf, type SweptSetting } from "./run-sweep.ts";

/** One part of a sweep that is divided among processes which know nothing of each other. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/**
 * Simulates every `of`-th task of a sweep, for an executor that keeps what it finds; a sweep with
 * the tasks of all shards at hand computes nothing more. Where a trace's future is asked about,
 * every shard replays the trace itself, which decides how it is resampled, and takes its part of
 * the resamples.
 *
 * @param settings - At least one.
 * @param executor - Where tasks run; stays open.
 * @param onProgress - Called with the simulations done and their total.
 * @throws WorkloadError if a workload has no request to measure.
 */
export async function runShard(
  settings: readonly SweptSetting[],
  { index, of }: Shard,
  executor: Executor,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const all = [...settings, ...poolSettings(settings[0])];
  let number = 0;
  const isOwn = (): boolean => number++ % of === index - 1;
  const jobs: Job[] = [];
  for (const { replication, settings: sharing } of unitsOf(all)) {
    const tasks = sharing.flatMap((setting) =>
      setting.scenario.fleet.replicas.flatMap((replicas) =>
        resamplesOf(setting.scenario) > 0 || isOwn() ? [{ setting, replicas }] : [],
      ),
    );
    if (tasks.length > 0) jobs.push({ replication, blocks: null, isResample: false, tasks });
  }
  for (const setting of all) {
    for (let replication = 0; replication < resamplesOf(setting.scenario); replication++) {
      const tasks = setting.scenario.fleet.replicas.flatMap((replicas) =>
        isOwn() ? [{ setting, replicas }] : [],
      );
      if (tasks.length > 0) jobs.push({ replication, blocks: null, isResample: true, tasks });
    }
  }
  const total = jobs.reduce((sum, { tasks }) => sum + tasks.length, 0);
  let done = 0;
  const run = (job: Job): Promise<void> =>
    runJob(job, executor, () => {
      onProgress(++done, total);
    });
  await runInLanes(
    jobs.filter(({ isResample }) => !isResample),
    executor.parallelism,
    run,
  );
  const resampled = await layOutResamples(jobs, executor);
  await runInLanes(resampled, executor.parallelism, run);
}

/** A workload to draw and the counts to simulate on it. */
interface Job {
  readonly replication: number;
  readonly blocks: Parameters<Executor["draw"]>[0]["blocks"];
  readonly isResample: boolean;
  readonly tasks: readonly { readonly setting: SweptSetting; readonly replicas: number }[];
}

async function runJob(
  { blocks, isResample, replication, tasks }: Job,
  executor: Executor,
  onDone: () => void,
): Promise<void> {
  const { scenario, traces } = tasks[0].setting;
  const drawn = await executor.draw({ scenario, replication, traces, blocks });
  if (!isResample) for (const { setting } of tasks) requireMeasured(drawn, setting.scenario);
  const describe = isResample ? evaluationOfResample : evaluationOf;
  const runs = tasks.map(async ({ replicas, setting }) => {
    const evaluation = describe(setting.scenario, replicas, drawn, replication);
    const run = isResample
      ? (`resample ${replication}` as const)
      : (`replication ${replication}` as const);
    await executor.evaluate(evaluation, drawn.columns).catch(nameTask(setting, replicas, run));
    onDone();
  });
  await Promise.all(runs);
}

/** The jobs on resamples, with the blocks of each; those whose trace is too short are left out. */
async function layOutResamples(jobs: readonly Job[], executor: Executor): Promise<readonly Job[]> {
  const layouts = new Map<SweptSetting, Job["blocks"]>();
  const laid: Job[] = [];
  for (const job of jobs) {
    if (!job.isResample) continue;
    const [{ setting }] = job.tasks;
    if (!layouts.has(setting)) {
      const { points } = await replaySweep([setting], executor, () => {});
      layouts.set(setting, planResampling(setting, points[0]).layout);
    }
    const blocks = layouts.get(setting) ?? null;
    if (blocks !== null) laid.push({ ...job, blocks });
  }
  return laid;
}
