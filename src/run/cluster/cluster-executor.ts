import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import type { Evaluation, Replication } from "../../plan/evaluate.ts";
import type { Draw, Executor } from "../../plan/executor.ts";
import { contentHash } from "../content-hash.ts";
import { crashIn, WorkerCrashError } from "../worker-crash-error.ts";
import { hashOfDraw } from "../workload-hash.ts";
import { ClusterError } from "./cluster-error.ts";
import {
  clusterKeys,
  EXPIRY,
  HEARTBEAT,
  MOST_DEATHS,
  SILENCE,
  type ClusterKeys,
} from "./cluster-keys.ts";
import { DATA_GONE, type TaskJob } from "./cluster-worker.ts";
import { pack, unpack } from "./pack.ts";
import { parseRedisAddress } from "./redis-address.ts";
import { openPatience } from "./patience.ts";
import { connectRedis, refusalOf, scanKeys } from "./redis-connection.ts";
import { troubleWith } from "./redis-trouble.ts";
import { openWorkerWatch, type WorkerWatch } from "./worker-watch.ts";
import { openPublisher } from "./workload-exchange.ts";

/** How a sweep runs on a cluster. */
export interface ClusterSetup {
  readonly redis: string;
  readonly namespace: string;
  /** Version of the code; workers of another take no task of this sweep. */
  readonly engine: string;
  /** Draws the workloads here, which the sweep's own facts need; closed with the executor. */
  readonly drawer: Executor;
  /** Told what a person would want to know. */
  readonly log: (line: string) => void;
}

/** Tasks in the queue at once: enough for any cluster, and little enough for any Redis. */
const IN_FLIGHT = 512;
/** Seconds between looks at tasks that nothing was heard of. */
const LOOK = 5;
/** Milliseconds that a sweep takes at most to remove what it has in Redis. */
const FAREWELL = 3000;
/** BullMQ's words for a task whose workers fell silent too often. */
const STALLED = "job stalled more than allowable limit";

/** A task that was sent. */
interface Pending {
  readonly job: TaskJob;
  readonly draw: Draw;
  readonly evaluation: Evaluation;
  readonly resolve: (found: Replication) => void;
  readonly reject: (error: Error) => void;
  /** Second of the process's clock at which a worker took it; null while it waits. */
  takenAt: number | null;
}

/**
 * Runs tasks on the workers that listen to a Redis, by way of BullMQ. Tasks and results have keys
 * of the sweep's own, which are removed at its end and expire by themselves if it can't. What Redis
 * loses in a restart is sent again; a task whose worker dies is given to another, and when three
 * have died of it the sweep ends with a WorkerCrashError.
 *
 * @throws ClusterError if Redis can't be reached, or refuses what a sweep needs.
 */
export async function openClusterExecutor(setup: ClusterSetup): Promise<Executor> {
  const redis = await connectRedis(setup.redis, setup.log);
  const listening = await connectRedis(setup.redis);
  const cluster = new Cluster(setup, redis, listening);
  try {
    await cluster.start();
  } catch (error) {
    cluster.leave();
    throw refusalOf(error, setup.redis);
  }
  return cluster;
}

class Cluster implements Executor {
  readonly parallelism: number;
  private readonly setup: ClusterSetup;
  private readonly redis: Redis;
  private readonly listening: Redis;
  private readonly keys: ClusterKeys;
  private readonly sweep = randomUUID();
  private readonly queue: Queue<TaskJob>;
  private readonly events: QueueEvents;
  private readonly publisher: ReturnType<typeof openPublisher>;
  private readonly watch: WorkerWatch;
  private readonly pending = new Map<string, Pending>();
  private readonly draws = new WeakMap<object, { hash: string; draw: Draw }>();
  private readonly published = new Map<string, Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly said = new Set<string>();
  private readonly patience = openPatience(clock());
  private free = IN_FLIGHT;

  constructor(setup: ClusterSetup, redis: Redis, listening: Redis) {
    this.setup = setup;
    this.redis = redis;
    this.listening = listening;
    this.parallelism = setup.drawer.parallelism + 1;
    this.keys = clusterKeys(setup.namespace);
    const { prefix } = this.keys;
    const name = this.keys.queue(setup.engine);
    this.queue = new Queue<TaskJob>(name, { connection: redis, prefix });
    this.events = new QueueEvents(name, { connection: listening, prefix });
    this.publisher = openPublisher(redis, this.keys, this.sweep);
    this.watch = openWorkerWatch(redis, this.keys, setup, setup.log);
  }

  async start(): Promise<void> {
    this.queue.on("error", () => {});
    this.events.on("error", () => {});
    this.events.on("completed", ({ jobId }) => void this.collect(jobId).catch(() => {}));
    this.events.on("failed", ({ failedReason, jobId }) => {
      void this.fail(jobId, failedReason).catch(() => {});
    });
    this.events.on("active", ({ jobId }) => {
      const task = this.pending.get(jobId);
      if (task !== undefined) task.takenAt = clock();
    });
    await this.events.waitUntilReady();
    await this.beat();
    this.every(HEARTBEAT, () => this.beat());
    this.every(HEARTBEAT, () => this.watch.look(this.pending.size));
    this.every(LOOK, () => this.lookForLost());
    this.every(LOOK, () => this.lookForStuck());
  }

  async draw(task: Draw): ReturnType<Executor["draw"]> {
    const drawn = await this.setup.drawer.draw(task);
    this.draws.set(drawn.columns, { hash: hashOfDraw(task), draw: task });
    return drawn;
  }

  async evaluate(
    evaluation: Evaluation,
    columns: Parameters<Executor["evaluate"]>[1],
  ): Promise<Replication> {
    const known = this.draws.get(columns);
    if (known === undefined) throw new RangeError("the columns weren't drawn by this executor");
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free--;
    const task = contentHash([known.hash, evaluation]);
    const job = { sweep: this.sweep, task, workload: known.hash };
    try {
      const found = new Promise<Replication>((resolve, reject) => {
        this.pending.set(jobIdOf(job), {
          job,
          draw: known.draw,
          evaluation,
          resolve,
          reject,
          takenAt: null,
        });
      });
      found.catch(() => {});
      await this.publishOnce(known.hash, known.draw).catch(this.refuse);
      await this.send({ job, evaluation }).catch(this.refuse);
      return await found;
    } finally {
      this.pending.delete(jobIdOf(job));
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    // A Redis that is away forgets by itself.
    if (this.redis.status === "ready") {
      await Promise.race([this.tidy().catch(() => {}), setTimeout(FAREWELL, null, { ref: false })]);
    }
    this.leave();
    await this.setup.drawer.close();
  }

  /** Lets go of Redis at once. */
  leave(): void {
    for (const timer of this.timers) clearInterval(timer);
    // Both end their loops at once, and may wait for a Redis that is away.
    void this.events.close().catch(() => {});
    void this.queue.close().catch(() => {});
    this.redis.disconnect();
    this.listening.disconnect();
  }

  private async tidy(): Promise<void> {
    for (const id of this.pending.keys()) {
      // One that a worker has at hand can't be removed, and comes to nothing.
      await this.queue.remove(id).catch(() => {});
    }
    await this.redis.del(this.keys.sweep(this.sweep));
    for (const key of await scanKeys(this.redis, this.keys.data(this.sweep))) {
      await this.redis.unlink(key);
    }
  }

  private publishOnce(hash: string, draw: Draw): Promise<void> {
    const known = this.published.get(hash);
    if (known !== undefined) return known;
    const publishing = this.publisher.publish(hash, draw);
    this.published.set(hash, publishing);
    publishing.catch(() => {
      if (this.published.get(hash) === publishing) this.published.delete(hash);
    });
    return publishing;
  }

  private readonly refuse = (error: unknown): never => {
    throw refusalOf(error, this.setup.redis);
  };

  private async send({ evaluation, job }: Pick<Pending, "job" | "evaluation">): Promise<void> {
    await this.redis.set(this.keys.task(job.sweep, job.task), pack(evaluation), "EX", EXPIRY);
    await this.queue.add("task", job, {
      jobId: jobIdOf(job),
      attempts: 3,
      backoff: { type: "fixed", delay: 200 },
      removeOnComplete: true,
      removeOnFail: true,
    });
  }

  /** Takes a result, if it is there. */
  private async collect(jobId: string): Promise<boolean> {
    const task = this.pending.get(jobId);
    if (task === undefined) return false;
    const key = this.keys.result(task.job.sweep, task.job.task);
    const bytes = await this.redis.getBuffer(key);
    if (bytes === null) return false;
    const found: Replication = unpack(bytes);
    this.pending.delete(jobId);
    this.patience.renew(clock());
    task.resolve(found);
    await this.redis.unlink(key, this.keys.task(task.job.sweep, task.job.task));
    return true;
  }

  private async fail(jobId: string, reason: string): Promise<void> {
    const task = this.pending.get(jobId);
    if (task === undefined) return;
    if (reason === DATA_GONE) {
      await this.resend(task);
      return;
    }
    this.pending.delete(jobId);
    const crash =
      reason === STALLED
        ? new WorkerCrashError("it fell silent: killed, out of memory or cut off", MOST_DEATHS)
        : crashIn(reason);
    const trouble = troubleWith(new Error(reason), parseRedisAddress(this.setup.redis));
    task.reject(crash ?? new ClusterError(`a worker failed on a task: ${trouble}`));
  }

  /** Sends again what Redis forgot, as one does that was restarted without its data. */
  private async lookForLost(): Promise<void> {
    for (const [id, task] of this.pending) {
      if (await this.collect(id)) continue;
      const state = await this.queue.getJobState(id);
      if (state === "unknown" && this.pending.has(id) && !(await this.collect(id))) {
        await this.resend(task);
      }
    }
  }

  /** Says which task has been under way for longest, when nothing has come for long. */
  private async lookForStuck(): Promise<void> {
    const taken = [...this.pending].flatMap(([id, { draw, evaluation, takenAt }]) =>
      takenAt === null ? [] : [{ id, takenAt, draw, evaluation }],
    );
    if (taken.length === 0) this.patience.renew(clock());
    const silence = this.patience.over(clock());
    if (silence === null) return;
    const oldest = taken.reduce((left, right) => (right.takenAt < left.takenAt ? right : left));
    const { draw, evaluation, id, takenAt } = oldest;
    const host = (await this.queue.getJob(id))?.processedBy ?? "a worker";
    const { replicas } = evaluation.plan;
    this.setup.log(
      `no result for ${minutes(silence)}; ${host} has been at replication ${draw.replication} with ${replicas} replicas for ${minutes(clock() - takenAt)}: if it hangs, end that worker and another does it`,
    );
  }

  private async resend({ draw, evaluation, job }: Pending): Promise<void> {
    this.published.delete(job.workload);
    await this.beat();
    await this.publishOnce(job.workload, draw);
    await this.send({ job, evaluation });
  }

  private async beat(): Promise<void> {
    await this.redis.set(this.keys.sweep(this.sweep), this.setup.engine, "EX", SILENCE);
  }

  /** Does something again and again, never twice at once. What Redis refuses of it is said once. */
  private every(seconds: number, action: () => Promise<void>): void {
    let isUnderWay = false;
    const act = async (): Promise<void> => {
      if (isUnderWay) return;
      isUnderWay = true;
      await action().catch(this.say);
      isUnderWay = false;
    };
    this.timers.push(setInterval(() => void act(), 1000 * seconds));
  }

  private readonly say = (error: unknown): void => {
    // That Redis is away, and why, its connection says.
    if (this.redis.status !== "ready") return;
    const { message } = refusalOf(error, this.setup.redis);
    if (!this.said.has(message)) this.setup.log(message);
    this.said.add(message);
  };
}

function clock(): number {
  return performance.now() / 1000;
}

function minutes(seconds: number): string {
  return `${Math.round(seconds / 60)} min`;
}

function jobIdOf({ sweep, task }: TaskJob): string {
  return `${sweep}-${task}`;
}
