import { describe, expect, it } from "vitest";
import { buildResult } from "../../../src/plan/build-result.ts";
import type { Result } from "../../../src/plan/result.ts";
import { runSweep } from "../../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { sweepOf } from "../swept.ts";

const FLEET =
  "fleet={price: $2/h, router: central-queue, coldStart: 10s, autoscaler: {kind: hpa,\n" +
  " minReplicas: 1, maxReplicas: 4, metrics: [{signal: utilization, target: 50%}]}}";

async function resultOf(...sets: readonly string[]): Promise<Result> {
  const settings = sweepOf(sets);
  const sweep = await runSweep(settings, openInlineExecutor(), () => {});
  return buildResult(settings[0].scenario, settings, sweep, { version: "1", scenarioSha256: "0" });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe("timelines", () => {
  it("are kept of the chosen setting of an autoscaler and of the next cheaper one", async () => {
    const { choice, points, redundancy } = await resultOf(
      FLEET,
      "service.time={distribution: exponential, mean: 200ms}",
      "slo.objectives=[{metric: latency, within: 1s, target: 90%}]",
      'sweep={"fleet.autoscaler.metrics[0].target": [15%, 30%, 60%, 95%]}',
    );
    expect(choice?.elastic?.meanReplicas).toBeGreaterThan(1);
    expect(redundancy).toBeNull();
    const met = points.filter(({ verdict }) => verdict === "met");
    expect(choice?.costPerHour).toBe(Math.min(...met.map(({ costPerHour }) => costPerHour)));
    const kept = points.filter(({ timeline }) => timeline !== null);
    const expected = [choice, choice?.nextCheaper].filter((one) => one !== null);
    expect(kept.map(({ settings }) => settings)).toEqual(
      expect.arrayContaining(expected.map((one) => one?.settings)),
    );
    expect(kept).toHaveLength(expected.length);
    const chosen = points.find(({ settings }) => settings === choice?.settings)!;
    const { arrivals, costPerHour, p99, ready, violations, width } = chosen.timeline!;
    expect(arrivals.length).toBeLessThanOrEqual(600);
    expect(width * arrivals.length).toBeGreaterThan(600);
    expect(violations).toHaveLength(1);
    expect(p99).toHaveLength(arrivals.length);
    expect(ready[0]).toBe(1);
    expect(Math.max(...costPerHour)).toBeLessThanOrEqual(8);
    // Mean dollars an hour over the workload are those of the point: one replication, no warm-up.
    const inside = costPerHour.slice(0, Math.floor(600 / width));
    const mean = inside.reduce((sum, cost) => sum + cost, 0) / inside.length;
    expect(mean).toBeGreaterThan(0.97 * chosen.costPerHour);
    expect(mean).toBeLessThan(1.03 * chosen.costPerHour);
  });

  it("are those of a fixed choice and of one fewer, of the very requests that were judged", async () => {
    const { choice, points, workload } = await resultOf(
      "fleet.replicas=1..4",
      "service.time={distribution: exponential, mean: 300ms}",
      "slo.objectives=[{metric: latency, within: 1s, target: 90%}]",
      "run={replications: 1, warmup: 0s}",
    );
    const kept = points.filter(({ timeline }) => timeline !== null);
    expect(kept.map(({ replicas }) => replicas)).toEqual([choice!.replicas - 1, choice!.replicas]);
    for (const { costPerHour, fleet, objectives, replicas, timeline, warmup } of kept) {
      expect(fleet).toBeNull();
      expect(warmup).toBe(0);
      const { arrivals, attempts, completed, quantiles, ready, requests, violations } = timeline!;
      expect(requests).toEqual([arrivals]);
      expect(quantiles).toHaveLength(1);
      expect(sumOf(arrivals)).toBe(workload.requests);
      expect(attempts).toEqual(arrivals);
      expect(sumOf(completed)).toBeLessThanOrEqual(workload.requests);
      expect(1 - sumOf(violations[0]) / workload.requests).toBeCloseTo(
        objectives[0].compliance,
        12,
      );
      // The last tenth lies beyond the end of the workload.
      expect(new Set(ready)).toEqual(new Set([replicas]));
      expect(new Set(timeline!.costPerHour)).toEqual(new Set([costPerHour]));
    }
  });

  it("are that of the point nearest to holding where there is no choice", async () => {
    const { choice, limits, points } = await resultOf(
      "fleet.replicas=1..2",
      "service.time={distribution: exponential, mean: 300ms}",
    );
    expect(choice).toBeNull();
    const kept = points.filter(({ timeline }) => timeline !== null);
    expect(kept.map(({ replicas }) => replicas)).toEqual([limits.replicas]);
  });

  it("are those of a fixed choice and of one fewer, if clients do more than wait", async () => {
    const { choice, points, redundancy } = await resultOf(
      "fleet.replicas=1..4",
      "service.time={distribution: exponential, mean: 300ms}",
      "client={timeout: 10s, retries: {preset: envoy}}",
    );
    const kept = points.filter(({ timeline }) => timeline !== null).map((point) => point.replicas);
    expect(kept).toEqual([choice!.replicas - 1, choice!.replicas]);
    expect(points.map(({ costPerHour }) => costPerHour / points[0].costPerHour)).toEqual([
      1, 2, 3, 4,
    ]);
    expect(redundancy?.replicas).toBe(choice?.replicas);
  });
});
