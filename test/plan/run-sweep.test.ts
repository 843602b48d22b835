import { isDeepStrictEqual } from "node:util";

import { describe, expect, it } from "vitest";
import { openColumns } from "../../src/compile/open-columns.ts";
import { buildResult } from "../../src/plan/build-result.ts";
import type { Draw, Executor } from "../../src/plan/executor.ts";
import type { Result } from "../../src/plan/result.ts";
import {
  evaluationOf,
  runSweep,
  WorkloadError,
  type Sweep,
  type SweptSetting,
} from "../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../src/run/inline-executor.ts";
import { scenarioWith, sweepOf } from "./swept.ts";

const SETS = [
  "workload.generate.duration=20s",
  "service.time={distribution: exponential, mean: 150ms}",
  "fleet.replicas=[1, 2, 5]",
  "run={replications: 3}",
];

/** Runs tasks inline, but finishes them in another order: each wave of tasks from its last. */
function openShuffled(parallelism: number): Executor & { readonly draws: Draw[] } {
  const inline = openInlineExecutor();
  const draws: Draw[] = [];
  const waiting: (() => void)[] = [];
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      setTimeout(() => waiting.pop()?.(), 1);
    });
  return {
    parallelism,
    draws,
    async draw(task) {
      draws.push(task);
      await turn();
      return inline.draw(task);
    },
    async evaluate(task, columns) {
      await turn();
      return inline.evaluate(task, columns);
    },
    close: async () => {},
  };
}

function countDraws(settings: readonly SweptSetting[]): Promise<number> {
  const executor = openShuffled(1);
  return runSweep(settings, executor, () => {}).then(() => executor.draws.length);
}

function runInline(...sets: readonly string[]): Promise<Sweep> {
  return runSweep(sweepOf(SETS, sets), openInlineExecutor(), () => {});
}

/** The result of a sweep over the minimal scenario after `--set` values. */
async function resultOf(...sets: readonly string[]): Promise<Result> {
  const settings = sweepOf(SETS, sets);
  const sweep = await runSweep(settings, openInlineExecutor(), () => {});
  const provenance = { version: "1.2.3", scenarioSha256: "ab" };
  return buildResult(settings[0].scenario, settings, sweep, provenance);
}

describe("runSweep", () => {
  it("orders points and replications whatever the order in which tasks end", async () => {
    const settings = sweepOf(SETS, ["sweep={fleet.router: [random, round-robin]}"]);
    const expected = await runSweep(settings, openInlineExecutor(), () => {});
    for (const parallelism of [1, 2, 7]) {
      const sweep = await runSweep(settings, openShuffled(parallelism), () => {});
      // Vitest's own comparison takes seconds for the thousands of buckets in here.
      expect(isDeepStrictEqual(sweep, expected)).toBe(true);
    }
    expect(expected.points.map((points) => points.map(({ replicas }) => replicas))).toEqual([
      [1, 2, 5],
      [1, 2, 5],
    ]);
    const [{ replications }] = expected.points[0];
    expect(replications).toHaveLength(3);
    expect(new Set(replications.map(({ usage }) => usage.busyTime)).size).toBe(3);
  });

  it("reports every simulation once, and their total", async () => {
    const reports: [number, number][] = [];
    const settings = sweepOf(SETS, ["sweep={fleet.queueLimit: [1, 2]}"]);
    await runSweep(settings, openShuffled(3), (done, total) => reports.push([done, total]));
    expect(reports).toEqual(Array.from({ length: 2 * 3 * 3 }, (_, done) => [done + 1, 18]));
  });

  it("draws a workload once for all replica counts and settings that share it", async () => {
    expect(await countDraws(sweepOf(SETS))).toBe(3);
    expect(await countDraws(sweepOf(SETS, ["sweep={fleet.queueLimit: [1, 2]}"]))).toBe(3);
    expect(await countDraws(sweepOf(SETS, ["sweep={run.replications: [2, 5]}"]))).toBe(5);
    const rates = "sweep={workload.generate.arrivals.rate: [4/s, 5/s]}";
    expect(await countDraws(sweepOf(SETS, [rates]))).toBe(6);
  });

  it("describes the first replication of the first setting", async () => {
    const rates = "sweep={workload.generate.arrivals.rate: [4/s, 40/s]}";
    const settings = sweepOf(SETS, [rates]);
    const { workload } = await runSweep(settings, openShuffled(4), () => {});
    const alone = await runSweep(settings.slice(0, 1), openInlineExecutor(), () => {});
    expect(workload).toEqual(alone.workload);
    expect(workload.requests).toBeLessThan(150);
  });

  it("refuses a workload without requests, or none after the warm-up", async () => {
    await expect(runInline("workload.generate.arrivals.rate=0.00001/s")).rejects.toThrow(
      new WorkloadError(
        "the workload has no request in its 20 s; lengthen it, raise its rate or widen the window",
      ),
    );
    await expect(
      runInline(
        "workload.generate.arrivals={process: deterministic, rate: 0.1/s}",
        "run.warmup=15s",
      ),
    ).rejects.toThrow(/no request arrives after run\.warmup \(15 s\): the last one comes at 10 s/);
  });

  it("refuses it before any setting that shares it is simulated", async () => {
    const settings = sweepOf(SETS, [
      "workload.generate.arrivals={process: deterministic, rate: 0.1/s}",
      "sweep={run.warmup: [0s, 15s]}",
    ]);
    let evaluated = 0;
    const inline = openInlineExecutor();
    const executor: Executor = {
      ...inline,
      evaluate: (task, columns) => {
        evaluated++;
        return inline.evaluate(task, columns);
      },
    };
    await expect(runSweep(settings, executor, () => {})).rejects.toThrow(WorkloadError);
    expect(evaluated).toBe(0);
  });
});

describe("evaluationOf", () => {
  it("says what to run and count", () => {
    const scenario = scenarioWith("run={replications: 4, warmup: 3s}", "fleet.queueLimit=7");
    const { columns } = openColumns(scenario, 0, []);
    const drawn = { columns, duration: 600 };
    const { plan, objectives, batches } = evaluationOf(scenario, 9, drawn, 0);
    expect(plan).toMatchObject({ replicas: 9, queueLimit: 7, measureFrom: 3, measureTo: 600 });
    expect(objectives).toEqual([{ metric: "latency", within: 1, target: 0.95, classIndex: -1 }]);
    expect(batches).toBe(25);
  });
});

describe("buildResult", () => {
  it("says where it comes from", async () => {
    expect(await resultOf()).toMatchObject({ tailcap: "1.2.3", schema: 4, scenarioSha256: "ab" });
  });

  it.each([
    ["hindsight", false, ["service.time=20ms"]],
    ["future", true, []],
  ])("answers %s on the same traffic every time", async (kind, hasInterval, sets) => {
    const steady = "workload.generate.arrivals={process: deterministic, rate: 5/s}";
    const { points, question } = await resultOf(steady, ...sets);
    expect(question.kind).toBe(kind);
    expect(points[0].objectives[0].interval !== null).toBe(hasInterval);
    expect(points[0].latency.intervals !== null).toBe(hasInterval);
  });

  it("answers for the future on drawn traffic", async () => {
    const { points, question } = await resultOf("service.time=20ms");
    expect(question.kind).toBe("future");
    expect(points[0].objectives[0].interval).not.toBeNull();
  });

  it("bounds TTFT as it does latency where there are no tokens", async () => {
    const { points } = await resultOf(
      "slo.objectives=[{metric: ttft, within: 2s, target: 99%}, {p99: 2s}]",
    );
    for (const { objectives } of points) {
      const [ttft, latency] = objectives;
      expect({ ...ttft, metric: "latency" }).toEqual(latency);
    }
  });

  it("asks more of each bound when there are several settings to choose among", async () => {
    const within = "slo.objectives[0].p95=600ms";
    const [alone, among] = await Promise.all([
      resultOf(within, "sweep={fleet.queueLimit: [1000]}"),
      resultOf(within, "sweep={fleet.queueLimit: [1000, 1001, 1002]}"),
    ]);
    const [low, lower] = [alone, among].map(({ points }) => points[1].objectives[0].interval?.[0]);
    expect(lower).toBeLessThan(low ?? NaN);
  });
});
