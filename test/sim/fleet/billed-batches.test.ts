import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BILLED_BATCHES, BilledBatches } from "../../../src/sim/fleet/billed-batches.ts";

describe("BilledBatches", () => {
  it("shares out each stretch to the tenths of the measured span that it lies in", () => {
    // Tenths of 10 s from 50 s on.
    const bill = new BilledBatches(50, 150);
    bill.addCount(2, 0, 65);
    bill.addCount(0, 65, 70);
    bill.addCount(3, 70, 200);
    bill.addMinimum(95, 112);
    const batches = bill.toBatches();
    expect(batches).toHaveLength(BILLED_BATCHES);
    expect(batches[0].countTimes).toEqual([0, 0, 10]);
    expect(batches[1].countTimes).toEqual([5, 0, 5]);
    for (const { countTimes } of batches.slice(2)) expect(countTimes).toEqual([0, 0, 0, 10]);
    expect(batches.map(({ minimumTime }) => minimumTime)).toEqual([0, 0, 0, 0, 5, 10, 2, 0, 0, 0]);
  });

  it("holds nothing where nothing is measured", () => {
    const bill = new BilledBatches(50, 20);
    bill.addCount(1, 0, 100);
    bill.addMinimum(0, 100);
    const empty = { countTimes: [0], minimumTime: 0 };
    expect(bill.toBatches()).toEqual(Array.from({ length: BILLED_BATCHES }, () => empty));
  });

  it("loses no time and invents none, whatever the changes", () => {
    const change = fc.record({
      count: fc.integer({ min: 0, max: 5 }),
      time: fc.double({ min: 0, max: 30, noNaN: true }),
    });
    const span = fc.record({
      from: fc.double({ min: 0, max: 50, noNaN: true }),
      length: fc.double({ min: 0.1, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(change), span, (changes, { from, length }) => {
        const to = from + length;
        const bill = new BilledBatches(from, to);
        const expected = new Float64Array(6);
        let now = 0;
        for (const { count, time } of changes) {
          const end = now + time;
          bill.addCount(count, now, end);
          expected[count] += Math.max(0, Math.min(end, to) - Math.max(now, from));
          now = end;
        }
        const batches = bill.toBatches();
        for (const [count, time] of expected.entries()) {
          const billed = batches.reduce((sum, batch) => sum + (batch.countTimes[count] ?? 0), 0);
          expect(billed).toBeCloseTo(time, 9);
        }
        for (const { countTimes } of batches) {
          const most = length / BILLED_BATCHES;
          expect(countTimes.reduce((sum, time) => sum + time, 0)).toBeLessThanOrEqual(most + 1e-9);
        }
      }),
      { seed: 17, numRuns: 200 },
    );
  });
});
