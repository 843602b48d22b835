import { describe, expect, it } from "vitest";
import { buildResult } from "../../src/plan/build-result.ts";
import type { Result } from "../../src/plan/result.ts";
import { runSweep } from "../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../src/run/inline-executor.ts";
import { sweepOf } from "./swept.ts";

const SETS = [
  "workload.generate.duration=200s",
  "service.time={distribution: exponential, mean: 300ms}",
  "fleet.replicas=[2, 3, 5]",
  "slo.objectives=[{p95: 600ms}, {p99: 30s}]",
  "run={replications: 3, warmup: 0s}",
];

async function resultOf(...sets: readonly string[]): Promise<Result> {
  const settings = sweepOf(SETS, sets);
  const sweep = await runSweep(settings, openInlineExecutor(), () => {});
  return buildResult(settings[0].scenario, settings, sweep, { version: "1", scenarioSha256: "" });
}

function width([low, high]: readonly number[]): number {
  return high - low;
}

describe("versusFewer", () => {
  it("is the difference to the next smaller count, with a paired interval", async () => {
    const { points } = await resultOf();
    expect(points[0].objectives.map(({ versusFewer }) => versusFewer)).toEqual([null, null]);
    for (const [index, fewer] of [2, 3].entries()) {
      const [less, more] = [points[index].objectives[0], points[index + 1].objectives[0]];
      const { difference, interval, replicas } = more.versusFewer!;
      expect(replicas).toBe(fewer);
      expect(difference).toBeCloseTo(less.compliance - more.compliance, 12);
      expect(interval![0]).toBeLessThan(difference);
      expect(interval![1]).toBeGreaterThan(difference);
    }
  });

  it("is narrower than two separate intervals, as both counts see the same requests", async () => {
    const { points } = await resultOf();
    const [, less, more] = points.map(({ objectives }) => objectives[0]);
    expect(width(more.versusFewer!.interval!)).toBeLessThan(
      width(less.interval!) + width(more.interval!),
    );
  });

  it("is exact where nothing is random", async () => {
    const { points } = await resultOf(
      "workload.generate.arrivals={process: deterministic, rate: 10/s}",
      "service.time=400ms",
      "run={}",
    );
    const { difference, interval } = points[1].objectives[0].versusFewer!;
    expect(difference).toBeLessThan(0);
    expect(interval).toBeNull();
  });
});
