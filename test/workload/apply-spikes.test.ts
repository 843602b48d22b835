import { describe, expect, it } from "vitest";

import { applySpikes } from "../../src/workload/apply-spikes.ts";
import { buildSegments, type RateSegments } from "../../src/workload/rate-segments.ts";

const plain = ({ times, startRates, endRates }: RateSegments): number[][] => [
  [...times],
  [...startRates],
  [...endRates],
];

function constant(rate: number, duration: number): RateSegments {
  const segments = buildSegments(duration);
  segments.append(duration, rate, rate);
  return segments.build();
}

describe("buildSegments", () => {
  it("leaves out empty segments and cuts at the end of the run", () => {
    const segments = buildSegments(10);
    segments.append(-5, 1, 1);
    segments.append(0, 1, 1);
    segments.append(4, 1, 3);
    segments.append(4, 9, 9);
    segments.append(16, 3, 15);
    segments.append(20, 7, 7);
    expect(plain(segments.build())).toEqual([
      [0, 4, 10],
      [1, 3],
      [3, 9],
    ]);
  });

  it("grows", () => {
    const segments = buildSegments(1000);
    for (let i = 1; i <= 1000; i += 1) segments.append(i, i, i);
    const built = segments.build();
    expect(built.times.length).toBe(1001);
    expect(built.startRates.every((rate, i) => rate === i + 1)).toBe(true);
  });
});

describe("applySpikes", () => {
  it("returns the rate itself without spikes", () => {
    const segments = constant(5, 10);
    expect(applySpikes(segments, [])).toBe(segments);
  });

  it("multiplies the rate during a spike", () => {
    expect(plain(applySpikes(constant(5, 10), [{ at: 2, factor: 3, duration: 4 }]))).toEqual([
      [0, 2, 6, 10],
      [5, 15, 5],
      [5, 15, 5],
    ]);
  });

  it("multiplies the factors where spikes overlap", () => {
    const spikes = [
      { at: 4, factor: 3, duration: 4 },
      { at: 2, factor: 2, duration: 4 },
    ];
    expect(plain(applySpikes(constant(1, 10), spikes))).toEqual([
      [0, 2, 4, 6, 8, 10],
      [1, 2, 6, 3, 1],
      [1, 2, 6, 3, 1],
    ]);
  });

  it("cuts spikes at both ends of the run and ignores those outside", () => {
    const spikes = [
      { at: -5, factor: 2, duration: 6 },
      { at: 9, factor: 3, duration: 6 },
      { at: 50, factor: 7, duration: 1 },
      { at: 5, factor: 9, duration: 0 },
    ];
    expect(plain(applySpikes(constant(1, 10), spikes)).map((column) => column.length)).toEqual([
      5, 4, 4,
    ]);
    expect([...applySpikes(constant(1, 10), spikes).startRates]).toEqual([2, 1, 1, 3]);
  });

  it("scales a sloping rate", () => {
    const segments = buildSegments(10);
    segments.append(10, 0, 20);
    expect(plain(applySpikes(segments.build(), [{ at: 5, factor: 0.5, duration: 2 }]))).toEqual([
      [0, 5, 7, 10],
      [0, 5, 14],
      [10, 7, 20],
    ]);
  });
});
