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
  const pool = new Piscina({
    filename: WORKER.href,
    minThreads: threads,
    maxThreads: threads,
  });
  return {
    parallelism: threads,
    draw: (task) => pool.run(task, { name: "draw" }),
    evaluate: (task, columns) => pool.run({ task, columns }, { name: "evaluateTask" }),
    close: () => pool.destroy(),
  };
}
