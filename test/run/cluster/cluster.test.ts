import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Executor } from "../../../src/plan/executor.ts";
import {
  evaluationOf,
  runSweep,
  type Sweep,
  type SweptSetting,
} from "../../../src/plan/run-sweep.ts";
import { openClusterExecutor } from "../../../src/run/cluster/cluster-executor.ts";
import { startWorker, type ClusterWorker } from "../../../src/run/cluster/cluster-worker.ts";
import { connectRedis, scanKeys } from "../../../src/run/cluster/redis-connection.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { sweepOf } from "../../plan/swept.ts";
import { HAS_REDIS, startRedis, type RedisServer } from "./redis-server.ts";

const SWEEP = sweepOf(
  ["service.time={distribution: exponential, mean: 300ms}", "fleet.replicas=1..4"],
  ["workload.generate.duration=2m", "run={replications: 5, warmup: 5s}"],
);
/** Long enough to be in the middle of when something dies. */
const LONG = sweepOf(
  ["service.time={distribution: exponential, mean: 300ms}", "fleet.replicas=4..9"],
  ["workload.generate.duration=100m", "run={replications: 8, warmup: 5s}"],
  ["workload.generate.arrivals.rate=10/s"],
);
/** How long something may take that comes with the next sign of life. */
const PATIENT = { timeout: 15_000, interval: 50 };
const DYING = fileURLToPath(new URL("./dying-cluster-worker.mjs", import.meta.url));
const MAIN = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

const reason = HAS_REDIS ? "" : " (skipped: no redis-server on this machine)";

describe.skipIf(!HAS_REDIS)(`a sweep on a cluster${reason}`, () => {
  let folder = "";
  let redis: RedisServer;
  const workers: ClusterWorker[] = [];
  const processes: ChildProcess[] = [];
  const executors: Executor[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "tailcap-cluster-"));
    redis = await startRedis(true);
  });
  afterEach(async () => {
    for (const executor of executors.splice(0)) await executor.close();
    for (const worker of workers.splice(0)) await worker.close();
    for (const child of processes.splice(0)) child.kill("SIGKILL");
    await redis.stop();
    rmSync(folder, { recursive: true });
  });

  const openWorker = async (engine = "e", log: string[] = []): Promise<void> => {
    const setup = { redis: redis.url, namespace: "", cache: folder, lease: 2 };
    const executor = openInlineExecutor();
    workers.push(
      await startWorker({ ...setup, engine, executor, log: (line) => void log.push(line) }),
    );
  };
  const openSweep = async (engine = "e", log: string[] = []): Promise<Executor> => {
    const executor = await openClusterExecutor({
      redis: redis.url,
      namespace: "",
      engine,
      drawer: openInlineExecutor(),
      log: (line) => void log.push(line),
    });
    executors.push(executor);
    return executor;
  };

  it("finds what one thread finds, with two workers", async () => {
    await openWorker();
    await openWorker();
    const executor = await openSweep();
    expect(isSame(await runSweep(SWEEP, executor, () => {}), await alone(SWEEP))).toBe(true);
  });

  it("leaves nothing in Redis but what belongs to its workers", async () => {
    await openWorker();
    const executor = await openSweep();
    await runSweep(SWEEP, executor, () => {});
    await executors.pop()!.close();
    const client = await connectRedis(redis.url);
    const keys = await scanKeys(client, "tailcap:data:*");
    const sweeps = await scanKeys(client, "tailcap:sweep:*");
    client.disconnect();
    expect([...keys, ...sweeps]).toEqual([]);
  });

  it("sends a trace once, and a worker keeps it on its disk", async () => {
    const arrivals = Float64Array.from({ length: 500 }, (_, row) => row / 10);
    const none = new Int32Array(0);
    const rows = { arrivals, inputs: none, outputs: none, durations: new Float64Array(0) };
    const prefixes = { prefixOffsets: none, prefixHashes: none };
    const traces = [{ ...rows, ...prefixes, duration: 50 }];
    const settings = sweepOf(
      ["service.time={distribution: exponential, mean: 300ms}", "fleet.replicas=3..5"],
      ["workload={trace: {file: t.csv, format: columns, columns: {arrival: t}}}"],
      ["run={replications: 3, warmup: 5s}"],
    ).map((setting) => ({ ...setting, traces }));
    await openWorker();
    const executor = await openSweep();
    expect(isSame(await runSweep(settings, executor, () => {}), await alone(settings))).toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("refuses a worker with another engine, which does none of its tasks", async () => {
    const log: string[] = [];
    const executor = await openSweep();
    const running = runSweep(SWEEP, executor, () => {});
    await openWorker("other", log);
    expect(log).toEqual([
      "refused a sweep of engine e: this worker has other; run the same version of tailcap on both",
    ]);
    await openWorker();
    expect(isSame(await running, await alone(SWEEP))).toBe(true);
  });

  it("says that no worker is there, goes on waiting, and says when one has come", async () => {
    const log: string[] = [];
    const executor = await openSweep("e", log);
    const running = runSweep(SWEEP, executor, () => {});
    await expect.poll(() => log.length, PATIENT).toBe(1);
    expect(log[0]).toMatch(
      /^waiting for workers: none of engine e is there; start `tailcap worker/,
    );
    await openWorker();
    expect(isSame(await running, await alone(SWEEP))).toBe(true);
    await expect.poll(() => log.length, PATIENT).toBe(2);
    expect(log[1]).toMatch(/^1 worker \(.+\) with 1 thread: going on$/);
  });

  it("publishes a workload anew that Redis refused before", async () => {
    await openWorker();
    const executor = await openSweep();
    const [{ scenario }] = SWEEP;
    const drawn = await executor.draw({ scenario, replication: 0, traces: [], blocks: null });
    const evaluation = evaluationOf(scenario, 2, drawn, 0);
    const admin = await connectRedis(redis.url);
    await admin.config("SET", "maxmemory", "1");
    await expect(executor.evaluate(evaluation, drawn.columns)).rejects.toThrow(
      /^Redis at redis:\S+ refused: OOM command not allowed .*; give it more memory: maxmemory$/,
    );
    await admin.config("SET", "maxmemory", "0");
    admin.disconnect();
    const found = await executor.evaluate(evaluation, drawn.columns);
    expect(found).toMatchObject({ span: 115 });
  });

  it("ends and names the task on which every worker dies", async () => {
    let deaths = 0;
    const hire = (): void => {
      const worker = spawn(process.execPath, [DYING, redis.url, "e", "3"], { stdio: "ignore" });
      processes.push(worker);
      worker.once("exit", (_, signal) => {
        if (signal !== "SIGKILL") return;
        deaths += 1;
        hire();
      });
    };
    hire();
    const executor = await openSweep();
    const once = sweepOf(
      ["service.time={distribution: exponential, mean: 300ms}", "fleet.replicas=1..4"],
      ["run={replications: 1, warmup: 5s}"],
    );
    const failure = await runSweep(once, executor, () => {}).catch((error: unknown) => error);
    for (const worker of processes) worker.removeAllListeners("exit");
    expect(failure).toMatchObject({
      name: "WorkerCrashError",
      message: expect.stringMatching(
        /^3 workers died on the same task, the last one because it fell silent: .* \(at 3 replicas, replication 0\)$/,
      ),
    });
    expect(deaths).toBe(3);
  }, 60_000);

  it("loses and doubles nothing when one of three workers is killed", async () => {
    for (let index = 0; index < 3; index++) processes.push(spawnWorker(redis.url));
    const executor = await openSweep(await engineOfBuild());
    let done = 0;
    const running = runSweep(LONG, executor, () => {
      done += 1;
      if (done === 5) processes[0].kill("SIGKILL");
    });
    expect(isSame(await running, await alone(LONG))).toBe(true);
    expect(done).toBe(48);
  }, 60_000);

  it.each([true, false])(
    "recovers from a restart of Redis in its middle (its data kept: %s)",
    async (isDurable) => {
      await redis.stop();
      redis = await startRedis(isDurable);
      processes.push(spawnWorker(redis.url), spawnWorker(redis.url));
      const executor = await openSweep(await engineOfBuild());
      let done = 0;
      let restarted = Promise.resolve();
      const running = runSweep(LONG, executor, () => {
        done += 1;
        if (done === 5) restarted = redis.restart(1);
      });
      expect(isSame(await running, await alone(LONG))).toBe(true);
      await restarted;
      expect(done).toBe(48);
    },
    60_000,
  );
});

describe("connectRedis", () => {
  it("says in one line that nobody answers, without the password", async () => {
    await expect(connectRedis("redis://user:secret@127.0.0.1:1")).rejects.toThrow(
      /^can't reach Redis at redis:\/\/…@127\.0\.0\.1:1: .*ECONNREFUSED.*; start one there/,
    );
  });

  it("refuses what is no URL of Redis", async () => {
    await expect(connectRedis("localhost:6379")).rejects.toThrow("--redis must be a URL such as");
  });
});

/** A worker in a process of its own, which can be killed. */
function spawnWorker(url: string): ChildProcess {
  const args = [MAIN, "worker", "--redis", url, "--jobs", "1", "--lease", "2"];
  return spawn(process.execPath, args, { stdio: "ignore" });
}

/** Version that spawned workers have, whose code is the build and not the source. */
async function engineOfBuild(): Promise<string> {
  const path = new URL("../../../dist/run/engine-version.js", import.meta.url).href;
  const built: { engineVersion(): string } = await import(path);
  return built.engineVersion();
}

function alone(settings: readonly SweptSetting[]): Promise<Sweep> {
  return runSweep(settings, openInlineExecutor(), () => {});
}

/** Vitest's own comparison takes seconds for the thousands of buckets in here. */
function isSame(sweep: Sweep, other: Sweep): boolean {
  return isDeepStrictEqual(sweep, other);
}
