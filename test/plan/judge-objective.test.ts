import { describe, expect, it } from "vitest";
import { judgeObjective, type JudgedObjective } from "../../src/plan/judge-objective.ts";
import type { PooledReplications } from "../../src/plan/pool-replications.ts";
import { openStream } from "../../src/random/stream.ts";
import { poolLatencies } from "./pooled.ts";

const WITHIN = 1;
const P99: JudgedObjective = { index: 0, metric: "latency", within: WITHIN, target: 0.99 };

/** Independent exponential latencies of which a share `rate` is above `WITHIN`. */
function independent(requests: number, rate: number): PooledReplications {
  const uniform = openStream(7, 0, "latency");
  const mean = -WITHIN / Math.log(rate);
  const latencies = Array.from({ length: requests }, () => -mean * Math.log(1 - uniform()));
  return poolLatencies(latencies, WITHIN);
}

/** Latencies of which every `spacing`-th is above `WITHIN`. */
function spaced(requests: number, spacing: number): PooledReplications {
  const latencies = Array.from({ length: requests }, (_, row) => (row % spacing === 0 ? 2 : 0.5));
  return poolLatencies(latencies, WITHIN);
}

describe("judgeObjective in hindsight", () => {
  it("counts, so that 99 good of 100 meet 99 % and 98 don't", () => {
    const met = judgeObjective(spaced(100, 100), P99, null);
    expect(met).toMatchObject({ compliance: 0.99, verdict: "met", interval: null });
    expect(met).toMatchObject({ effectiveViolations: null, requestsToSettle: null });
    expect(met.budgetUsed).toBeCloseTo(1, 12);
    const missed = judgeObjective(spaced(100, 50), P99, null);
    expect(missed).toMatchObject({ compliance: 0.98, verdict: "missed" });
    expect(missed.budgetUsed).toBeCloseTo(2, 12);
  });

  it("is exact at every target in thousandths", () => {
    for (let good = 1; good < 1000; good++) {
      const latencies = Array.from({ length: 1000 }, (_, row) => (row < good ? 0.5 : 2));
      const objective = { ...P99, target: good / 1000 };
      const pooled = poolLatencies(latencies, WITHIN);
      expect(judgeObjective(pooled, objective, null).verdict, `${good}`).toBe("met");
      const harder = { ...P99, target: (good + 0.5) / 1000 };
      expect(judgeObjective(pooled, harder, null).verdict, `${good}`).toBe("missed");
    }
  });
});

describe("judgeObjective with uncertainty", () => {
  it("finds a comfortable fleet met though it saw no violation", () => {
    const objective = judgeObjective(independent(50_000, 1e-7), P99, 0.95);
    expect(objective).toMatchObject({ compliance: 1, verdict: "met", budgetUsed: 0 });
    // The bound is that of the threshold that a tenth of the budget exceeds.
    expect(objective.interval?.[0]).toBeGreaterThan(0.998);
    expect(objective.interval?.[0]).toBeLessThan(0.999);
    expect(objective.interval?.[1]).toBe(1);
  });

  it("finds one met whose latency never varies", () => {
    const pooled = poolLatencies(Array(50_000).fill(0.5), WITHIN);
    const objective = judgeObjective(pooled, P99, 0.95);
    expect(objective.verdict).toBe("met");
    // Clopper and Pearson for 0 of n at 97.5 %: (1 − upper)^n = 0.025.
    expect(objective.interval?.[0]).toBeCloseTo(0.025 ** (1 / 50_000), 9);
  });

  it("finds a clear miss missed", () => {
    const objective = judgeObjective(independent(50_000, 0.05), P99, 0.95);
    expect(objective).toMatchObject({ verdict: "missed", requestsToSettle: null });
    expect(objective.budgetUsed).toBeGreaterThan(4.5);
    expect(objective.interval?.[1]).toBeLessThan(0.99);
  });

  it("finds all bad missed", () => {
    const pooled = poolLatencies(Array(500).fill(2), WITHIN);
    const objective = judgeObjective(pooled, P99, 0.95);
    expect(objective).toMatchObject({ compliance: 0, verdict: "missed" });
    expect(objective.interval?.[0]).toBe(0);
  });

  it("leaves open what is near the budget, and says how many requests would settle it", () => {
    const objective = judgeObjective(independent(50_000, 0.0095), P99, 0.95);
    expect(objective.verdict).toBe("undecided");
    const [low, high] = objective.interval ?? [NaN, NaN];
    expect(low).toBeLessThan(0.99);
    expect(high).toBeGreaterThan(0.99);
    expect(objective.requestsToSettle).toBeGreaterThan(10_000);
  });

  it("calls a single request insufficient, as no bound can be put on it", () => {
    const pooled = poolLatencies(Array(50).fill(0.1), 1);
    const single = {
      ...pooled,
      batchRequests: pooled.batchRequests.map((_, batch) => (batch === 0 ? 1 : 0)),
    };
    const asked = { index: 0, metric: "latency" as const, within: 1, target: 0.99 };
    expect(judgeObjective(single, asked, 0.95)).toMatchObject({
      interval: [0, 1],
      verdict: "insufficient",
      requestsToSettle: null,
    });
  });

  it("calls few violations near the budget insufficient", () => {
    // 4 of 500 at 0.8 %: fewer than 10 violations, and more than a third of the budget.
    const objective = judgeObjective(spaced(500, 125), P99, 0.95);
    expect(objective.verdict).toBe("insufficient");
    expect(objective.effectiveViolations).toBeLessThan(10);
    expect(objective.requestsToSettle).toBeGreaterThan(500);
  });

  it("gives violations in clumps a wider interval than the same number apart", () => {
    const apart = judgeObjective(spaced(50_000, 200), P99, 0.95);
    const clumped = Array.from({ length: 50_000 }, (_, row) => (row % 10_000 < 50 ? 2 : 0.5));
    const together = judgeObjective(poolLatencies(clumped, WITHIN), P99, 0.95);
    expect(together.compliance).toBe(apart.compliance);
    expect(apart.verdict).toBe("met");
    expect(together.interval?.[0]).toBeLessThan((apart.interval?.[0] ?? 0) - 0.001);
    expect(together.effectiveViolations).toBeLessThan((apart.effectiveViolations ?? 0) / 10);
  });

  it("counts failures as slower than any threshold", () => {
    const pooled = poolLatencies(Array(50_000).fill(0.5), WITHIN);
    const failed = pooled.batchFailures.map(() => 20);
    const failing = { ...pooled, batchFailures: failed, violations: [failed] };
    const objective = judgeObjective(failing, P99, 0.95);
    expect(objective).toMatchObject({ compliance: 0.98, verdict: "missed" });
  });

  it("widens with the confidence asked for", () => {
    const pooled = independent(50_000, 0.005);
    const [low95, high95] = judgeObjective(pooled, P99, 0.95).interval ?? [];
    const [low99, high99] = judgeObjective(pooled, P99, 0.99).interval ?? [];
    expect(low99).toBeLessThan(low95 ?? NaN);
    expect(high99).toBeGreaterThan(high95 ?? NaN);
  });
});
