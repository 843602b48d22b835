import { isDeepStrictEqual } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Executor } from "../../src/plan/executor.ts";
import { evaluationOf, runSweep, WorkloadError, type Sweep } from "../../src/plan/run-sweep.ts";
import { nameTask } from "../../src/plan/name-task.ts";
import { openInlineExecutor } from "../../src/run/inline-executor.ts";
import { openThreadExecutor } from "../../src/run/thread-executor.ts";
import { sweepOf } from "../plan/swept.ts";

const SEVERAL = sweepOf(
  ["service.time={distribution: exponential, mean: 300ms}", "fleet.replicas=1..4"],
  ["sweep={fleet.router: [random, power-of-two], fleet.queueLimit: [3, 99]}"],
  ["workload.generate.duration=1m", "run={replications: 3, warmup: 5s}"],
);

describe("openThreadExecutor", () => {
  let threads: Executor;
  beforeAll(() => {
    threads = openThreadExecutor(2);
  });
  afterAll(() => threads.close());

  it("finds what one thread finds, point by point", async () => {
    const inline = await runSweep(SEVERAL, openInlineExecutor(), () => {});
    const threaded = await runSweep(SEVERAL, threads, () => {});
    expect(threaded.workload).toEqual(inline.workload);
    expect(sizes(threaded)).toEqual([4, 4, 4, 4]);
    for (const [setting, points] of inline.points.entries()) {
      for (const [index, point] of points.entries()) {
        expect(point.replications).toHaveLength(3);
        // Vitest's own comparison takes seconds for the thousands of buckets in here.
        expect(isDeepStrictEqual(threaded.points[setting][index], point)).toBe(true);
      }
    }
  });

  it("draws workloads into shared memory", async () => {
    const [{ scenario }] = SEVERAL;
    const { columns, duration } = await threads.draw({
      scenario,
      replication: 1,
      traces: [],
      blocks: null,
    });
    expect(duration).toBe(60);
    expect(columns.arrivals.length).toBeGreaterThan(200);
    for (const column of Object.values(columns)) {
      expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    const alone = await openInlineExecutor().draw({
      scenario,
      replication: 1,
      traces: [],
      blocks: null,
    });
    expect(columns).toEqual(alone.columns);
  });

  it("passes on a worker's error and goes on working", async () => {
    const [{ scenario }] = SEVERAL;
    const drawn = await threads.draw({ scenario, replication: 0, traces: [], blocks: null });
    const { columns } = drawn;
    const evaluation = evaluationOf(scenario, 2, drawn, 0);
    const broken = { ...evaluation, plan: { ...evaluation.plan, router: 99 } };
    await expect(threads.evaluate(broken, columns)).rejects.toThrow(/router/);
    await expect(threads.evaluate(evaluation, columns)).resolves.toMatchObject({ span: 55 });
  });

  it("replaces a worker that dies, tries its task again, and gives up on one that kills", async () => {
    const { columns, deaths, pool, task } = await openDyingPool();
    // Dies while `classes[0]` is below what is asked for, which it counts up.
    await expect(pool.evaluate({ ...task, batches: 2 }, columns)).resolves.toEqual({ deaths: 2 });
    deaths[0] = 0;
    await expect(pool.evaluate({ ...task, batches: 3 }, columns)).rejects.toThrow(
      "3 workers died on the same task, the last one because it exited with code 7",
    );
    deaths[0] = 0;
    const named = pool
      .evaluate({ ...task, batches: 3 }, columns)
      .catch(nameTask(SEVERAL[0], 2, "replication 0"));
    await expect(named).rejects.toThrow(
      /^3 workers died .* \(at 2 replicas, replication 0, fleet\.router=random, fleet\.queueLimit=3\)$/,
    );
    await pool.close();
  });

  it("finishes at its close what threads have at hand, and drops the rest", async () => {
    const pool = openThreadExecutor(2);
    const [{ scenario }] = SEVERAL;
    const drawn = await pool.draw({ scenario, replication: 0, traces: [], blocks: null });
    const task = evaluationOf(scenario, 2, drawn, 0);
    const all = [1, 2, 3, 4].map(() => pool.evaluate(task, drawn.columns));
    const ended = Promise.allSettled(all);
    await pool.close();
    const states = (await ended).map(({ status }) => status);
    expect(states).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
    await expect(all[3]).rejects.toThrow("the executor is closed");
    await expect(pool.evaluate(task, drawn.columns)).rejects.toThrow("the executor is closed");
  });

  it("closes though a worker dies meanwhile", async () => {
    const { columns, deaths, pool, task } = await openDyingPool();
    const dying = pool.evaluate({ ...task, batches: 9 }, columns);
    const failure = expect(dying).rejects.toThrow("worker exited with code: 7");
    await pool.close();
    await failure;
    expect(deaths[0]).toBe(1);
  });

  it("lets a sweep that has nothing to measure fail, and closes after it", async () => {
    const pool = openThreadExecutor(2);
    const empty = sweepOf(["workload.generate.arrivals.rate=0.00001/s"]);
    await expect(runSweep(empty, pool, () => {})).rejects.toThrow(WorkloadError);
    await expect(pool.close()).resolves.toBeUndefined();
  });
});

/** Two threads that die of a task, and where they count their deaths. */
async function openDyingPool() {
  const pool = openThreadExecutor(2, new URL("./dying-worker.mjs", import.meta.url));
  const [{ scenario }] = SEVERAL;
  const draw = { scenario, replication: 0, traces: [], blocks: null };
  const drawn = await openInlineExecutor().draw(draw);
  const deaths = new Int32Array(new SharedArrayBuffer(8));
  const task = evaluationOf(scenario, 2, drawn, 0);
  return { pool, task, deaths, columns: { ...drawn.columns, classes: deaths } };
}

function sizes({ points }: Sweep): readonly number[] {
  return points.map(({ length }) => length);
}
