import { describe, expect, it } from "vitest";
import { buildResult } from "../../../src/plan/build-result.ts";
import { addHeadroom, type Headroom } from "../../../src/plan/headroom/find-headroom.ts";
import type { Attempt } from "../../../src/plan/headroom/search-nearby.ts";
import type { Result } from "../../../src/plan/result.ts";
import { runSweep } from "../../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { sweepOf } from "../swept.ts";

/** Ten requests a second, evenly, of 300 ms: three replicas are just not enough. */
const STEADY = [
  "workload.generate={duration: 60s, arrivals: {process: deterministic, rate: 10/s}}",
  "service.time=310ms",
  "fleet={replicas: 1..8, price: $2/h, router: central-queue}",
];

async function headroomOf(
  sets: readonly string[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<{ readonly result: Result; readonly headroom: Headroom }> {
  const settings = sweepOf(sets);
  const executor = openInlineExecutor();
  const sweep = await runSweep(settings, executor, () => {});
  const provenance = { version: "0", scenarioSha256: "" };
  const plain = buildResult(settings[0].scenario, settings, sweep, provenance);
  expect(plain.headroom).toBeNull();
  const result = await addHeadroom(plain, settings, executor, onProgress);
  if (result.headroom === null) throw new RangeError("no headroom was added");
  return { result, headroom: result.headroom };
}

/** What was tried in vain at either end of every bar. */
async function triedWith(sets: readonly string[]): Promise<readonly (Attempt | undefined)[]> {
  const { headroom } = await headroomOf([...STEADY, ...sets]);
  expect(headroom.tornado.base).toBeNull();
  return headroom.tornado.bars.flatMap(({ high, low }) => [low.tried, high.tried]);
}

describe("addHeadroom", () => {
  it("moves the answer with the load of steady traffic, as by hand", async () => {
    const { headroom, result } = await headroomOf([
      ...STEADY,
      "sensitivity={traffic: 50%, serviceTime: 25%, price: 20%}",
      "service.calibrationError=2%",
    ]);
    expect(result.choice?.replicas).toBe(4);
    expect(headroom).toMatchObject({ replicas: 4, settings: {} });
    // 3.1 of 4 replicas are busy; at 2 % less or more, 3.04 and 3.16 are.
    expect(headroom.growth.factor).toBeGreaterThan((4 / 3.1) * 0.99);
    expect(headroom.calibration).toEqual({
      error: 0.02,
      faster: { factor: 0.98, replicas: 4, costPerHour: 8 },
      slower: { factor: 1.02, replicas: 4, costPerHour: 8 },
    });
    const { bars, base, omitted } = headroom.tornado;
    expect(base).toEqual({ replicas: 4, costPerHour: 8 });
    // Loads of 1.55 and 4.65, of 2.33 and 3.88, and prices of $1.60 and $2.40.
    expect(bars).toEqual([
      {
        assumption: "traffic",
        amount: 0.5,
        low: { factor: 0.5, replicas: 2, costPerHour: 4 },
        high: { factor: 1.5, replicas: 5, costPerHour: 10 },
        swing: 6,
      },
      {
        assumption: "price",
        amount: 0.2,
        low: { factor: 0.8, replicas: 4, costPerHour: 6.4 },
        high: { factor: 1.2, replicas: 4, costPerHour: 9.6 },
        swing: expect.closeTo(3.2, 12),
      },
      {
        assumption: "serviceTime",
        amount: 0.25,
        low: { factor: 0.75, replicas: 3, costPerHour: 6 },
        high: { factor: 1.25, replicas: 4, costPerHour: 8 },
        swing: 2,
      },
    ]);
    expect(omitted).toEqual([
      { assumption: "output", reason: "service times don't depend on output tokens" },
      { assumption: "burstiness", reason: "deterministic arrivals have no spread to scale" },
    ]);
  });

  it("varies burstiness and outputs where there are any", async () => {
    const { headroom } = await headroomOf([
      "workload.generate={duration: 60s, arrivals: {process: gamma, rate: 20/s, cv: 3}, " +
        "input: {distribution: constant, value: 5}, output: {distribution: exponential, mean: 9}}",
      "service.time={base: 10ms, perInputToken: 1ms, perOutputToken: 10ms}",
      "fleet={replicas: 1..9, price: $2/h, router: central-queue}",
      "run={replications: 4, warmup: 1s}",
      "sensitivity={output: 60%, burstiness: 60%}",
    ]);
    const { bars, omitted } = headroom.tornado;
    expect(omitted).toEqual([]);
    expect(bars.map(({ assumption }) => assumption).toSorted()).toEqual([
      "burstiness",
      "output",
      "price",
      "serviceTime",
      "traffic",
    ]);
    const swings = bars.map(({ swing }) => swing ?? Infinity);
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
    for (const { assumption, high, low } of bars) {
      if (assumption === "price") continue;
      expect(high.replicas).toBeGreaterThanOrEqual(low.replicas ?? Infinity);
    }
    const output = bars.find(({ assumption }) => assumption === "output");
    expect(output?.high.replicas).toBeGreaterThan(output?.low.replicas ?? Infinity);
    expect(headroom.calibration).toBeNull();
  });

  it("finds what would hold when the sweep ends too early", async () => {
    const { headroom, result } = await headroomOf([...STEADY, "fleet.replicas=[1, 2]"]);
    expect(result.choice).toBeNull();
    expect(result.limits).toMatchObject({ replicas: 2, binds: "compute" });
    expect(headroom.replicas).toBe(2);
    expect(headroom.growth.factor).toBeLessThan(1);
    expect(headroom.tornado.base).toEqual({ replicas: 4, costPerHour: 8 });
  });

  it("keeps what is proven to miss apart from what the evidence leaves open", async () => {
    // No fleet answers in less than the 310 ms that a request takes, nor in 248 ms.
    const missed = await triedWith([
      "fleet.replicas=2",
      "slo.objectives=[{metric: latency, within: 200ms, target: 90%}]",
    ]);
    expect(missed).toEqual(missed.map(() => ({ replicas: 8, verdict: "missed" })));
    // Some 300 requests, none of them late, can't prove that 99.99 % are in time.
    const open = await triedWith([
      "workload.generate={duration: 30s, arrivals: {process: poisson, rate: 2/s}}",
      "run.replications=5",
      "fleet.replicas=4",
      "slo.objectives=[{metric: latency, within: 30s, target: 99.99%}]",
    ]);
    expect(open).toEqual(open.map(() => ({ replicas: 16, verdict: "undecided" })));
    // An autoscaler is tried as it is, whatever its count.
    const elastic = await triedWith([
      "fleet={price: $2/h, router: central-queue, autoscaler: {kind: hpa, minReplicas: 2, " +
        "maxReplicas: 4, metrics: [{signal: utilization, target: 80%}]}, coldStart: 10s}",
      "slo.objectives=[{metric: latency, within: 200ms, target: 90%}]",
    ]);
    expect(elastic).toEqual(elastic.map(() => ({ replicas: null, verdict: "missed" })));
  });

  it("searches the base anew where the sweep leaves counts out", async () => {
    const { headroom, result } = await headroomOf([...STEADY, "fleet.replicas=[2, 7, 8]"]);
    expect(result.choice?.replicas).toBe(7);
    expect(headroom.replicas).toBe(7);
    expect(headroom.tornado.base?.replicas).toBe(4);
  });

  it("keeps the chosen values of other axes", async () => {
    const { headroom, result } = await headroomOf([
      ...STEADY,
      "sweep={service.concurrency: [1, 2]}",
    ]);
    expect(result.choice).toMatchObject({ replicas: 2, settings: { "service.concurrency": 2 } });
    expect(headroom.settings).toEqual({ "service.concurrency": 2 });
    expect(headroom.tornado.base?.replicas).toBe(2);
    const traffic = headroom.tornado.bars.find(({ assumption }) => assumption === "traffic");
    expect(traffic?.high.replicas).toBe(2);
  });

  it("tells how far it is, and projects growth from the headroom found", async () => {
    const seen: [number, number][] = [];
    const { headroom, result } = await headroomOf([...STEADY, "drift.demandGrowth=5%"], (...step) =>
      seen.push(step),
    );
    // The growth, and two answers each for traffic and service time.
    expect(seen).toEqual(Array.from({ length: 5 }, (_, done) => [done + 1, 5]));
    expect(result.drift?.growthTaken).toBeCloseTo((headroom.growth.factor ?? 0) - 1, 12);
  });
});
