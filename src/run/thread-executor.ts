import { Piscina } from "piscina";
import type { Executor } from "../plan/executor.ts";

/** The worker's built file, also when this module runs from its source. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/sweep-worker.js" : "./sweep-worker.js",
  import.meta.url,
);

/**
 * Runs tasks in worker threads. Workloads travel as shared memory, so a column is stored once
 * however many threads read it.
 *
 * @param threads - Number of workers, ≥ 1.
 */
export function openThreadExecutor(threads: number): Executor {
  const pool = new Piscina({ minThreads: threads, maxThreads: threads });
  // Named with each task and not for the pool, so that an idle worker loads no module: ending one
  // while it does aborts the whole process in Node 20. For the same reason the pool ends by
  // `close`, which lets running tasks finish and drops the rest, and not by `destroy`.
  const filename = WORKER.href;
  return {
    parallelism: threads,
    draw: (task) => pool.run(task, { filename, name: "draw" }),
    evaluate: (task, columns) => pool.run({ task, columns }, { filename, name: "evaluateTask" }),
    close: () => pool.close({ force: true }),
  };
}
