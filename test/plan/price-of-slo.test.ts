import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeObjective, type JudgedObjective } from "../../src/plan/judge-objective.ts";
import {
  PRICED_TARGETS,
  priceLimits,
  priceTargets,
  type PricedPoint,
} from "../../src/plan/price-of-slo.ts";
import { openStream } from "../../src/random/stream.ts";
import { fleetsOf, pricedPoint, repeated } from "./priced.ts";
import { poolLatencies } from "./pooled.ts";

const WITHIN = 2;
const LATENCY = { index: 0, metric: "latency", within: WITHIN } as const;

/** The objective of a target. */
function at(target: number): JudgedObjective {
  return { ...LATENCY, target };
}

/** Upper edge of the histogram's bucket that holds a power of two. */
function edgeOf(power: number): number {
  return power * (1 + 2 ** -10);
}

/** Fleets whose 500 latencies are exponential, of any means, some with lost requests on top. */
const randomFleets: fc.Arbitrary<readonly PricedPoint[]> = fc
  .array(
    fc.record({
      scale: fc.double({ min: 0.05, max: 8, noNaN: true }),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
      failures: fc.constantFrom(0, 0, 0, 2, 40),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((fleets) =>
    fleets.map(({ failures, scale, seed }, index) => {
      const uniform = openStream(seed, 0, "latencies");
      const latencies = Array.from({ length: 500 }, () => -scale * Math.log(1 - uniform()));
      const pooled = poolLatencies(latencies, WITHIN);
      const batchFailures = pooled.batchRequests.map((_, batch) => (batch < failures ? 1 : 0));
      const plus = (counts: readonly number[]): number[] =>
        counts.map((count, batch) => count + batchFailures[batch]);
      return pricedPoint(index + 1, {
        ...pooled,
        batchFailures,
        batchRequests: plus(pooled.batchRequests),
        violations: [plus(pooled.violations[0])],
      });
    }),
  );

/** A thousand requests, a share of them late. */
function slow(share: number): readonly number[] {
  return repeated([1, 1000 - 1000 * share], [4, 1000 * share]);
}

/** Exponential latencies of a mean, in an order that scatters them evenly. */
function spread(mean: number): readonly number[] {
  const requests = 20_000;
  return Array.from({ length: requests }, (_, index) => {
    const share = ((index * 7919) % requests) / requests;
    return -mean * Math.log(1 - share);
  });
}

function priceOf(fleet: { readonly costPerHour: number } | null): number {
  return fleet?.costPerHour ?? Infinity;
}

const CONFIDENCES = [null, 0.9, 0.95] as const;

describe("priceLimits", () => {
  it("tells the limit that each fleet keeps, to the bucket of the histogram", () => {
    // At 99 % two of 200 may be slower.
    const fleets = fleetsOf(
      [repeated([1, 197], [8, 3]), repeated([1, 198], [8, 2]), repeated([0.5, 199], [2, 1])],
      WITHIN,
    );
    expect(priceLimits(fleets, at(0.99), null)).toEqual([
      { replicas: 1, settings: {}, costPerHour: 2, within: edgeOf(8), interval: null },
      { replicas: 2, settings: {}, costPerHour: 4, within: edgeOf(1), interval: null },
      { replicas: 3, settings: {}, costPerHour: 6, within: edgeOf(0.5), interval: null },
    ]);
  });

  it("trusts no limit that a larger fleet breaks, and drops fleets that promise no more", () => {
    const fleets = fleetsOf(
      [
        repeated([8, 200]),
        repeated([1, 200]),
        repeated([0.5, 200]),
        repeated([0.5, 190], [1, 10]),
        repeated([0.25, 200]),
      ],
      WITHIN,
    );
    const steps = priceLimits(fleets, at(0.99), null);
    expect(steps.map(({ replicas, within }) => [replicas, within])).toEqual([
      [1, edgeOf(8)],
      [2, edgeOf(1)],
      [5, edgeOf(0.25)],
    ]);
  });

  it("has no step for a fleet that loses more than the target allows, nor for smaller ones", () => {
    const [small, lossy, large] = fleetsOf(
      [repeated([1, 200]), repeated([1, 200]), repeated([0.5, 200])],
      WITHIN,
    );
    const batchFailures = lossy.pooled.batchFailures.map((_, batch) => (batch < 3 ? 1 : 0));
    const failing = { ...lossy.pooled, batchFailures, violations: [batchFailures] };
    const fleets = [small, pricedPoint(2, failing), large];
    const steps = priceLimits(fleets, at(0.99), null);
    expect(steps.map(({ replicas }) => replicas)).toEqual([3]);
    expect(priceLimits(fleets.slice(0, 2), at(0.99), null)).toEqual([]);
  });

  it("says that no limit is sure where too few requests were seen", () => {
    const [step] = priceLimits(fleetsOf([repeated([1, 50])], WITHIN), at(0.99), 0.95);
    expect(step).toMatchObject({ within: edgeOf(1), interval: [edgeOf(1), null] });
  });

  it("falls from step to step as the cost rises, counted or as surely kept", () => {
    fc.assert(
      fc.property(
        randomFleets,
        fc.constantFrom(0.5, 0.9, 0.95, 0.99),
        fc.constantFrom(...CONFIDENCES),
        (fleets, target, confidence) => {
          const steps = priceLimits(fleets, at(target), confidence);
          for (const [index, { costPerHour, interval, within }] of steps.entries()) {
            const next = steps[index + 1];
            if (next !== undefined) {
              expect(next.costPerHour).toBeGreaterThan(costPerHour);
              expect(next.within).toBeLessThanOrEqual(within);
              const sure = interval?.[1] ?? Infinity;
              const isTighter = next.within < within || (next.interval?.[1] ?? Infinity) < sure;
              expect(isTighter).toBe(true);
              expect(next.interval?.[0] ?? 0).toBeLessThanOrEqual(interval?.[0] ?? 0);
              expect(next.interval?.[1] ?? 0).toBeLessThanOrEqual(interval?.[1] ?? Infinity);
            }
            expect(interval === null).toBe(confidence === null);
            expect(interval?.[0] ?? within).toBeLessThanOrEqual(within);
            expect(interval?.[1] ?? within).toBeGreaterThanOrEqual(within);
          }
        },
      ),
      { seed: 20260801, numRuns: 100 },
    );
  });

  it("does not surely promise a limit on the evidence of a few violations", () => {
    // 4 of 500 late, a violation rate of 0.8 % of a budget of 1 %: too few to judge.
    const latencies = Array.from({ length: 500 }, (_, i) => (i % 125 === 0 ? 2 : 1));
    const [step] = priceLimits(fleetsOf([latencies], 1), at(0.99), 0.95);
    expect(step.within).toBeCloseTo(1, 2);
    expect(step.interval?.[1] ?? Infinity).toBeGreaterThan(1.9);
  });

  it("promises in hindsight what every larger fleet keeps, and no bucket less", () => {
    fc.assert(
      fc.property(randomFleets, fc.constantFrom(0.5, 0.9, 0.99), (fleets, target) => {
        const allowed = (fleet: PricedPoint): number =>
          fleet.pooled.batchRequests.reduce((sum, size) => sum + size, 0) * (1 - target) + 1e-9;
        const isKept = (fleet: PricedPoint, limit: number): boolean => {
          const { batchFailures, histograms } = fleet.pooled;
          let late = batchFailures.reduce((sum, failed) => sum + failed, 0);
          for (const histogram of histograms[0]) {
            histogram.forEachBucket((edge, count) => (late += edge > limit ? count : 0));
          }
          return late <= allowed(fleet);
        };
        for (const { replicas, within } of priceLimits(fleets, at(target), null)) {
          const larger = fleets.filter((fleet) => fleet.replicas >= replicas);
          expect(larger.every((fleet) => isKept(fleet, within))).toBe(true);
          expect(larger.every((fleet) => isKept(fleet, within * (1 - 2 ** -20)))).toBe(false);
        }
      }),
      { seed: 20260802, numRuns: 60 },
    );
  });
});

describe("priceTargets", () => {
  it("tells the cheapest fleet from which every larger one keeps each target", () => {
    const fleets = fleetsOf([slow(0.1), slow(0.01), slow(0.005), slow(0.001)], WITHIN);
    const steps = priceTargets(fleets, LATENCY, null);
    expect(steps.map(({ target }) => target)).toEqual(PRICED_TARGETS);
    expect(steps.map(({ counted }) => counted?.replicas ?? null)).toEqual([
      1,
      2,
      2,
      3,
      4,
      null,
      null,
    ]);
    for (const { certified, counted } of steps) expect(certified).toEqual(counted);
    expect(steps[3].counted).toEqual({ replicas: 3, settings: {}, costPerHour: 6 });
  });

  it("does not trust a fleet below one that breaks the target", () => {
    const fleets = fleetsOf(
      [repeated([1, 200]), repeated([1, 150], [4, 50]), repeated([1, 200])],
      WITHIN,
    );
    const replicas = priceTargets(fleets, LATENCY, null).map(({ counted }) => counted?.replicas);
    expect(new Set(replicas)).toEqual(new Set([3]));
  });

  it("is never cheaper for a dearer target, nor for certainty than for the count", () => {
    fc.assert(
      fc.property(randomFleets, fc.constantFrom(...CONFIDENCES), (fleets, confidence) => {
        const steps = priceTargets(fleets, LATENCY, confidence);
        for (const [index, { certified, counted }] of steps.entries()) {
          expect(priceOf(certified)).toBeGreaterThanOrEqual(priceOf(counted));
          const dearer = steps[index + 1];
          if (dearer === undefined) continue;
          expect(priceOf(dearer.counted)).toBeGreaterThanOrEqual(priceOf(counted));
          expect(priceOf(dearer.certified)).toBeGreaterThanOrEqual(priceOf(certified));
        }
      }),
      { seed: 20260803, numRuns: 60 },
    );
  });

  it("certifies what the verdicts certify, also where no request is late", () => {
    const fleets = fleetsOf([spread(1), spread(0.5), spread(0.15), spread(0.05)], WITHIN);
    expect(fleets[3].pooled.violations[0].every((count) => count === 0)).toBe(true);
    for (const { certified, target } of priceTargets(fleets, LATENCY, 0.95)) {
      const isMet = fleets.map(
        ({ pooled }) => judgeObjective(pooled, { ...LATENCY, target }, 0.95).verdict === "met",
      );
      expect(certified?.replicas ?? 5).toBe(isMet.lastIndexOf(false) + 2);
    }
    expect(priceTargets(fleets, LATENCY, 0.95)[2].certified?.replicas).toBe(3);
  });
});
