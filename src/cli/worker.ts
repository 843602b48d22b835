import { homedir } from "node:os";
import { join } from "node:path";
import { formatCounted } from "../report/format.ts";
import { startWorker } from "../run/cluster/cluster-worker.ts";
import { engineVersion } from "../run/engine-version.ts";
import { namespaceOf, REDIS_FORM, redisOf, type ExecutionArguments } from "./execution-options.ts";
import { EXIT_MET } from "./exit-code.ts";
import { InterruptError, untilInterrupted } from "./interrupt.ts";
import { openExecutor } from "./open-executor.ts";
import { wholeNumber } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** Arguments of `tailcap worker`. */
export interface WorkerArguments extends Pick<ExecutionArguments, "redis" | "namespace"> {
  readonly jobs: string | undefined;
  readonly cache: string | undefined;
  readonly lease: string | undefined;
}

/** Seconds of a lease unless told otherwise: a thread that computes doesn't keep it from renewal. */
const DEFAULT_LEASE = 30;

/**
 * `tailcap worker`: does tasks of sweeps that run elsewhere with `--executor bullmq`, until Ctrl-C.
 *
 * @returns The exit code.
 * @throws UsageError for bad options, ClusterError if Redis can't be reached.
 */
export async function worker(args: WorkerArguments): Promise<number> {
  const redis = redisOf(args);
  if (redis === undefined) throw new UsageError(`worker needs ${REDIS_FORM}`);
  const namespace = namespaceOf(args.namespace);
  const lease = wholeNumber("lease", args.lease, 1, 3600) ?? DEFAULT_LEASE;
  const executor = await openExecutor(args.jobs);
  const engine = engineVersion();
  const cache = args.cache ?? join(homedir(), ".cache", "tailcap", "traces");
  const setup = { redis, namespace, engine, executor, cache, lease, log };
  const running = await startWorker(setup).catch(async (error: unknown) => {
    await executor.close();
    throw error;
  });
  log(`ready: engine ${engine}, ${formatCounted(executor.parallelism, "task")} at once`);
  try {
    await untilInterrupted(new Promise<never>(() => {}), () => OUTLOOK);
  } catch (error) {
    if (!(error instanceof InterruptError)) throw error;
    log(error.message);
  }
  await running.close();
  return EXIT_MET;
}

const OUTLOOK = "finishing the tasks at hand; Ctrl-C again leaves at once, and others do them";

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
