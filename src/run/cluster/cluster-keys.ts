/** What the keys of a cluster begin with, unless its users name a space of their own. */
const ROOT = "tailcap";

/** Seconds that data of a sweep stay in Redis once nobody renews them. */
export const EXPIRY = 3600;
/** Seconds between signs of life, and after how many a silent process counts as gone. */
export const HEARTBEAT = 3;
export const SILENCE = 15;
/** Workers that may die on a task before the sweep ends. */
export const MOST_DEATHS = 3;

/** Names in Redis of one cluster: of its queue, its workers and its sweeps. */
export interface ClusterKeys {
  /** Prefix of BullMQ's own keys. */
  readonly prefix: string;
  /** Queue of the tasks for one version of the engine. */
  queue(engine: string): string;
  /** Sign of life of a worker, and all of them. */
  worker(id: string): string;
  readonly workers: string;
  /** Sign of life of a sweep, and all of them. */
  sweep(id: string): string;
  readonly sweeps: string;
  /** Data of a sweep: its tasks, workloads, chunks of traces, and results. */
  task(sweep: string, task: string): string;
  workload(sweep: string, workload: string): string;
  trace(sweep: string, trace: string, chunk: number): string;
  result(sweep: string, task: string): string;
  /** All data of a sweep. */
  data(sweep: string): string;
}

/**
 * The names of a cluster.
 *
 * @param namespace - Keeps teams apart that share a Redis; empty for none.
 */
export function clusterKeys(namespace: string): ClusterKeys {
  const root = namespace === "" ? ROOT : `${ROOT}:${namespace}`;
  const data = (sweep: string, kind: string, name: string): string =>
    `${root}:data:${sweep}:${kind}:${name}`;
  return {
    prefix: root,
    queue: (engine) => `tasks-${engine}`,
    worker: (id) => `${root}:worker:${id}`,
    workers: `${root}:worker:*`,
    sweep: (id) => `${root}:sweep:${id}`,
    sweeps: `${root}:sweep:*`,
    task: (sweep, task) => data(sweep, "task", task),
    workload: (sweep, workload) => data(sweep, "workload", workload),
    trace: (sweep, trace, chunk) => data(sweep, "trace", `${trace}:${chunk}`),
    result: (sweep, task) => data(sweep, "result", task),
    data: (sweep) => `${root}:data:${sweep}:*`,
  };
}
