import { describe, expect, it } from "vitest";

import { openStream } from "../../src/random/stream.ts";
import { type BatchedViolations, boundViolations } from "../../src/stats/violation-bounds.ts";

/** Batches of equal size. */
function batches(size: number, violations: readonly number[]): BatchedViolations {
  return { violations, requests: violations.map(() => size) };
}

function repeat(values: readonly number[], times: number): number[] {
  return Array.from({ length: times }, () => values).flat();
}

function expectRelative(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

/** A run of clumps, each of which violates as a whole or not, cut into 10 and into 50 batches. */
function drawClumps(
  seed: number,
  clumps: number,
  clumpSize: number,
  rate: number,
): { readonly coarse: BatchedViolations; readonly fine: BatchedViolations } {
  const stream = openStream(seed, 0, "violations");
  const fine = Array<number>(50).fill(0);
  const coarse = Array<number>(10).fill(0);
  for (let clump = 0; clump < clumps; clump++) {
    if (stream() >= rate) continue;
    fine[Math.floor((clump * 50) / clumps)] += clumpSize;
    coarse[Math.floor((clump * 10) / clumps)] += clumpSize;
  }
  const requests = clumps * clumpSize;
  return { coarse: batches(requests / 10, coarse), fine: batches(requests / 50, fine) };
}

// Expected values: SciPy 1.17.1, stats.beta.ppf, stats.t.ppf, stats.norm.ppf,
// stats.skew(bias=False).
describe("boundViolations", () => {
  it("are Clopper–Pearson's for all requests when the batches don't differ", () => {
    // beta.ppf(0.975, 51, 950) and beta.ppf(0.025, 50, 951)
    const same = boundViolations(batches(100, repeat([5], 10)), batches(20, repeat([1], 50)), 0.95);
    expect(same).toMatchObject({ rate: 0.05, effectiveRequests: 1000, effectiveViolations: 50 });
    expectRelative(same.upper, 0.06539048791549364);
    expectRelative(same.lower, 0.03733539760466178);
  });

  it("without a violation reach up to 1 − 0.025^(1/n)", () => {
    const none = boundViolations(batches(100, repeat([0], 10)), batches(20, repeat([0], 50)), 0.95);
    expect(none).toMatchObject({ rate: 0, lower: 0, effectiveRequests: 1000 });
    expectRelative(none.upper, 1 - 0.025 ** (1 / 1000));
  });

  it("with nothing but violations reach down to 0.025^(1/n)", () => {
    const all = boundViolations(
      batches(100, repeat([100], 10)),
      batches(20, repeat([20], 50)),
      0.95,
    );
    expect(all).toMatchObject({ rate: 1, upper: 1 });
    expectRelative(all.lower, 0.025 ** (1 / 1000));
  });

  it("shrink the sample to what the spread between long batches says it is worth", () => {
    // (norm.ppf/t.ppf(9))² · p(1−p)/se² = 372 of 2000 requests; beta.ppf(0.025, 3.72, 368.9).
    // The upper bound is Johnson's: skewness 3.029 of 20 short batches, se 0.0048666.
    const coarse = batches(200, [0, 1, 0, 9, 2, 0, 0, 4, 1, 3]);
    const fine = batches(100, [0, 0, 1, 0, 0, 0, 9, 0, 1, 1, 0, 0, 0, 0, 4, 0, 0, 1, 0, 3]);
    const clumped = boundViolations(coarse, fine, 0.95);
    expectRelative(clumped.rate, 0.01);
    expectRelative(clumped.effectiveRequests, 371.58299656632335);
    expectRelative(clumped.effectiveViolations, 3.7158299656632336);
    expectRelative(clumped.lower, 0.0025589196594721438);
    expectRelative(clumped.upper, 0.048596385879743166);
  });

  it("take Johnson's bound at 80 % from the same batches both long and short", () => {
    const coarse = batches(200, [0, 1, 0, 9, 2, 0, 0, 4, 1, 3]);
    const clumped = boundViolations(coarse, coarse, 0.8);
    expectRelative(clumped.effectiveRequests, 425.02547445036623);
    expectRelative(clumped.lower, 0.004508820680770401);
    expectRelative(clumped.upper, 0.022261026053845744);
  });

  it("take Clopper–Pearson's bound where the batches are symmetric", () => {
    // 80 violations of 2000, worth 648.58; beta.ppf(0.975, 26.94, 622.6) is above the t bound of
    // the short batches, whose skewness is 0: 0.0496.
    const coarse = batches(200, repeat([4, 12], 5));
    const fine = batches(100, repeat([2, 2, 6, 6], 5));
    const symmetric = boundViolations(coarse, fine, 0.95);
    expectRelative(symmetric.effectiveRequests, 648.5812303703094);
    expectRelative(symmetric.lower, 0.026279414798766366);
    expectRelative(symmetric.upper, 0.05808530710427479);
  });

  it("ignore batches without requests", () => {
    const full = boundViolations(
      batches(100, repeat([2, 4], 5)),
      batches(50, repeat([1, 2], 10)),
      0.9,
    );
    const coarse: BatchedViolations = {
      violations: [0, ...repeat([2, 4], 5)],
      requests: [0, ...repeat([100], 10)],
    };
    expect(boundViolations(coarse, batches(50, repeat([1, 2], 10)), 0.9)).toEqual(full);
  });

  it("weigh batches of different size by their requests", () => {
    const uneven: BatchedViolations = { violations: [1, 6], requests: [100, 600] };
    const bounds = boundViolations(uneven, uneven, 0.95);
    expectRelative(bounds.rate, 0.01);
    expect(bounds.effectiveRequests).toBe(700);
  });

  it("take the standard error of a ratio where batches are uneven", () => {
    // Cochran's: Σ(v − 0.02n)² = 1 + 9 + 0.36 + 6.76 over 200², by 3·4; then (z/t₃)²·p(1 − p)/s².
    const uneven: BatchedViolations = { violations: [1, 9, 1, 5], requests: [100, 300, 20, 380] };
    expectRelative(boundViolations(uneven, uneven, 0.95).effectiveRequests, 208.43351890517178);
  });

  it("know independent requests for what they are in batches however uneven", () => {
    const stream = openStream(5, 0, "violations");
    const worths = Array.from({ length: 101 }, () => {
      const requests = repeat([5, 395], 10);
      const violations = requests.map(
        (size) => Array.from({ length: size }, stream).filter((u) => u < 0.02).length,
      );
      return boundViolations({ violations, requests }, { violations, requests }, 0.95)
        .effectiveRequests;
    });
    const median = worths.toSorted((a, b) => a - b)[50];
    // The caution of (z/t₁₉)² takes 12 %; rates that weigh 5 requests like 395 would leave a tenth.
    expect(median / 4000).toBeGreaterThan(0.7);
  });

  it("widen with the confidence asked for", () => {
    for (const clumpSize of [1, 10]) {
      const { coarse, fine } = drawClumps(3, 2000 / clumpSize, clumpSize, 0.05);
      let before = boundViolations(coarse, fine, 0.5);
      for (const confidence of [0.6, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999]) {
        const wider = boundViolations(coarse, fine, confidence);
        expect(wider.upper).toBeGreaterThan(before.upper);
        expect(wider.lower).toBeLessThan(before.lower);
        expect(wider.lower).toBeLessThan(wider.rate);
        expect(wider.upper).toBeGreaterThan(wider.rate);
        before = wider;
      }
    }
  });

  it.each([
    ["independent requests at about their number", 1],
    ["requests in clumps of ten at about a tenth of it", 10],
  ])("value %s", (_, clumpSize) => {
    // With r = (z/t)² = 0.7507 the worth over n is r·9/χ²₉, capped at 1: SciPy's chi2.sf(9r/x, 9)
    // is 0.0505 at x = 0.4, 0.2583 at 0.6 and 0.4900 at 0.8. Of 1,000 runs the share is within
    // 3.3 standard errors of that but for one seed in a thousand.
    const runs = 1000;
    const clumps = 5000;
    const worth: number[] = [];
    for (let seed = 0; seed < runs; seed++) {
      const { coarse, fine } = drawClumps(seed, clumps, clumpSize, 0.2);
      worth.push(boundViolations(coarse, fine, 0.95).effectiveRequests / clumps);
    }
    for (const [least, share] of [
      [0.4, 0.0505],
      [0.6, 0.2583],
      [0.8, 0.49],
    ]) {
      const found = worth.filter((value) => value < least).length / runs;
      const standardError = Math.sqrt((share * (1 - share)) / runs);
      expect(Math.abs(found - share)).toBeLessThan(3.3 * standardError);
    }
  });

  it.each([
    ["independent", 1, 0.02],
    ["clumped by ten", 10, 0.02],
    ["clumped by fifty", 50, 0.05],
  ])("hold the true rate as often as promised, of %s violations", (_, clumpSize, rate) => {
    // Promised is 97.5 % on either side; three standard errors below that, in 1,000 runs, is 96 %.
    const runs = 1000;
    let above = 0;
    let below = 0;
    for (let seed = 0; seed < runs; seed++) {
      const { coarse, fine } = drawClumps(seed, 20_000 / clumpSize, clumpSize, rate);
      const bounds = boundViolations(coarse, fine, 0.95);
      if (bounds.upper >= rate) above++;
      if (bounds.lower <= rate) below++;
    }
    expect(above / runs).toBeGreaterThan(0.96);
    expect(below / runs).toBeGreaterThan(0.96);
  });

  it("count for no more requests than they are allowed to", () => {
    const fine = batches(20, repeat([1], 50));
    const coarse = batches(100, repeat([5], 10));
    expect(boundViolations(coarse, fine, 0.95, 5000)).toEqual(boundViolations(coarse, fine, 0.95));
    // beta.ppf(0.975, 11, 190) and beta.ppf(0.025, 10, 191)
    const limited = boundViolations(coarse, fine, 0.95, 200);
    expect(limited).toMatchObject({ effectiveRequests: 200, effectiveViolations: 10 });
    expectRelative(limited.upper, 0.09002753770135137);
    expectRelative(limited.lower, 0.024234165472108552);
  });

  it("reach down to 0 from next to no effective violation", () => {
    // beta.ppf(0.025, 0.001, 1) is 0.025^1000, which no float64 can tell from 0.
    const coarse = batches(1000, [1, ...repeat([0], 9)]);
    const fine = batches(200, [1, ...repeat([0], 49)]);
    expect(boundViolations(coarse, fine, 0.95, 10)).toMatchObject({ lower: 0 });
    expect(boundViolations(coarse, fine, 0.95, 0.5).upper).toBeGreaterThan(0.99);
  });

  it("refuse what gives no evidence", () => {
    const two = batches(10, [1, 2]);
    expect(() => boundViolations(batches(10, [1]), two, 0.95)).toThrow(RangeError);
    expect(() => boundViolations(batches(0, [0, 0]), two, 0.95)).toThrow(RangeError);
    expect(() => boundViolations(two, batches(10, [1]), 0.95)).toThrow(RangeError);
  });
});
