import { describe, expect, it } from "vitest";
import { openColumns } from "../../../src/compile/open-columns.ts";
import { buildResult } from "../../../src/plan/build-result.ts";
import type { Result } from "../../../src/plan/result.ts";
import { runSweep, type SweptSetting } from "../../../src/plan/run-sweep.ts";
import { searchChoice } from "../../../src/plan/search.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { openThreadExecutor } from "../../../src/run/thread-executor.ts";
import { erlangC } from "../../../src/theory/erlang-c.ts";
import { NO_PREFIXES } from "../../../src/workload/take-rows.ts";
import type { BoundedTrace } from "../../../src/workload/trace-rows.ts";
import { scenarioWith } from "../swept.ts";

const REPLAYED = [
  "workload={trace: {file: x.csv, format: columns, columns: {arrival: t, duration: s}}}",
  "service.time={column: duration}",
  "fleet.router=central-queue",
];
const FUTURE = "run={question: future, resamples: 40}";

/** A recording of Poisson traffic at 1/s that takes a second on average, exponentially. */
function recordTrace(seconds: number, seed: number): BoundedTrace {
  const generator = scenarioWith(
    `seed=${seed}`,
    `workload.generate={duration: ${seconds}s, arrivals: {process: poisson, rate: 1/s}}`,
    "service.time={distribution: exponential, mean: 1s}",
  );
  const { columns, duration } = openColumns(generator, 0, []);
  const { arrivals, inputs, outputs, serviceTimes } = columns;
  return { arrivals, inputs, outputs, durations: serviceTimes, ...NO_PREFIXES, duration };
}

function settingOf(trace: BoundedTrace, ...sets: readonly string[]): SweptSetting {
  return { settings: {}, scenario: scenarioWith(...REPLAYED, ...sets), traces: [trace], notes: [] };
}

async function resultOf(setting: SweptSetting, threads = 1): Promise<Result> {
  const executor = threads === 1 ? openInlineExecutor() : openThreadExecutor(threads);
  try {
    const sweep = await runSweep([setting], executor, () => {});
    const provenance = { version: "1.2.3", scenarioSha256: "ab" };
    return buildResult(setting.scenario, [setting], sweep, provenance);
  } finally {
    await executor.close();
  }
}

describe("the future of a trace", () => {
  it("is bounded by an interval that mostly covers the truth", async () => {
    // M/M/2 at half load: P(wait > t) = C(2, 1)·exp(−(2 − 1)·t).
    const truth = 1 - erlangC(2, 1) * Math.exp(-1.2);
    const sets = [FUTURE, "fleet.replicas=[2]"];
    const slo = "slo.objectives=[{metric: queueWait, within: 1.2s, target: 89%}]";
    let covered = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const { points } = await resultOf(settingOf(recordTrace(6000, seed), ...sets, slo));
      const [low, high] = points[0].objectives[0].interval ?? [1, 0];
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(32);
  });

  it("bounds what an autoscaler costs by what it costs on the resamples", async () => {
    const fleet =
      "fleet={router: central-queue, price: $1/h, coldStart: 30s, autoscaler: {kind: hpa,\n" +
      " minReplicas: 1, maxReplicas: 6, metrics: [{signal: utilization, target: 50%}]}}";
    const trace = recordTrace(6000, 1);
    const [hindsight] = (await resultOf(settingOf(trace, fleet))).points;
    const [future] = (await resultOf(settingOf(trace, fleet, FUTURE))).points;
    expect(hindsight.costInterval).toBeNull();
    expect(future.costPerHour).toBe(hindsight.costPerHour);
    const [low, high] = future.costInterval ?? [0, 0];
    expect(low).toBeLessThan(future.costPerHour);
    expect(high).toBeGreaterThan(future.costPerHour);
    expect(high - low).toBeLessThan(future.costPerHour / 2);
  });

  it("keeps the trace's own compliance and puts the intervals around it", async () => {
    const slo = "slo.objectives=[{metric: queueWait, within: 1s, target: 85%}]";
    const sets = ["fleet.replicas=[2, 3]", slo];
    const trace = recordTrace(6000, 1);
    const [hindsight, future] = [
      await resultOf(settingOf(trace, ...sets)),
      await resultOf(settingOf(trace, ...sets, FUTURE)),
    ];
    expect(hindsight.question.kind).toBe("hindsight");
    expect(future.question.kind).toBe("future");
    future.points.forEach(({ objectives: [objective], queueWait, utilization }, index) => {
      const exact = hindsight.points[index];
      expect(objective.compliance).toBe(exact.objectives[0].compliance);
      expect(queueWait.p99).toBe(exact.queueWait.p99);
      expect(utilization).toBe(exact.utilization);
      const [low, high] = objective.interval ?? [1, 0];
      expect(low).toBeLessThan(objective.compliance);
      expect(high).toBeGreaterThanOrEqual(objective.compliance);
      expect(queueWait.intervals?.p99[0]).toBeLessThanOrEqual(queueWait.p99 ?? NaN);
      expect(queueWait.intervals?.p99[1]).toBeGreaterThan(queueWait.p99 ?? NaN);
      expect(exact.objectives[0].interval).toBeNull();
    });
  });

  it("says how the trace was resampled", async () => {
    const slo = "slo.objectives=[{metric: queueWait, within: 1s, target: 85%}]";
    const trace = recordTrace(6000, 1);
    const { question } = await resultOf(settingOf(trace, FUTURE, "fleet.replicas=[2, 3]", slo));
    const [facts] = question.resampling;
    expect(facts).toMatchObject({ atReplicas: 2, resamples: 40, wholeDays: false });
    expect(facts.blockLength).toBeCloseTo(10 * facts.longestCongestion, 9);
    expect(facts.blocks).toBeCloseTo(6000 / facts.blockLength, 9);
    expect(question.words).toMatch(
      /^other traffic like this trace: 40 resamples of it, each put together from blocks of \d+ s \(the longest congestion at 2 replicas lasts [\d.]+ s\) and simulated anew$/,
    );
  });

  it("can't be told from a trace that holds too few blocks", async () => {
    // One request that takes 40 s holds up the next for 39; the trace lasts 100 s.
    const trace: BoundedTrace = {
      arrivals: Float64Array.of(0, 1, 100),
      inputs: new Int32Array(0),
      outputs: new Int32Array(0),
      durations: Float64Array.of(40, 1, 1),
      ...NO_PREFIXES,
      duration: 100,
    };
    const { choice, points, question } = await resultOf(
      settingOf(trace, FUTURE, "fleet.replicas=1", "slo.objectives=[{p95: 90s}, {p50: 1s}]"),
    );
    expect(question.words).toBe(
      "other traffic like this trace, which is too short to tell: the longest congestion at 1 replica lasts 39 s, so blocks of 390 s; the trace holds only 0.26 of them; ten are needed",
    );
    expect(question.resampling[0]).toMatchObject({ resamples: 0, blockLength: 390 });
    expect(choice).toBeNull();
    expect(points[0].verdict).toBe("insufficient");
    for (const objective of points[0].objectives) {
      expect(objective).toMatchObject({ verdict: "insufficient", interval: null });
      expect(objective.requestsToSettle).toBe(120);
    }
    expect(points[0].latency.intervals).toBeNull();
  });

  it("comes out the same with any number of threads", async () => {
    const trace = recordTrace(2000, 5);
    const sets = [FUTURE, "fleet.replicas=[2, 3, 4]", "fleet.router=power-of-two"];
    const slo = "slo.objectives=[{metric: queueWait, within: 2s, target: 80%}]";
    const alone = await resultOf(settingOf(trace, ...sets, slo));
    expect(alone.question.resampling[0].resamples).toBe(40);
    const [one, two] = [alone, await resultOf(settingOf(trace, ...sets, slo), 2)];
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
  });

  it("counts every simulation, also those that would be pointless", async () => {
    const reports: [number, number][] = [];
    const setting = settingOf(recordTrace(50, 1), FUTURE, "fleet.replicas=[1, 2]");
    await runSweep([setting], openInlineExecutor(), (done, total) => reports.push([done, total]));
    expect(reports.at(-1)).toEqual([2 * 41, 2 * 41]);
  });

  it("is searched with the resamples of the sweep", async () => {
    const slo = "slo.objectives=[{metric: queueWait, within: 1s, target: 95%}]";
    const setting = settingOf(recordTrace(6000, 1), FUTURE, "fleet.replicas=1..6", slo);
    const { choice, points } = await resultOf(setting);
    const limits = { requests: 1e9, isSpent: () => false, endsEarly: true };
    const found = await searchChoice([setting], openInlineExecutor(), limits);
    expect(choice).not.toBeNull();
    expect(found.choice?.replicas).toBe(choice?.replicas);
    const intervalAt = (all: Result["points"]) =>
      all.find(({ replicas }) => replicas === choice?.replicas)?.objectives[0].interval;
    expect(intervalAt(found.points)).toEqual(intervalAt(points));
  });
});
