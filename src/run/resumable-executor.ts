import { setImmediate } from "node:timers/promises";
import type { Executor } from "../plan/executor.ts";
import { contentHash } from "./content-hash.ts";
import type { TaskStore } from "./task-store.ts";
import { hashOfDraw } from "./workload-hash.ts";

/** What became of a task. */
export interface TaskEvent {
  /** Its content hash. */
  readonly task: string;
  /** `reused` if it was in the store; else `started`, and `kept` when it is there. */
  readonly state: "reused" | "started" | "kept";
}

/**
 * Has each task computed once: what is in the store is taken from there, and what isn't is put
 * there as soon as it is found. A task is known by a hash of all that decides its outcome: the
 * configuration, the workload it runs on and the code. Prices, names and the rest of a scenario
 * don't count, so a sweep that is extended or priced anew computes only what is new.
 *
 * @param inner - Computes what is missing; closed with this one.
 * @param store - Closed with this one.
 * @param engine - Version of the code; see `engineVersion`.
 * @param onTask - Told of every task.
 * @throws RangeError from `evaluate` for columns that another executor has drawn.
 */
export function openResumableExecutor(
  inner: Executor,
  store: Pick<TaskStore, "get" | "put" | "close">,
  engine: string,
  onTask: (event: TaskEvent) => void,
): Executor {
  const workloads = new WeakMap<object, string>();
  const writing = new Set<Promise<boolean>>();
  return {
    parallelism: inner.parallelism,
    async draw(task) {
      const drawn = await inner.draw(task);
      workloads.set(drawn.columns, hashOfDraw(task));
      return drawn;
    },
    async evaluate(evaluation, columns) {
      const workload = workloads.get(columns);
      if (workload === undefined)
        throw new RangeError("the columns weren't drawn by this executor");
      const task = contentHash([engine, workload, evaluation]);
      const known = store.get(task);
      if (known !== null) {
        onTask({ task, state: "reused" });
        return known;
      }
      onTask({ task, state: "started" });
      const found = await inner.evaluate(evaluation, columns);
      const written = store.put(task, found);
      writing.add(written);
      const isKept = await written.finally(() => writing.delete(written));
      if (isKept) onTask({ task, state: "kept" });
      return found;
    },
    async close() {
      await inner.close();
      // What the last tasks found is on its way here from their threads.
      await setImmediate();
      await Promise.allSettled(writing);
      await store.close();
    },
  };
}
