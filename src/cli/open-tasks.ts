import { join } from "node:path";
import type { Executor } from "../plan/executor.ts";
import type { TaskEvent } from "../run/resumable-executor.ts";
import {
  executorName,
  namespaceOf,
  redisOf,
  type ExecutionArguments,
} from "./execution-options.ts";
import { openExecutor } from "./open-executor.ts";
import { openProgress, progressForm } from "./progress.ts";

/** Milliseconds after which a close says what it waits for. */
const UNNOTICED = 300;

/** What carries out the tasks of a sweep and shows how far they are. */
export interface OpenTasks {
  readonly executor: Executor;
  readonly onProgress: (done: number, total: number) => void;
  /** Ends what is shown; the next progress begins anew. */
  readonly stopProgress: () => void;
  /** Tasks that were in the store already, and those that were put there. */
  readonly counts: { reused: number; kept: number };
  /** What becomes of the finished tasks if the sweep is stopped now. */
  readonly outlook: () => string;
  close(): Promise<void>;
}

/** What `openTasks` needs of the command line. */
export type TaskArguments = ExecutionArguments & {
  readonly jobs: string | undefined;
  readonly quiet: boolean;
  /** True if shards should have done every task. */
  readonly isMerge?: boolean;
};

/**
 * Opens what a sweep's tasks run on, as the command line says: threads or a cluster, with or
 * without the store of finished tasks.
 *
 * @param folder - Where the tasks are kept; null to keep none.
 * @param isKeepingVital - Whether a task that can't be kept fails with a TaskStoreError, as its
 *   result is wanted for nothing else. Otherwise it is said that the run can't be resumed.
 * @throws UsageError for options that don't go together, ClusterError if Redis can't be reached.
 */
export async function openTasks(
  args: TaskArguments,
  folder: string | null,
  isKeepingVital = false,
): Promise<OpenTasks> {
  const form = progressForm(args.progress, args.quiet);
  const counts = { reused: 0, kept: 0 };
  const progress = await openProgress(form);
  let isMissing = false;
  const onTask = (event: TaskEvent): void => {
    if (event.state === "started" && args.isMerge === true && !isMissing) {
      isMissing = true;
      progress.note(
        "what no shard has done is computed here: is a shard, --seed or --set missing? Ctrl-C stops it",
      );
    }
    if (event.state === "reused") counts.reused++;
    if (event.state === "kept") counts.kept++;
    progress.task(event);
  };
  let isKeeping = folder !== null && args.resume;
  const onProblem = (problem: Error): void => {
    if (isKeepingVital) throw problem;
    isKeeping = false;
    progress.note(`${problem.message}; the run can't be resumed`);
  };
  const inner = await openInner(args, (line) => progress.note(line));
  const executor =
    folder === null || !args.resume ? inner : await openKeptTasks(inner, folder, onTask, onProblem);
  return {
    executor,
    counts,
    outlook: () =>
      isKeeping ? "finished tasks are kept: the same command goes on" : "nothing is kept",
    onProgress: (done, total) => progress.update(done, total, Math.min(counts.reused, done)),
    stopProgress: () => progress.stop(),
    async close(): Promise<void> {
      progress.stop();
      const timer = setTimeout(() => {
        progress.note("finishing the tasks at hand; Ctrl-C again leaves at once");
      }, UNNOTICED);
      await executor.close().finally(() => clearTimeout(timer));
    },
  };
}

/** Folder of the finished tasks beside a report. */
export function taskFolder(reportFolder: string): string {
  return join(reportFolder, "tasks");
}

async function openInner(args: TaskArguments, log: (line: string) => void): Promise<Executor> {
  const local = executorName(args) === "threads";
  const threads = await openExecutor(args.jobs);
  if (local) return threads;
  const [{ openClusterExecutor }, { engineVersion }] = await Promise.all([
    import("../run/cluster/cluster-executor.ts"),
    import("../run/engine-version.ts"),
  ]);
  try {
    return await openClusterExecutor({
      redis: redisOf(args) ?? "",
      namespace: namespaceOf(args.namespace),
      engine: engineVersion(),
      drawer: threads,
      log,
    });
  } catch (error) {
    await threads.close();
    throw error;
  }
}

async function openKeptTasks(
  inner: Executor,
  folder: string,
  onTask: (event: TaskEvent) => void,
  onProblem: (problem: Error) => void,
): Promise<Executor> {
  const [{ openLazyTaskStore }, { openResumableExecutor }, { engineVersion }] = await Promise.all([
    import("../run/task-store.ts"),
    import("../run/resumable-executor.ts"),
    import("../run/engine-version.ts"),
  ]);
  const store = openLazyTaskStore(folder, onProblem);
  return openResumableExecutor(inner, store, engineVersion(), onTask);
}
