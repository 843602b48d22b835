import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Redis } from "ioredis";
import type { Draw, DrawnTrace } from "../../plan/executor.ts";
import { contentHash } from "../content-hash.ts";
import { hashOfTrace } from "../workload-hash.ts";
import { EXPIRY, type ClusterKeys } from "./cluster-keys.ts";
import { pack, unpack } from "./pack.ts";

/** A draw as it travels: traces by their hashes, since many draws share one. */
interface PackedDraw extends Omit<Draw, "traces"> {
  readonly traces: readonly (PackedTrace | null)[];
}

interface PackedTrace {
  readonly hash: string;
  readonly chunks: number;
}

/** Bytes of a trace in one value of Redis. */
const CHUNK = 4 * 2 ** 20;

/** Puts the workloads of a sweep where its workers find them. */
export interface WorkloadPublisher {
  /**
   * Publishes a workload under its hash, with the traces it replays. What is there already is only
   * kept from expiring.
   */
  publish(hash: string, draw: Draw): Promise<void>;
}

/**
 * Opens the publisher of a sweep. A generated workload travels as its scenario and seed; of a
 * trace each distinct one travels once, in compressed chunks.
 */
export function openPublisher(redis: Redis, keys: ClusterKeys, sweep: string): WorkloadPublisher {
  const packed = new WeakMap<DrawnTrace, PackedTrace>();
  const publishTrace = async (trace: DrawnTrace | null): Promise<PackedTrace | null> => {
    if (trace === null) return null;
    const known = packed.get(trace);
    const [first] = known === undefined ? [] : [keys.trace(sweep, known.hash, 0)];
    if (known !== undefined && first !== undefined && (await redis.expire(first, EXPIRY)) === 1) {
      for (let chunk = 1; chunk < known.chunks; chunk++) {
        await redis.expire(keys.trace(sweep, known.hash, chunk), EXPIRY);
      }
      return known;
    }
    const bytes = serialize(trace);
    const chunks = Math.ceil(bytes.length / CHUNK);
    const sent = { hash: hashOfTrace(trace), chunks };
    // The first chunk last: who sees it sees them all.
    for (let chunk = chunks - 1; chunk >= 0; chunk--) {
      const part = deflateRawSync(bytes.subarray(chunk * CHUNK, (chunk + 1) * CHUNK), { level: 1 });
      await redis.set(keys.trace(sweep, sent.hash, chunk), part, "EX", EXPIRY);
    }
    packed.set(trace, sent);
    return sent;
  };
  return {
    async publish(hash, draw): Promise<void> {
      const traces: (PackedTrace | null)[] = [];
      for (const trace of draw.traces) traces.push(await publishTrace(trace));
      const travelling: PackedDraw = { ...draw, traces };
      await redis.set(keys.workload(sweep, hash), pack(travelling), "EX", EXPIRY);
    },
  };
}

/**
 * Fetches a workload's draw, with its traces from the disk of this machine if they have been here
 * before.
 *
 * @param folder - Where traces are kept between sweeps; made when it is missing.
 * @returns Null if Redis no longer has it.
 */
export async function fetchDraw(
  redis: Redis,
  keys: ClusterKeys,
  sweep: string,
  hash: string,
  folder: string,
): Promise<Draw | null> {
  const bytes = await redis.getBuffer(keys.workload(sweep, hash));
  if (bytes === null) return null;
  const packed: PackedDraw = unpack(bytes);
  const traces: (DrawnTrace | null)[] = [];
  for (const trace of packed.traces) {
    if (trace === null) traces.push(null);
    else {
      const fetched = await fetchTrace(redis, keys, sweep, trace, folder);
      if (fetched === null) return null;
      traces.push(fetched);
    }
  }
  return { ...packed, traces };
}

async function fetchTrace(
  redis: Redis,
  keys: ClusterKeys,
  sweep: string,
  { chunks, hash }: PackedTrace,
  folder: string,
): Promise<DrawnTrace | null> {
  const file = join(folder, `${hash}.trace`);
  const kept = await readTrace(file, hash);
  if (kept !== null) return kept;
  const parts: Buffer[] = [];
  for (let chunk = 0; chunk < chunks; chunk++) {
    const part = await redis.getBuffer(keys.trace(sweep, hash, chunk));
    if (part === null) return null;
    parts.push(inflateRawSync(part));
  }
  const bytes = Buffer.concat(parts);
  // A folder that can't be written to costs a transfer, and no task.
  await keepTrace(folder, file, bytes).catch(() => {});
  const trace: DrawnTrace = deserialize(bytes);
  return trace;
}

/** Null for a file that is missing, damaged or tampered with: it isn't what its name says. */
async function readTrace(file: string, hash: string): Promise<DrawnTrace | null> {
  try {
    const kept: DrawnTrace = deserialize(await readFile(file));
    return contentHash(kept) === hash ? kept : null;
  } catch {
    return null;
  }
}

async function keepTrace(folder: string, file: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Workers in containers share process ids, and tasks of one worker the trace.
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
