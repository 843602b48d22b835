import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { open } from "lmdb";
import type { Replication } from "../plan/evaluate.ts";
import { damageOf } from "./damage-of.ts";

/** Keeps what finished tasks found, by the content hash of the task. */
export interface TaskStore {
  /** What a task found; null if it isn't kept. */
  get(key: string): Replication | null;
  /**
   * Keeps what a task found; done when it would outlive the process.
   *
   * @returns False if it isn't kept, as nothing is any more.
   * @throws TaskStoreError if it can't be written, as on a full disk.
   */
  put(key: string, found: Replication): Promise<boolean>;
  /**
   * Takes over what another store keeps.
   *
   * @throws TaskStoreError as `put`.
   */
  take(other: TaskStore): Promise<void>;
  /** All that is kept unharmed, as it is kept. */
  entries(): Iterable<readonly [key: string, bytes: Buffer]>;
  /** Waits for what is being written, and lets go of the files. */
  close(): Promise<void>;
}

/** A store can't be opened or written to, or holds something else. */
export class TaskStoreError extends Error {
  override readonly name = "TaskStoreError";
}

/** Bytes above which a store forgets what its last run had no use for. */
const MAX_BYTES = 2 ** 30;
/** Bytes of the seal before each value: half a SHA-256. */
const SEAL = 16;
/** Values that one transaction writes at most. */
const BATCH = 64;

/** A value that is to be written. */
interface Waiting {
  readonly key: string;
  readonly bytes: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: TaskStoreError) => void;
}

/**
 * Opens the store in a folder, and makes it if there is none. Several processes may have the same
 * one open: each write is a transaction of its own, and one that is cut off leaves no trace. Each
 * value is sealed with its hash, as LMDB doesn't notice when its file is damaged; one whose seal is
 * broken isn't kept any more.
 *
 * @param folder - Of the store alone.
 * @param readOnly - Only to take from it, as from a disk that can't be written to.
 * @throws TaskStoreError if the folder can't be written to, or isn't a store, or is damaged.
 */
export function openTaskStore(folder: string, readOnly = false): TaskStore {
  const database = openDatabase(folder, readOnly);
  const used = new Set<string>();
  const waiting: Waiting[] = [];
  // Not LMDB's own asynchronous writes: where one fails, as on a full disk, the next may crash.
  const flush = (): void => {
    const batch = waiting.splice(0);
    if (batch.length === 0) return;
    try {
      database.transactionSync(() => {
        for (const { bytes, key } of batch) database.putSync(key, bytes);
      });
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(unwritable(folder, error));
    }
  };
  const write = (key: string, bytes: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ key, bytes, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
      if (waiting.length === BATCH) flush();
    });
  return {
    get(key): Replication | null {
      used.add(key);
      const bytes = database.getBinary(key);
      return bytes === undefined || !isSealed(key, bytes) ? null : decode(bytes.subarray(SEAL));
    },
    async put(key, found): Promise<boolean> {
      used.add(key);
      const bytes = serialize(found);
      await write(key, Buffer.concat([sealOf(key, bytes), bytes]));
      return true;
    },
    async take(other): Promise<void> {
      const written: Promise<void>[] = [];
      for (const [key, bytes] of other.entries()) written.push(write(key, bytes));
      await Promise.all(written);
    },
    *entries() {
      for (const { key, value } of database.getRange()) {
        if (isSealed(key, value)) yield [key, value] as const;
      }
    },
    async close(): Promise<void> {
      flush();
      if (used.size > 0 && sizeOf(folder) > MAX_BYTES) {
        const unused = [...database.getKeys()].filter((key) => !used.has(key));
        database.transactionSync(() => {
          for (const key of unused) database.removeSync(key);
        });
      }
      await database.close();
    },
  };
}

/**
 * A store that is opened when the first task is looked for, so that a sweep that is refused leaves
 * no folder behind. Where it can't be opened or written to nothing more is kept, as on a disk that
 * is read-only or full: the answer matters more than being able to go on with it.
 *
 * @param folder - Of the store alone.
 * @param onProblem - Told once why nothing more is kept. What it throws, the call throws.
 */
export function openLazyTaskStore(
  folder: string,
  onProblem: (problem: TaskStoreError) => void,
): Pick<TaskStore, "get" | "put" | "close"> {
  let store: TaskStore | null = null;
  let isTried = false;
  let isGivenUp = false;
  const giveUp = (error: unknown): void => {
    if (!(error instanceof TaskStoreError)) throw error;
    if (!isGivenUp) onProblem(error);
    isGivenUp = true;
  };
  const opened = (): TaskStore | null => {
    if (isTried) return store;
    isTried = true;
    try {
      store = openTaskStore(folder);
    } catch (error) {
      giveUp(error);
    }
    return store;
  };
  return {
    get: (key) => opened()?.get(key) ?? null,
    async put(key, found): Promise<boolean> {
      if (!isGivenUp) await opened()?.put(key, found).catch(giveUp);
      return !isGivenUp;
    },
    close: async () => store?.close(),
  };
}

type Database = ReturnType<typeof open<Buffer, string>>;

function openDatabase(folder: string, readOnly: boolean): Database {
  try {
    const damage = damageOf(join(folder, "data.mdb"));
    if (damage !== null) {
      throw new Error(`data.mdb ${damage}; copy it again, or remove the folder`);
    }
    return open<Buffer, string>({
      path: folder,
      noSubdir: false,
      encoding: "binary",
      compression: true,
      readOnly,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const aim = readOnly ? "read the" : "keep";
    throw new TaskStoreError(`can't ${aim} finished tasks in ${folder}: ${reason}`);
  }
}

/** A hash of what is kept and of what it is kept as. */
function sealOf(key: string, bytes: Buffer): Buffer {
  return createHash("sha256").update(key).update(bytes).digest().subarray(0, SEAL);
}

function isSealed(key: string, sealed: Buffer): boolean {
  return sealOf(key, sealed.subarray(SEAL)).equals(sealed.subarray(0, SEAL));
}

function unwritable(folder: string, error: unknown): TaskStoreError {
  const reason = error instanceof Error ? error.message : String(error);
  return new TaskStoreError(`can't keep finished tasks in ${folder}: ${reason}; is the disk full?`);
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
