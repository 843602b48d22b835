import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { open } from "lmdb";
import type { Replication } from "../plan/evaluate.ts";

/** Keeps what finished tasks found, by the content hash of the task. */
export interface TaskStore {
  /** What a task found; null if it isn't kept. */
  get(key: string): Replication | null;
  /** Keeps what a task found; done when it would outlive the process. */
  put(key: string, found: Replication): Promise<void>;
  /** Takes over what another store keeps. */
  take(other: TaskStore): Promise<void>;
  /** All that is kept, as it is kept. */
  entries(): Iterable<readonly [key: string, bytes: Buffer]>;
  /** Waits for what is being written, and lets go of the files. */
  close(): Promise<void>;
}

/** A store can't be opened, or holds something else. */
export class TaskStoreError extends Error {
  override readonly name = "TaskStoreError";
}

/** Bytes above which a store forgets what its last run had no use for. */
const MAX_BYTES = 2 ** 30;

/**
 * Opens the store in a folder, and makes it if there is none. Several processes may have the same
 * one open: each write is a transaction of its own, and one that is cut off leaves no trace.
 *
 * @param folder - Of the store alone.
 * @throws TaskStoreError if the folder can't be written to, or isn't a store.
 */
export function openTaskStore(folder: string): TaskStore {
  const database = openDatabase(folder);
  const used = new Set<string>();
  return {
    get(key): Replication | null {
      used.add(key);
      const bytes = database.getBinary(key);
      return bytes === undefined ? null : decode(bytes);
    },
    async put(key, found): Promise<void> {
      used.add(key);
      await database.put(key, serialize(found));
    },
    async take(other): Promise<void> {
      const written: Promise<boolean>[] = [];
      for (const [key, bytes] of other.entries()) written.push(database.put(key, bytes));
      await Promise.all(written);
    },
    *entries() {
      for (const { key, value } of database.getRange()) yield [key, value] as const;
    },
    async close(): Promise<void> {
      if (used.size > 0 && sizeOf(folder) > MAX_BYTES) {
        const unused = [...database.getKeys()].filter((key) => !used.has(key));
        await Promise.all(unused.map((key) => database.remove(key)));
      }
      await database.close();
    },
  };
}

/**
 * A store that is opened when the first task is looked for, so that a sweep that is refused leaves
 * no folder behind. Where it can't be opened nothing is kept, as on a disk that is read-only: the
 * answer matters more than being able to go on with it.
 *
 * @param folder - Of the store alone.
 * @param onProblem - Told once why nothing is kept.
 */
export function openLazyTaskStore(
  folder: string,
  onProblem: (problem: TaskStoreError) => void,
): Pick<TaskStore, "get" | "put" | "close"> {
  let store: TaskStore | null = null;
  let isTried = false;
  const opened = (): TaskStore | null => {
    if (isTried) return store;
    isTried = true;
    try {
      store = openTaskStore(folder);
    } catch (error) {
      if (!(error instanceof TaskStoreError)) throw error;
      onProblem(error);
    }
    return store;
  };
  return {
    get: (key) => opened()?.get(key) ?? null,
    put: async (key, found) => opened()?.put(key, found),
    close: async () => store?.close(),
  };
}

type Database = ReturnType<typeof open<Buffer, string>>;

function openDatabase(folder: string): Database {
  try {
    return open<Buffer, string>({
      path: folder,
      noSubdir: false,
      encoding: "binary",
      compression: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TaskStoreError(`can't keep finished tasks in ${folder}: ${reason}`);
  }
}

/** Null for what can't be read, which is then computed again. */
function decode(bytes: Buffer): Replication | null {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-return -- written by this module alone
    return deserialize(bytes);
  } catch {
    return null;
  }
}

function sizeOf(folder: string): number {
  const file = join(folder, "data.mdb");
  return existsSync(file) ? statSync(file).size : 0;
}
