import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Executor } from "../src/plan/executor.ts";
import { runSweep, type SweptSetting } from "../src/plan/run-sweep.ts";
import { openClusterExecutor } from "../src/run/cluster/cluster-executor.ts";
import { startWorker } from "../src/run/cluster/cluster-worker.ts";
import { openInlineExecutor } from "../src/run/inline-executor.ts";
import { openResumableExecutor } from "../src/run/resumable-executor.ts";
import { openTaskStore } from "../src/run/task-store.ts";
import { openThreadExecutor } from "../src/run/thread-executor.ts";
import { HAS_REDIS, startRedis } from "../test/run/cluster/redis-server.ts";
import { sweepOf } from "../test/plan/swept.ts";

/** Wall-clock time of a sweep of small tasks in one place. */
export interface ExecutorCost {
  readonly name: string;
  readonly tasks: number;
  /** Milliseconds a task. */
  readonly perTask: number;
}

const COUNTS = 10;

/**
 * What executors add to tasks that are small: 10,000 here, and a fifth of them through Redis. Needs
 * `npm run build`.
 *
 * @param root - Root of the repository.
 */
export async function benchExecutor(root: string, isSmoke: boolean): Promise<void> {
  const worker = pathToFileURL(join(root, "dist", "run", "sweep-worker.js"));
  const costs = await compareExecutors(worker, isSmoke ? 3 : 1000);
  const [alone] = costs;
  for (const { name, perTask, tasks } of costs) {
    const added = perTask - alone.perTask;
    console.log(
      `executor: ${name.padEnd(36)} ${tasks} tasks, ${perTask.toFixed(3)} ms each, ` +
        `${added.toFixed(3)} ms more than in one thread`,
    );
  }
  if (!HAS_REDIS) console.log("no redis-server here: the cluster is left out");
}

/**
 * Runs the same sweep everywhere, in this thread first.
 *
 * @param worker - Module that the threads run, built.
 * @param replications - Times ten counts.
 */
export async function compareExecutors(worker: URL, replications: number): Promise<ExecutorCost[]> {
  const settings = smallTasks(replications);
  const folder = mkdtempSync(join(tmpdir(), "tailcap-executor-"));
  const stored = (inner: Executor): Executor =>
    openResumableExecutor(inner, openTaskStore(folder), "bench", () => {});
  try {
    const costs = [
      await measure("one thread", settings, openInlineExecutor()),
      await measure("two threads", settings, openThreadExecutor(2, worker)),
      await measure(
        "two threads, kept in the store",
        settings,
        stored(openThreadExecutor(2, worker)),
      ),
      await measure("taken from the store", settings, stored(openThreadExecutor(2, worker))),
    ];
    if (HAS_REDIS) {
      costs.push(await measureCluster(smallTasks(Math.ceil(replications / 5)), folder));
    }
    return costs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Some 100 requests each, so that what surrounds them counts. */
function smallTasks(replications: number): readonly SweptSetting[] {
  return sweepOf([
    "service.time={distribution: exponential, mean: 300ms}",
    `fleet.replicas=1..${COUNTS}`,
    "workload.generate.duration=10s",
    "workload.generate.arrivals.rate=10/s",
    `run={replications: ${replications}, warmup: 0s}`,
  ]);
}

async function measure(
  name: string,
  settings: readonly SweptSetting[],
  executor: Executor,
): Promise<ExecutorCost> {
  const start = performance.now();
  await runSweep(settings, executor, () => {});
  await executor.close();
  const tasks = COUNTS * settings[0].scenario.run.replications;
  return { name, tasks, perTask: (performance.now() - start) / tasks };
}

/** With one worker, in this very thread. */
async function measureCluster(
  settings: readonly SweptSetting[],
  cache: string,
): Promise<ExecutorCost> {
  const redis = await startRedis(false);
  const setup = { redis: redis.url, namespace: "", engine: "bench", log: () => {} };
  const executor = openInlineExecutor();
  const worker = await startWorker({ ...setup, cache, lease: 30, executor });
  const cluster = await openClusterExecutor({ ...setup, drawer: openInlineExecutor() });
  const cost = await measure("through Redis, one worker", settings, cluster);
  await worker.close();
  await redis.stop();
  return cost;
}
