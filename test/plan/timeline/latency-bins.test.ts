import { describe, expect, it } from "vitest";
import { openColumns } from "../../../src/compile/open-columns.ts";
import { evaluationOf } from "../../../src/plan/evaluation-of.ts";
import { LatencyBins } from "../../../src/plan/timeline/latency-bins.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_TIMED_OUT,
  type WorkloadColumns,
} from "../../../src/sim/sim-plan.ts";
import { scenarioWith } from "../swept.ts";

/** Requests that arrive in turn at 0.5, 1.5 and 2.5 s of three bins of 1 s, and take so long. */
function follow(latencies: readonly number[], outcome = OUTCOME_COMPLETED): LatencyBins {
  const scenario = scenarioWith("service.requestOverhead=0s");
  const drawn = openColumns(scenario, 0, []);
  const { plan } = evaluationOf(scenario, 1, drawn, 0);
  const arrivals = Float64Array.from(latencies, (_, row) => 0.5 + (row % 3));
  const classes = Int32Array.from(latencies, (_, row) => (row % 3 === 0 ? 1 : 0));
  const columns: WorkloadColumns = { ...drawn.columns, arrivals, classes };
  const objectives = [
    { metric: "latency", within: 1, classIndex: -1, target: 0.5 },
    { metric: "latency", within: 1, classIndex: 1, target: 0.9 },
  ] as const;
  const bins = new LatencyBins(plan, columns, objectives, 3, 1);
  const ends = Float64Array.from(latencies, (latency, row) => arrivals[row] + latency);
  const block = {
    rows: Int32Array.from(latencies, (_, row) => row),
    replicas: new Int32Array(latencies.length),
    starts: arrivals,
    firsts: ends,
    ends,
    outcomes: new Uint8Array(latencies.length).fill(outcome),
  };
  bins.accept(block, latencies.length);
  return bins;
}

describe("LatencyBins", () => {
  it("finds p99 by bin of arrival, at most 2.2 % too high", () => {
    // 300 requests, 100 a bin: 10 ms, 20 ms, … 1 s in the first, so p99 is 990 ms.
    const latencies = Array.from({ length: 300 }, (_, row) =>
      row % 3 === 0 ? (row / 3 + 1) / 100 : 0.25,
    );
    const [first, second] = follow(latencies).p99();
    expect(first).toBeGreaterThanOrEqual(0.99);
    expect(first).toBeLessThanOrEqual(0.99 * 2 ** (1 / 32));
    // Never above the largest value.
    expect(second).toBeCloseTo(0.25, 12);
  });

  it("has no p99 where nothing completed", () => {
    const bins = follow([0.1, 0.1, 0.1], OUTCOME_TIMED_OUT);
    expect([...bins.p99()]).toEqual([NaN, NaN, NaN]);
    expect([...bins.violations]).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it("counts requests and violations of all and of a class", () => {
    const bins = follow([2, 2, 0.5, 0.5, 2, 0.5]);
    expect([...bins.requests]).toEqual([2, 2, 2, 2, 0, 0]);
    expect([...bins.violations]).toEqual([1, 2, 0, 1, 0, 0]);
  });

  it("finds the quantile at each objective's target, of all requests and of a class", () => {
    // In the first bin, all of it of class 1: 10 ms, 20 ms, … 1 s, so p50 is 500 ms, p90 900 ms.
    const latencies = Array.from({ length: 300 }, (_, row) =>
      row % 3 === 0 ? (row / 3 + 1) / 100 : 0.25,
    );
    const quantiles = [...follow(latencies).quantiles()];
    const exact = [0.5, 0.25, 0.25, 0.9, NaN, NaN];
    expect(quantiles.map(Number.isNaN)).toEqual(exact.map(Number.isNaN));
    for (const [place, value] of exact.entries()) {
      if (Number.isNaN(value)) continue;
      expect(quantiles[place]).toBeGreaterThanOrEqual(value * (1 - 1e-12));
      expect(quantiles[place]).toBeLessThanOrEqual(value * 2 ** (1 / 32));
    }
  });
});
