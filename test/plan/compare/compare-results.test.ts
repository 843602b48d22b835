import { describe, expect, it } from "vitest";
import { compareResults } from "../../../src/plan/compare/compare-results.ts";
import type { Comparison } from "../../../src/plan/compare/comparison.ts";
import { parseRule } from "../../../src/plan/compare/parse-rule.ts";
import type { ObjectiveResult, Result } from "../../../src/plan/result.ts";
import { resultWith } from "../../helpers/result-builder.ts";

function compared(base: Result, head: Result, ...rules: readonly string[]): Comparison {
  const parsed = rules.map((text) => {
    const one = parseRule(text);
    if ("problem" in one) throw new Error(one.problem);
    return one.rule;
  });
  return compareResults({ label: "main", result: base }, { label: "change", result: head }, parsed);
}

/** The result with other batches at its chosen point, all of the same sizes. */
function withGood(result: Result, good: readonly number[], total = 1000): Result {
  const byBatch = good.map((count) => [count, total] as const);
  const sum = good.reduce((all, count) => all + count, 0);
  const compliance = sum / (total * good.length);
  return withObjective(result, { byBatch, compliance, budgetUsed: (1 - compliance) / 0.01 });
}

function withObjective(result: Result, change: Partial<ObjectiveResult>): Result {
  const points = result.points.map((point) =>
    point.replicas === result.choice?.replicas
      ? { ...point, objectives: point.objectives.map((one) => ({ ...one, ...change })) }
      : point,
  );
  return { ...result, points };
}

const BASE = resultWith();

describe("a comparison", () => {
  it("of a result with itself finds nothing", () => {
    const { answer, changes, flags, pairing, sameFleet } = compared(BASE, BASE);
    expect(changes).toEqual([]);
    expect(flags).toEqual([]);
    expect(sameFleet).toBeNull();
    expect(pairing.isPaired).toBe(true);
    expect(answer.costPerHour).toMatchObject({ difference: 0, isSignificant: false });
    expect(answer.objectives[0].compliance).toMatchObject({
      difference: 0,
      interval: [0, 0],
      basis: "paired",
      isSignificant: false,
    });
  });

  it("pairs compliance by stretch: a shift that all share is significant however they scatter", () => {
    // Differences 2, 3, 2, 3 of 1,000: mean 2.5e-3, deviation √(1/3)e-3, t(3, 97.5 %) = 3.182446.
    const before = withGood(BASE, [990, 950, 985, 920]);
    const after = withGood(BASE, [992, 953, 987, 923]);
    const { compliance, budgetUsed } = compared(before, after).answer.objectives[0];
    const half = (3.182446305 * Math.sqrt(1 / 3 / 4)) / 1000;
    expect(compliance.basis).toBe("paired");
    expect(compliance.difference).toBeCloseTo(0.0025, 12);
    expect(compliance.interval?.[0]).toBeCloseTo(0.0025 - half, 9);
    expect(compliance.interval?.[1]).toBeCloseTo(0.0025 + half, 9);
    expect(compliance.isSignificant).toBe(true);
    expect(budgetUsed.difference).toBeCloseTo(-0.25, 9);
    expect(budgetUsed.interval?.[0]).toBeCloseTo(-(0.0025 + half) / 0.01, 7);
  });

  it("calls a shift that stretches don't share no significant change", () => {
    const before = withGood(BASE, [990, 950, 985, 920]);
    const after = withGood(BASE, [995, 946, 990, 916]);
    expect(compared(before, after).answer.objectives[0].compliance.isSignificant).toBe(false);
  });

  it("doesn't pair other seeds, workloads or stretches, and says so", () => {
    const reseeded = { ...BASE, scenario: { ...BASE.scenario, seed: 2 } };
    const seeds = compared(BASE, reseeded);
    expect(seeds.pairing).toMatchObject({ isPaired: false });
    expect(seeds.pairing.words).toContain("the seeds differ");
    expect(seeds.answer.objectives[0].compliance.basis).toBe("unpaired");

    const drawn = { ...BASE, workload: { ...BASE.workload, interarrivalCv: 2.4 } };
    expect(compared(BASE, drawn).pairing.words).toContain("other requests were drawn");

    const cut = compared(withGood(BASE, [990, 980]), withGood(BASE, [99, 98], 100));
    expect(cut.answer.objectives[0].compliance.basis).toBe("unpaired");
  });

  it("is exact in hindsight", () => {
    const base = resultWith({ question: "hindsight" });
    const head = resultWith({ question: "hindsight", offeredLoad: 3.7 });
    const { answer, pairing } = compared(base, head);
    expect(pairing.words).toBe("exact: nothing is random in either");
    expect(answer.objectives[0].compliance).toMatchObject({ basis: "exact", interval: null });
  });

  it("knows nothing of the chance where a trace is too short", () => {
    const short = { interval: null, verdict: "insufficient" } as const;
    const thin = withObjective(BASE, { ...short, byBatch: [] });
    const { compliance } = compared(thin, thin).answer.objectives[0];
    expect(compliance).toMatchObject({ basis: null, isSignificant: null });
  });

  it("shows the base's fleet in the head where that chose another", () => {
    const heavier = resultWith({ offeredLoad: 5.2 });
    const { answer, sameFleet } = compared(BASE, heavier);
    expect(answer.head.replicas).toBeGreaterThan(answer.base.replicas);
    expect(sameFleet?.head.replicas).toBe(answer.base.replicas);
    expect(sameFleet?.costPerHour.difference).toBe(0);
  });

  it("compares no compliance at different limits, and flags other promises", () => {
    const laxer = resultWith({
      objectives: [{ class: null, metric: "ttft", within: 0.6, target: 0.99 }],
    });
    const { answer, flags } = compared(BASE, laxer);
    expect(answer.objectives).toHaveLength(1);
    expect(answer.objectives[0].compliance.isSignificant).toBeNull();
    expect(flags.join()).toContain("the objectives differ");
  });

  it("shows objectives that come and go", () => {
    const other = resultWith({
      objectives: [{ class: null, metric: "latency", within: 8, target: 0.95 }],
    });
    const sides = compared(BASE, other).answer.objectives.map(({ base, head }) => [
      base?.metric ?? null,
      head?.metric ?? null,
    ]);
    expect(sides).toEqual([
      [null, "latency"],
      ["ttft", null],
    ]);
  });

  it("flags other prices, versions, and sides without an answer", () => {
    const dearer = { ...resultWith({ price: 5 }), tailcap: "0.2.0" };
    const text = compared(BASE, dearer).flags.join("\n");
    expect(text).toContain("a replica costs $4.10/h in the base and $5.00/h in the head");
    expect(text).toContain("different versions of tailcap, 0.1.0 and 0.2.0");
    const none = resultWith({ replicas: [1, 2] });
    expect(compared(BASE, none).flags.join()).toContain("nothing in the sweep of the head holds");
  });
});

describe("rules", () => {
  it("fire on the cost of more replicas, and not on as much", () => {
    const heavier = resultWith({ offeredLoad: 5.2 });
    const [cost, count, less] = compared(
      BASE,
      heavier,
      "costPerMonth>+5%",
      "replicas>+0",
      "costPerHour<-1%",
    ).rules;
    expect(cost).toMatchObject({ rule: "costPerMonth>+5%", hasFired: true });
    expect(cost.reason).toMatch(/^\+\d+(\.\d)?% against \+5%$/);
    expect(count.hasFired).toBe(true);
    expect(less.hasFired).toBe(false);
    expect(compared(BASE, BASE, "costPerMonth>+0%").rules[0].hasFired).toBe(false);
    expect(compared(BASE, BASE, "costPerMonth>=+0%").rules[0].hasFired).toBe(true);
  });

  it("on measured changes fire only beyond chance", () => {
    const before = withGood(BASE, [990, 950, 985, 920]);
    const noise = compared(before, withGood(BASE, [985, 954, 980, 924]), "compliance<-0.01pp");
    expect(noise.rules[0]).toMatchObject({ hasFired: false });
    expect(noise.rules[0].reason).toContain("no significant change");
    const worse = compared(before, withGood(BASE, [988, 947, 983, 917]), "compliance<-0.01pp");
    expect(worse.rules[0].hasFired).toBe(true);
    expect(worse.rules[0].reason).toBe("ttft ≤ 500ms: −0.25 pp against −0.01 pp");
  });

  it("aren't judged where a side lacks the value, and can't fire where both do", () => {
    const none = { count: 0, mean: null, p50: null, p90: null, p95: null, p99: null };
    const tpot = { ...none, p999: null, max: null, intervals: null, cdf: [] };
    const bare: Result = { ...BASE, points: BASE.points.map((point) => ({ ...point, tpot })) };
    const rules = ["tpot.p99>1us", "tpot.p99>+1us"];
    const lacking = { hasFired: false, isJudged: false };
    expect(compared(bare, bare, ...rules).rules).toEqual(
      rules.map((rule) => {
        return { rule, ...lacking, canFire: false, reason: "neither side has such a value" };
      }),
    );
    expect(compared(BASE, bare, ...rules).rules).toMatchObject([
      { ...lacking, canFire: true, reason: "tpot p99: the head has no such value" },
      { ...lacking, canFire: true },
    ]);
    expect(compared(bare, BASE, ...rules).rules).toMatchObject([
      { hasFired: true, isJudged: true, canFire: true },
      { ...lacking, canFire: true, reason: "tpot p99: the base has no such value" },
    ]);
  });

  it("take a class that is alone for the whole workload, as it is", () => {
    const objectives = [{ class: "web", metric: "ttft", within: 0.5, target: 0.99 }] as const;
    const alone = resultWith({ objectives });
    expect(alone.points[0].classes).toEqual([]);
    const { answer, rules } = compared(alone, alone, "p99>1ms", "p99>1h", "p99>+1%");
    expect(rules).toMatchObject([
      { hasFired: true, isJudged: true },
      { hasFired: false, isJudged: true },
      { hasFired: false, isJudged: true },
    ]);
    const p99 = answer.measures.filter(
      ({ metric, statistic }) => metric === "ttft" && statistic === "p99",
    );
    expect(p99.map((one) => [one.class, one.head])).toEqual([
      [null, p99[0].head],
      ["web", p99[0].head],
    ]);
    // The level of a class that only the head has is known, and a change is not.
    expect(compared(BASE, alone, "p99>1ms", "p99>+1%").rules).toMatchObject([
      { hasFired: true, isJudged: true },
      { hasFired: false, isJudged: false, reason: "ttft p99: the base has no such value" },
    ]);
  });

  it("on levels look at the head alone", () => {
    expect(compared(BASE, BASE, "compliance<99.999%", "p99>500ms", "p99>1ms").rules).toMatchObject([
      { hasFired: true },
      { hasFired: false },
      { hasFired: true },
    ]);
  });

  it("on cost fire where nothing holds the SLO any more, and aren't judged where nothing did", () => {
    const none = resultWith({ replicas: [1, 2] });
    expect(compared(BASE, none, "costPerMonth>+50%").rules[0]).toEqual({
      rule: "costPerMonth>+50%",
      hasFired: true,
      isJudged: true,
      canFire: true,
      reason: "nothing in the sweep of the head holds the SLO",
    });
    expect(compared(none, BASE, "costPerMonth>+5%").rules[0]).toMatchObject({ hasFired: false });
    expect(compared(none, BASE, "costPerHour>$1/h").rules[0]).toMatchObject({ hasFired: true });
  });
});
