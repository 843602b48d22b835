import { EventEmitter, once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Draw, Executor } from "../../../src/plan/executor.ts";
import { evaluationOf } from "../../../src/plan/run-sweep.ts";
import { openClusterExecutor } from "../../../src/run/cluster/cluster-executor.ts";
import { clusterKeys } from "../../../src/run/cluster/cluster-keys.ts";
import { startWorker } from "../../../src/run/cluster/cluster-worker.ts";
import { connectRedis, scanKeys } from "../../../src/run/cluster/redis-connection.ts";
import { fetchDraw, openPublisher } from "../../../src/run/cluster/workload-exchange.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { sweepOf } from "../../plan/swept.ts";
import { openHole } from "./hole.ts";
import { HAS_REDIS, startRedis, type RedisServer } from "./redis-server.ts";

const [{ scenario }] = sweepOf(["fleet.replicas=2"], ["run={replications: 1, warmup: 5s}"]);
const DRAW: Draw = { scenario, replication: 0, traces: [], blocks: null };
/** How long something may take that comes with the next sign of life. */
const PATIENT = { timeout: 15_000, interval: 50 };

const reason = HAS_REDIS ? "" : " (skipped: no redis-server on this machine)";

describe.skipIf(!HAS_REDIS)(`a cluster in trouble${reason}`, () => {
  let folder = "";
  let redis: RedisServer;
  const closing: (() => Promise<void> | void)[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "tailcap-trouble-"));
    redis = await startRedis(false);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    await redis.stop();
    rmSync(folder, { recursive: true });
  });

  const openClient = async (): ReturnType<typeof connectRedis> => {
    const client = await connectRedis(redis.url);
    closing.push(() => client.disconnect());
    return client;
  };
  const openSweep = async (log: string[] = []): Promise<Executor> => {
    const say = (line: string): void => void log.push(line);
    const setup = { redis: redis.url, namespace: "", engine: "e", log: say };
    const sweep = await openClusterExecutor({ ...setup, drawer: openInlineExecutor() });
    closing.push(() => sweep.close());
    return sweep;
  };
  const openWorker = async (executor: Executor, log: string[] = []): Promise<void> => {
    const say = (line: string): void => void log.push(line);
    const setup = { redis: redis.url, namespace: "", engine: "e", cache: folder, lease: 2 };
    const worker = await startWorker({ ...setup, executor, log: say });
    closing.push(() => worker.close());
  };
  it("says that a Redis gives no answer which the network has cut off, and goes on later", async () => {
    const hole = await openHole(redis.url);
    closing.push(() => hole.close());
    const log: string[] = [];
    const client = await connectRedis(hole.url, (line) => void log.push(line), 1000);
    closing.push(() => client.disconnect());
    hole.swallow(true);
    const answer = client.set("tailcap:a", "found");
    await expect.poll(() => log, PATIENT).toHaveLength(1);
    expect(log[0]).toMatch(
      /^no Redis at redis:\S+: no answer within 1 s; check host, port and firewall; trying again$/,
    );
    hole.swallow(false);
    expect(await answer).toBe("OK");
    expect(log[1]).toMatch(/^Redis at redis:\S+ is back$/);
  }, 30_000);

  it("waits for no answer for longer than a minute, unless told otherwise", async () => {
    const client = await openClient();
    expect(client.options.socketTimeout).toBeLessThan(60_000);
    // What BullMQ waits for on purpose takes up to 10 s.
    expect(client.options.socketTimeout).toBeGreaterThan(10_000);
  });

  it("has a sweep say once what Redis refuses of its signs of life", async () => {
    const log: string[] = [];
    await openSweep(log);
    const admin = await openClient();
    await admin.config("SET", "maxmemory", "1");
    await expect.poll(() => log, PATIENT).toHaveLength(1);
    expect(log[0]).toMatch(/^Redis at \S+ refused: OOM .*; give it more memory: maxmemory$/);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(log).toHaveLength(1);
  }, 30_000);

  it("ends a sweep with advice when there is no room for a result", async () => {
    const admin = await openClient();
    const inner = openInlineExecutor();
    const filling: Executor = {
      ...inner,
      async evaluate(task, columns) {
        const found = await inner.evaluate(task, columns);
        await admin.config("SET", "maxmemory", "1");
        return found;
      },
    };
    await openWorker(filling);
    await expect(evaluateOne(await openSweep())).rejects.toThrow(
      /OOM .*; give it more memory: maxmemory$/,
    );
    await admin.config("SET", "maxmemory", "0");
  }, 30_000);

  it("has a worker say in plain words that its task went to another", async () => {
    const log: string[] = [];
    const inner = openInlineExecutor();
    const gate = new EventEmitter();
    const opened = once(gate, "open");
    const slow: Executor = {
      ...inner,
      async evaluate(task, columns) {
        await opened;
        return inner.evaluate(task, columns);
      },
    };
    await openWorker(slow, log);
    const found = evaluateOne(await openSweep());
    const client = await openClient();
    let locks: readonly string[] = [];
    await expect
      .poll(async () => (locks = await scanKeys(client, "tailcap:*:lock")), PATIENT)
      .toHaveLength(1);
    await client.set(locks[0], "another worker's");
    await expect.poll(() => log, PATIENT).toHaveLength(1);
    expect(log[0]).toMatch(
      /^a task of sweep [-\da-f]{36} goes to another: nothing was heard of this worker for 2 s, or Redis lost it$/,
    );
    gate.emit("open");
    expect(await found).toMatchObject({ warmup: 5 });
  }, 30_000);

  it("fetches a trace anew whose file is damaged, and computes without a place to keep it", async () => {
    const none = new Int32Array(0);
    const sizes = { inputs: none, outputs: none, durations: new Float64Array(0) };
    const prefixes = { prefixOffsets: none, prefixHashes: none };
    const arrivals = Float64Array.from({ length: 5000 }, (_, row) => row / 10);
    const trace = { arrivals, ...sizes, ...prefixes, duration: 500 };
    const draw: Draw = { ...DRAW, traces: [trace] };
    const client = await openClient();
    const keys = clusterKeys("");
    await openPublisher(client, keys, "s").publish("w", draw);
    const fetchInto = async (name: string): Promise<void> => {
      expect(await fetchDraw(client, keys, "s", "w", join(folder, name))).toEqual(draw);
    };
    // Two tasks of one worker, at the same time.
    await Promise.all([fetchInto("kept"), fetchInto("kept")]);
    const [name] = readdirSync(join(folder, "kept"));
    const file = join(folder, "kept", name);
    for (const length of [1000, 0]) {
      truncateSync(file, length);
      await fetchInto("kept");
    }
    expect(readdirSync(join(folder, "kept"))).toEqual([name]);
    writeFileSync(join(folder, "file"), "");
    await fetchInto("file");
    mkdirSync(join(folder, "taken", name), { recursive: true });
    await fetchInto("taken");
    expect(readdirSync(join(folder, "taken"))).toEqual([name]);
  });
});

async function evaluateOne(sweep: Executor): ReturnType<Executor["evaluate"]> {
  const drawn = await sweep.draw(DRAW);
  return sweep.evaluate(evaluationOf(scenario, 2, drawn, 0), drawn.columns);
}
