import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetRungs } from "../../src/plan/budget-rungs.ts";
import { judgeObjective } from "../../src/plan/judge-objective.ts";
import type { PooledReplications } from "../../src/plan/pool-replications.ts";
import { priceLimits } from "../../src/plan/price-of-slo.ts";
import type { Verdict } from "../../src/plan/result.ts";
import { openStream } from "../../src/random/stream.ts";
import { poolLatencies } from "./pooled.ts";
import { pricedPoint } from "./priced.ts";

/** Latencies that come in clumps: each stretch of requests has a pace of its own. */
interface Tally {
  readonly seed: number;
  readonly requests: number;
  /** Requests in a stretch. */
  readonly stretch: number;
  /** How much paces differ: 0 for not at all. */
  readonly spread: number;
  /** Every so manieth request is late, in the first fifth of them very; 0 for none. */
  readonly late: number;
  /** Share of the requests that one burst makes still slower, each a little more than the last. */
  readonly burst: number;
  /** Latencies are rounded to multiples of this; 0 for not at all. */
  readonly grain: number;
}

const tallies: fc.Arbitrary<Tally> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  requests: fc.constantFrom(1000, 6000, 6000),
  late: fc.constantFrom(0, 29, 29),
  stretch: fc.constantFrom(1, 1, 10, 100, 400),
  spread: fc.constantFrom(0, 0.3, 1),
  burst: fc.constantFrom(0, 0, 0.002, 0.02),
  grain: fc.constantFrom(0, 0.05, 0.05, 0.5),
});

function latenciesOf({
  burst,
  grain,
  late,
  requests,
  seed,
  spread,
  stretch,
}: Tally): readonly number[] {
  const uniform = openStream(seed, 0, "latencies");
  let pace = 1;
  return Array.from({ length: requests }, (_, row) => {
    if (row % stretch === 0) pace = Math.exp(spread * (2 * uniform() - 1));
    const isSlower = row >= requests / 2 && row < requests * (0.5 + burst);
    const isLate = late > 0 && row % late === 0;
    const lateness = isLate ? (row < requests / 5 ? 20 : 10) : 0;
    const extra = lateness + (isSlower ? 4 + uniform() : 0);
    const latency = extra - pace * Math.log(1 - uniform());
    return grain === 0 ? latency : grain * Math.ceil(latency / grain);
  });
}

function verdictAt(
  latencies: readonly number[],
  within: number,
  target: number,
  confidence: number | null,
): Verdict {
  const objective = { index: 0, metric: "latency", within, target } as const;
  return judgeObjective(poolLatencies(latencies, within), objective, confidence).verdict;
}

const targets = fc.constantFrom(0.5, 0.75, 0.9, 0.95, 0.95, 0.96, 0.99, 0.999);
const confidences = fc.constantFrom(null, 0.8, 0.95, 0.999, 0.999);

describe("a limit that is surely kept", () => {
  it("is kept when it is looser, and at every lower target", () => {
    let met = 0;
    fc.assert(
      fc.property(
        tallies,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1.002, max: 3, noNaN: true }),
        fc.tuple(targets, targets),
        confidences,
        (tally, share, factor, [one, other], confidence) => {
          const latencies = latenciesOf(tally);
          const target = Math.max(one, other);
          const place = Math.floor((1 - share * (1 - target)) * (latencies.length - 1));
          const within = latencies.toSorted((a, b) => a - b)[place];
          if (verdictAt(latencies, within, target, confidence) !== "met") return;
          met++;
          expect(verdictAt(latencies, within * factor, target, confidence)).toBe("met");
          expect(verdictAt(latencies, within, Math.min(one, other), confidence)).toBe("met");
        },
      ),
      { seed: 20260901, numRuns: 300 },
    );
    expect(met).toBeGreaterThan(60);
  });

  it("is none where a looser one is in doubt, though the limit by itself is not", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(6000, 10_000),
        fc.constantFrom(25, 29, 33),
        fc.double({ min: 2, max: 9, noNaN: true }),
        fc.double({ min: 11, max: 19, noNaN: true }),
        (requests, spacing, tight, loose) => {
          // As many are late in every batch, but only those of the first two are very late.
          const latencies = Array.from({ length: requests }, (_, row) => {
            const late = row < requests / 5 ? 20 : 10;
            return row % spacing === 0 ? late : 0.1 + (row % 7) / 10;
          });
          const verdicts = [tight, loose].map((within) =>
            verdictAt(latencies, within, 0.95, 0.999),
          );
          expect(verdicts).not.toEqual(["met", "undecided"]);
        },
      ),
      { seed: 20260903, numRuns: 20 },
    );
  });

  it("costs what its verdicts say, in hindsight and with confidence", () => {
    let priced = 0;
    fc.assert(
      fc.property(
        fc.array(tallies, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0.5, max: 25, noNaN: true }),
        targets,
        confidences,
        (fleets, within, target, confidence) => {
          const points = fleets.map((tally, index) =>
            pricedPoint(index + 1, poolLatencies(latenciesOf(tally), within)),
          );
          const objective = { index: 0, metric: "latency", within, target } as const;
          const isMet = ({ pooled }: { readonly pooled: PooledReplications }): boolean =>
            judgeObjective(pooled, objective, confidence).verdict === "met";
          const first = points.findLastIndex((point) => !isMet(point)) + 1;
          const step = priceLimits(points, objective, confidence).find(
            (one) => (one.interval === null ? one.within : (one.interval[1] ?? Infinity)) <= within,
          );
          expect(step?.replicas ?? points.length + 1).toBe(first + 1);
          if (step !== undefined) priced++;
        },
      ),
      { seed: 20260902, numRuns: 120 },
    );
    expect(priced).toBeGreaterThan(20);
  });

  it("is no limit so loose that it is hardly violated, where a tighter one can't be bounded", () => {
    // 8 of 5000 at 4 s and 1 at 8 s, all in one batch: 0.18 % is at least a tenth of the budget,
    // and its bound, seven times that, is above it. The single one says less still.
    const latencies = Array.from({ length: 5000 }, (_, row) => (row < 8 ? 4 : row === 8 ? 8 : 1));
    expect(verdictAt(latencies, 5, 0.99, 0.95)).toBe("undecided");
    const objective = { index: 0, metric: "latency", within: 5, target: 0.99 } as const;
    const [step] = priceLimits([pricedPoint(1, poolLatencies(latencies, 5))], objective, 0.95);
    expect(step.interval?.[1]).toBeNull();
    expect(verdictAt(latencies, 5, 0.98, 0.95)).toBe("met");
  });

  it("can be the objective's own, inside a bucket of the histogram", () => {
    const latencies = Array.from({ length: 5000 }, (_, row) => (row % 200 === 0 ? 3 : 1));
    const objective = { index: 0, metric: "latency", within: 1, target: 0.98 } as const;
    for (const confidence of [null, 0.95]) {
      const points = [pricedPoint(1, poolLatencies(latencies, 1))];
      const [step] = priceLimits(points, objective, confidence);
      expect(step.interval?.[1] ?? step.within).toBe(1);
    }
  });
});

describe("budgetRungs", () => {
  it("begins with the largest rung up to the budget", () => {
    expect(budgetRungs(1 - 0.99)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5]);
    expect(budgetRungs(1 - 0.9)).toEqual([0.1, 0.2, 0.5]);
    expect(budgetRungs(1 - 0.97)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5]);
    expect(budgetRungs(0.8)).toEqual([0.5]);
    expect(budgetRungs(1 - 0.9999)[0]).toBe(1e-4);
  });
});
