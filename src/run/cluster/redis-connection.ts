import { Redis } from "ioredis";
import { ClusterError } from "./cluster-error.ts";

/** Milliseconds to wait for a first answer. */
const FIRST_ANSWER = 5000;

/**
 * Connects to Redis or Valkey and waits for its answer. A connection that breaks later is opened
 * anew, as often as it takes.
 *
 * @param url - `redis://` or, with TLS, `rediss://`, with user, password and database as needed.
 * @throws ClusterError if the URL is none, or nobody answers, or the password is wrong.
 */
export async function connectRedis(url: string): Promise<Redis> {
  if (!/^rediss?:\/\/\S+$/.test(url)) {
    throw new ClusterError(
      `--redis must be a URL such as redis://host:6379, got ${url || "nothing"}`,
    );
  }
  const redis = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  let reason: string | null = null;
  redis.on("error", (error: Error) => {
    reason = error.message || ("code" in error ? String(error.code) : null);
  });
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("no answer within 5 s")), FIRST_ANSWER).unref();
  });
  try {
    await Promise.race([redis.connect().then(() => redis.ping()), late]);
  } catch (error) {
    redis.disconnect();
    // What the socket says is the cause; what the command says of it, only that it was closed.
    const cause = reason ?? (error instanceof Error ? error.message : String(error));
    throw new ClusterError(`can't reach Redis at ${withoutPassword(url)}: ${cause}`);
  }
  return redis;
}

/** A URL that may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//…@");
}

/** All keys that match a pattern. */
export async function scanKeys(redis: Redis, pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "MATCH", pattern, "COUNT", 1000);
    found.push(...keys);
    cursor = next;
  } while (cursor !== "0");
  return found;
}
