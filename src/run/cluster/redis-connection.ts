import { Redis } from "ioredis";
import { ClusterError } from "./cluster-error.ts";
import { parseRedisAddress, type RedisAddress } from "./redis-address.ts";
import { troubleWith } from "./redis-trouble.ts";

/** Milliseconds to wait for a first answer. */
const FIRST_ANSWER = 5000;
/**
 * Milliseconds without an answer after which a connection counts as broken. A network that swallows
 * what is sent closes nothing, and TCP itself would wait for a quarter of an hour. What waits on
 * purpose, as for a next task, waits 10 s at most.
 */
const NO_ANSWER = 30_000;
/** Milliseconds until a connection that was let go is cut off; the client's own are 2000. */
const LETTING_GO = 100;

/**
 * Connects to Redis or Valkey and waits for its answer. A connection that breaks later is opened
 * anew, as often as it takes.
 *
 * @param url - See `parseRedisAddress`.
 * @param log - Told when the connection breaks and when it is there again.
 * @param noAnswer - Milliseconds without an answer after which it counts as broken, > 10 000 where
 *   BullMQ waits for tasks or events on it.
 * @throws ClusterError if the URL is none, or nobody answers, or what answers lets us not in.
 */
export async function connectRedis(
  url: string,
  log: (line: string) => void = () => {},
  noAnswer: number = NO_ANSWER,
): Promise<Redis> {
  const address = parseRedisAddress(url);
  const redis = new Redis(address.url, {
    maxRetriesPerRequest: null,
    lazyConnect: true,
    socketTimeout: noAnswer,
    disconnectTimeout: LETTING_GO,
  });
  let reason: Error | null = null;
  redis.on("error", (error: Error) => {
    reason = error;
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer within 5 s")), FIRST_ANSWER);
  });
  try {
    // BullMQ asks for the version, and waits for good where it may not.
    await Promise.race([redis.connect().then(() => redis.info("server")), late]);
    // A database that can't be selected leaves the client in database 0.
    if (reason !== null) throw reason;
  } catch (error) {
    redis.disconnect();
    // What the socket says is the cause; what the command says of it, only that it was closed.
    const trouble = troubleWith(reason ?? error, address);
    throw new ClusterError(`can't reach Redis at ${address.shown}: ${trouble}`);
  } finally {
    clearTimeout(timer);
  }
  tellOfBreaks(redis, address, log);
  return redis;
}

/** Says what Redis has refused. */
export function refusalOf(error: unknown, url: string): ClusterError {
  if (error instanceof ClusterError) return error;
  const address = parseRedisAddress(url);
  return new ClusterError(`Redis at ${address.shown} refused: ${troubleWith(error, address)}`);
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

/** Each thing that keeps Redis away is said once, and that it is back. */
function tellOfBreaks(redis: Redis, address: RedisAddress, log: (line: string) => void): void {
  const said = new Set<string>();
  let reason: Error = new Error(BROKE);
  redis.on("error", (error: Error) => {
    reason = error;
  });
  redis.on("reconnecting", () => {
    const trouble = reason.message === BROKE ? BROKE : troubleWith(reason, address);
    if (!said.has(trouble)) log(`no Redis at ${address.shown}: ${trouble}; trying again`);
    said.add(trouble);
  });
  redis.on("ready", () => {
    if (said.size > 0) log(`Redis at ${address.shown} is back`);
    said.clear();
    reason = new Error(BROKE);
  });
}

const BROKE = "the connection broke";
