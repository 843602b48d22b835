import type { Redis } from "ioredis";
import { HEARTBEAT, type ClusterKeys } from "./cluster-keys.ts";
import { scanKeys } from "./redis-connection.ts";

/** Looks between two lines that say that there is still no worker: a minute. */
const REMIND = 60 / HEARTBEAT;

/** What a worker says of itself in its sign of life. */
export interface WorkerSign {
  readonly engine: string;
  /** Tasks that it does at once. */
  readonly threads: number;
  readonly host: string;
}

/** Tells a sweep's user whether there is anyone to do its tasks. */
export interface WorkerWatch {
  /**
   * To be called every `HEARTBEAT` seconds.
   *
   * @param tasks - Those that wait to be done.
   */
  look(tasks: number): Promise<void>;
}

/**
 * Opens the watch of a sweep.
 *
 * @param sweep - Its engine, as workers of another version don't count, and its namespace.
 * @param log - Told at the first look that finds no worker, every minute while there is none, and
 *   when one comes.
 */
export function openWorkerWatch(
  redis: Redis,
  keys: ClusterKeys,
  { engine, namespace }: { readonly engine: string; readonly namespace: string },
  log: (line: string) => void,
): WorkerWatch {
  let lonely = 0;
  return {
    async look(tasks): Promise<void> {
      const workers = await workersIn(redis, keys);
      const own = workers.filter((worker) => worker.engine === engine);
      if (own.length > 0) {
        const threads = own.reduce((sum, worker) => sum + worker.threads, 0);
        if (lonely > 0)
          log(`${describe(own)} with ${threads} thread${threads === 1 ? "" : "s"}: going on`);
        lonely = 0;
        return;
      }
      if (tasks === 0) return;
      if (lonely++ % REMIND !== 0) return;
      const others = workers.length > 0 ? `, only ${describe(workers)} of another engine` : "";
      const place = namespace === "" ? "there" : `in namespace ${namespace}`;
      const command = `tailcap worker --redis …${namespace === "" ? "" : ` --namespace ${namespace}`}`;
      log(
        `waiting for workers: none of engine ${engine} is ${place}${others}; start \`${command}\` of this version`,
      );
    },
  };
}

function describe(workers: readonly WorkerSign[]): string {
  const hosts = [...new Set(workers.map(({ host }) => host))].sort().slice(0, 3);
  return `${workers.length} worker${workers.length === 1 ? "" : "s"} (${hosts.join(", ")})`;
}

async function workersIn(redis: Redis, keys: ClusterKeys): Promise<readonly WorkerSign[]> {
  const found = await scanKeys(redis, keys.workers);
  const texts = await Promise.all(found.map((key) => redis.get(key)));
  return texts.flatMap((text): WorkerSign[] => (text === null ? [] : [JSON.parse(text)]));
}
