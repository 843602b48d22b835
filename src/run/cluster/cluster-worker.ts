import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { UnrecoverableError, Worker, type Job } from "bullmq";
import type { Evaluation } from "../../plan/evaluate.ts";
import type { Executor } from "../../plan/executor.ts";
import { clusterKeys, EXPIRY, HEARTBEAT, MOST_DEATHS, SILENCE } from "./cluster-keys.ts";
import { pack, unpack } from "./pack.ts";
import { connectRedis, refusalOf, scanKeys } from "./redis-connection.ts";
import type { WorkerSign } from "./worker-watch.ts";
import { fetchDraw } from "./workload-exchange.ts";

type Drawn = Awaited<ReturnType<Executor["draw"]>>;

/** A task as it stands in the queue; its data have keys of their own. */
export interface TaskJob {
  readonly sweep: string;
  readonly task: string;
  readonly workload: string;
}

/** Why a task fails whose data Redis has lost: the sweep sends them again. */
export const DATA_GONE = "the data of the task are gone";

/** BullMQ's words for a task that was taken from a worker, or is done or gone, and whose it is. */
const LOST =
  /(?:could not renew lock|missing (?:key|lock)) for job ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/i;

/** How a worker runs. */
export interface WorkerSetup {
  readonly redis: string;
  readonly namespace: string;
  /** Version of this worker's code; only sweeps of the same get their tasks done here. */
  readonly engine: string;
  /** Computes; closed with the worker. */
  readonly executor: Executor;
  /** Folder where traces are kept between sweeps. */
  readonly cache: string;
  /** Seconds after which a task whose worker fell silent is given to another. */
  readonly lease: number;
  /** Told what a person would want to know. */
  readonly log: (line: string) => void;
}

/** A worker that runs. */
export interface ClusterWorker {
  /** Finishes the tasks at hand, takes no more, and leaves. */
  close(): Promise<void>;
}

/**
 * Starts a worker: it takes tasks from the queue of its engine version and puts what they find into
 * Redis, until it is closed. The tasks run in threads, so that the lease on them is renewed.
 *
 * @throws ClusterError if Redis can't be reached, or refuses what a worker needs.
 */
export async function startWorker(setup: WorkerSetup): Promise<ClusterWorker> {
  const { engine, executor, lease, log } = setup;
  const keys = clusterKeys(setup.namespace);
  const redis = await connectRedis(setup.redis, log);
  const blocking = await connectRedis(setup.redis);
  const workloads = openWorkloads(executor);

  const process = async ({ data }: Job<TaskJob>): Promise<null> => {
    const { sweep, task, workload } = data;
    // A sweep that was stopped has no use for the rest of its tasks.
    if ((await redis.exists(keys.sweep(sweep))) === 0) return null;
    const bytes = await redis.getBuffer(keys.task(sweep, task));
    if (bytes === null) throw new UnrecoverableError(DATA_GONE);
    const { columns } = await workloads.open(workload, async () => {
      const draw = await fetchDraw(redis, keys, sweep, workload, setup.cache);
      if (draw === null) throw new UnrecoverableError(DATA_GONE);
      return draw;
    });
    const evaluation: Evaluation = unpack(bytes);
    const found = await executor.evaluate(evaluation, columns).catch(failForGood);
    await redis.set(keys.result(sweep, task), pack(found), "EX", EXPIRY);
    return null;
  };

  const worker = new Worker<TaskJob, null>(keys.queue(engine), process, {
    connection: blocking,
    prefix: keys.prefix,
    name: `${hostname()}, process ${globalThis.process.pid},`,
    concurrency: executor.parallelism,
    lockDuration: 1000 * lease,
    stalledInterval: 500 * lease,
    maxStalledCount: MOST_DEATHS - 1,
  });
  let isReady = false;
  // That Redis is away, and why, its connection says.
  tellOfTrouble(worker, setup, () => isReady && redis.status === "ready");

  const id = randomUUID();
  const sign: WorkerSign = { engine, threads: executor.parallelism, host: hostname() };
  const self = JSON.stringify(sign);
  const refused = new Set<string>();
  const beat = async (): Promise<void> => {
    await redis.set(keys.worker(id), self, "EX", SILENCE);
    for (const key of await scanKeys(redis, keys.sweeps)) {
      const other = await redis.get(key);
      if (other === null || other === engine || refused.has(key)) continue;
      refused.add(key);
      log(
        `refused a sweep of engine ${other}: this worker has ${engine}; run the same version of tailcap on both`,
      );
    }
  };
  const leave = (): void => {
    redis.disconnect();
    blocking.disconnect();
  };
  try {
    await worker.waitUntilReady();
    await beat();
  } catch (error) {
    await worker.close(true);
    leave();
    throw refusalOf(error, setup.redis);
  }
  isReady = true;
  const timer = setInterval(() => void beat().catch(() => {}), 1000 * HEARTBEAT);
  return {
    async close(): Promise<void> {
      clearInterval(timer);
      // What a task finds can't be told to a Redis that is away.
      const isAway = redis.status !== "ready";
      await worker.close(isAway);
      if (!isAway) await redis.del(keys.worker(id)).catch(() => {});
      leave();
      await executor.close();
    },
  };
}

/** Says once each what goes wrong with tasks, and with Redis while `isAsked`. */
function tellOfTrouble(
  worker: Worker<TaskJob, null>,
  { lease, log, redis }: WorkerSetup,
  isAsked: () => boolean,
): void {
  const said = new Set<string>();
  const sayOnce = (line: string): void => {
    if (!said.has(line)) log(line);
    said.add(line);
  };
  worker.on("error", (error) => {
    if (!isAsked()) return;
    const lost = LOST.exec(error.message);
    sayOnce(
      lost === null
        ? refusalOf(error, redis).message
        : `a task of sweep ${lost[1]} goes to another: nothing was heard of this worker for ${lease} s, or Redis lost it`,
    );
  });
  worker.on("failed", (job, error) =>
    sayOnce(`a task of sweep ${job?.data.sweep} failed: ${error.message}`),
  );
}

/** What a computation fails of, it fails of on every worker. */
function failForGood(error: unknown): never {
  throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
}

/** Workloads that were used last, since tasks on the same one come together. */
function openWorkloads(executor: Executor): {
  open(hash: string, fetch: () => Promise<Parameters<Executor["draw"]>[0]>): Promise<Drawn>;
} {
  const kept = new Map<string, Promise<Drawn>>();
  const most = executor.parallelism + 1;
  return {
    open(hash, fetch): Promise<Drawn> {
      const known =
        kept.get(hash) ?? fetch().then((draw) => executor.draw(draw).catch(failForGood));
      kept.delete(hash);
      kept.set(hash, known);
      known.catch(() => kept.delete(hash));
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      return known;
    },
  };
}
