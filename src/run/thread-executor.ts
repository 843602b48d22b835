import { Piscina } from "piscina";
import type { Executor } from "../plan/executor.ts";
import { collectColumns } from "./collect-columns.ts";
import { openTaskQueue } from "./task-queue.ts";
import { WorkerCrashError } from "./worker-crash-error.ts";

/** The worker's built file, also when this module runs from its source. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/sweep-worker.js" : "./sweep-worker.js",
  import.meta.url,
);

/** Times that a task is tried whose worker dies. */
const ATTEMPTS = 3;

/**
 * Runs tasks in worker threads. Workloads travel as shared memory, so a column is stored once
 * however many threads read it. A worker that dies is replaced and its task tried again, as it may
 * have died of what its neighbours took. `close` waits for the tasks that run; those that wait for a
 * thread are dropped.
 *
 * @param threads - Number of workers, ≥ 1.
 * @param worker - Module that the workers run.
 * @throws WorkerCrashError from a task on which every worker dies.
 */
export function openThreadExecutor(threads: number, worker: URL = WORKER): Executor {
  const pool = new Piscina({ minThreads: threads, maxThreads: threads });
  const queue = openTaskQueue(threads);
  // Named with each task and not for the pool, so that an idle worker loads no module: ending one
  // while it does aborts the whole process in Node 20. For the same reason running tasks are let
  // finish before the pool ends.
  const filename = worker.href;
  let isClosing = false;
  const attempt = async <Found>(message: object, name: string): Promise<Found> => {
    for (let tries = 1; ; tries++) {
      try {
        const found: Found = await pool.run(message, { filename, name });
        return found;
      } catch (error) {
        const death = deathOf(error);
        if (death === null || isClosing) throw error;
        if (tries === ATTEMPTS) throw new WorkerCrashError(death, tries);
      }
    }
  };
  const run = <Found>(message: object, name: string): Promise<Found> =>
    queue.run(() => attempt<Found>(message, name));
  return {
    parallelism: threads,
    async draw(task) {
      const drawn = await run<Awaited<ReturnType<Executor["draw"]>>>(task, "draw");
      collectColumns(drawn.columns);
      return drawn;
    },
    evaluate: (task, columns) => run({ task, columns }, "evaluateTask"),
    async close(): Promise<void> {
      isClosing = true;
      await queue.close();
      await pool.destroy();
    },
  };
}

/** How a worker died, in words; null if it lives, and the error is that of its task. */
function deathOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") return "it ran out of memory";
  const exit = /^worker exited with code: (\d+)$/.exec(error.message);
  return exit === null ? null : `it exited with code ${exit[1]}`;
}
