import { availableParallelism } from "node:os";
import type { Executor } from "../plan/executor.ts";
import { wholeNumber } from "./options.ts";

/** Most threads one command may ask for. */
const MAX_JOBS = 1024;

/**
 * Opens the executor for `--jobs`. A single task too runs in a thread, so that this one hears Ctrl-C
 * and, in a cluster's worker, renews the lease on it.
 *
 * @param jobs - The option as given; undefined for as many threads as there are cores.
 * @throws UsageError if it isn't a whole number from 1.
 */
export async function openExecutor(jobs: string | undefined): Promise<Executor> {
  const threads = Math.min(wholeNumber("jobs", jobs, 1) ?? availableParallelism(), MAX_JOBS);
  return (await import("../run/thread-executor.ts")).openThreadExecutor(threads);
}
