import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { openStream } from "../../src/random/stream.ts";
import type { ArrivalProcess } from "../../src/workload/arrival-process.ts";
import { generateArrivals } from "../../src/workload/generate-arrivals.ts";
import { measureBurstiness } from "../../src/workload/measure-burstiness.ts";
import { timeShares } from "../../src/workload/sample-states.ts";
import { arrivalsOf, countWithin, uniformDistance } from "./helpers.ts";

const spikes = [] as const;

/** √n times a Kolmogorov–Smirnov distance exceeds this with probability 0.001 (SciPy kstwobign). */
const KS_LIMIT = 1.95;

function gapsOf(arrivals: Float64Array): Float64Array {
  return arrivals.map((time, i) => (i === 0 ? time : time - arrivals[i - 1]));
}

describe("poisson arrivals", () => {
  const arrivals = arrivalsOf({ process: "poisson", rate: 100, spikes }, 1000);

  it("have the rate asked for", () => {
    expect(Math.abs(arrivals.length - 1e5)).toBeLessThan(4 * Math.sqrt(1e5));
  });

  it("have exponential gaps and lie evenly in the run", () => {
    const shares = gapsOf(arrivals).map((gap) => -Math.expm1(-100 * gap));
    expect(uniformDistance(shares)).toBeLessThan(KS_LIMIT);
    expect(uniformDistance(arrivals.map((time) => time / 1000))).toBeLessThan(KS_LIMIT);
  });

  it("have an index of dispersion of 1", () => {
    const { indexOfDispersion } = measureBurstiness(arrivals);
    // Standard error of a variance over mean of n Poisson counts: √(2/n).
    expect(Math.abs(indexOfDispersion["1s"]! - 1)).toBeLessThan(4 * Math.sqrt(2 / 1000));
    expect(Math.abs(indexOfDispersion["10s"]! - 1)).toBeLessThan(4 * Math.sqrt(2 / 100));
  });

  it("are the exponential quantiles of the stream, added up", () => {
    const stream = openStream(1, 0, "arrivals");
    let sum = 0;
    for (let i = 0; i < 1000; i += 1) {
      sum -= Math.log1p(-stream());
      expect(arrivals[i]).toBe(sum / 100);
    }
  });
});

describe("renewal arrivals", () => {
  it.each<["gamma" | "weibull", number]>([
    ["gamma", 0.4],
    ["gamma", 2.5],
    ["weibull", 0.4],
    ["weibull", 2.5],
  ])("%s of cv %f have the rate and the cv asked for", (process, cv) => {
    const arrivals = arrivalsOf({ process, rate: 50, cv, spikes }, 10_000);
    const expected = 500_000;
    expect(Math.abs(arrivals.length - expected)).toBeLessThan(4 * cv * Math.sqrt(expected));
    // The cv of a sample is off by about √(kurtosis/4n): 0.5 % is four times that at cv 2.5.
    expect(Math.abs(measureBurstiness(arrivals).interarrivalCv! / cv - 1)).toBeLessThan(0.02);
  });

  it("of cv 1 are poisson", () => {
    const poisson = arrivalsOf({ process: "poisson", rate: 10, spikes }, 100);
    for (const process of ["gamma", "weibull"] as const) {
      const arrivals = arrivalsOf({ process, rate: 10, cv: 1, spikes }, 100);
      expect(arrivals.length).toBe(poisson.length);
      arrivals.forEach((time, i) => expect(time).toBeCloseTo(poisson[i], 4));
    }
  });
});

describe("deterministic arrivals", () => {
  it("come at exact multiples of the gap, before the end of the run", () => {
    for (const rate of [0.1, 3, 7, 10, 333.3]) {
      const arrivals = arrivalsOf({ process: "deterministic", rate, spikes }, 30);
      expect(arrivals.every((time, i) => time === (i + 1) / rate && time < 30)).toBe(true);
      expect((arrivals.length + 1) / rate).toBeGreaterThanOrEqual(30);
    }
  });

  it("come faster during a spike", () => {
    const process = {
      process: "deterministic",
      rate: 1,
      spikes: [{ at: 3, factor: 2, duration: 2 }],
    } as const;
    expect([...arrivalsOf(process, 8)]).toEqual([1, 2, 3, 3.5, 4, 4.5, 5, 6, 7]);
  });
});

describe("scheduled arrivals", () => {
  const process = {
    process: "schedule",
    points: [
      [100, 50],
      [300, 150],
      [300, 20],
      [600, 0],
    ],
    spikes,
  } as const;
  const arrivals = arrivalsOf(process, 1000);

  it.each([
    ["flat before the first point", 0, 100, 5000],
    ["rising", 100, 200, 7500],
    ["rising further", 200, 300, 12_500],
    ["falling after the jump", 300, 450, 2250],
    ["falling to nothing", 450, 600, 750],
    ["flat after the last point", 600, 1000, 0],
  ])("are as many as the integrated rate where it is %s", (_, from, to, expected) => {
    const count = countWithin(arrivals, from, to);
    expect(Math.abs(count - expected)).toBeLessThanOrEqual(4 * Math.sqrt(expected));
  });

  it("follow the rate inside a slope", () => {
    const inside = arrivals.filter((time) => time >= 100 && time < 300);
    const shares = inside.map((time) => {
      const elapsed = time - 100;
      return (50 * elapsed + elapsed ** 2 / 4) / 20_000;
    });
    expect(uniformDistance(shares)).toBeLessThan(KS_LIMIT);
  });

  it("with one point are poisson", () => {
    const flat = arrivalsOf({ process: "schedule", points: [[0, 10]], spikes }, 100);
    expect(flat).toEqual(arrivalsOf({ process: "poisson", rate: 10, spikes }, 100));
  });

  it("take a rate that starts at nothing", () => {
    const points = [
      [0, 0],
      [100, 20],
    ] as const;
    const rising = arrivalsOf({ process: "schedule", points, spikes }, 100);
    expect(uniformDistance(rising.map((time) => (time / 100) ** 2))).toBeLessThan(KS_LIMIT);
  });
});

/** IDC(∞) of the two-state process below, by the formula cited there. */
function limitingDispersion(): number {
  const [r1, r2] = [1 / 2, 1 / 6];
  return 1 + (2 * 30 ** 2 * r1 * r2) / ((r1 + r2) ** 2 * (40 * r2 + 10 * r1));
}

describe("mmpp arrivals", () => {
  const states = [
    { rate: 40, meanDwell: 2 },
    { rate: 10, meanDwell: 6 },
  ];
  const process: ArrivalProcess = { process: "mmpp", states, transitions: null, spikes };
  const replications = Array.from({ length: 20 }, (_, replication) =>
    arrivalsOf(process, 4000, { replication }),
  );

  it("have the stationary mean rate", () => {
    // 17.5/s; counts over long spans have the limiting index of dispersion computed below.
    const total = replications.reduce((sum, arrivals) => sum + arrivals.length, 0);
    const expected = 17.5 * 4000 * 20;
    expect(Math.abs(total - expected)).toBeLessThan(4 * Math.sqrt(expected * limitingDispersion()));
  });

  it("have the index of dispersion of theory, in short and in long windows", () => {
    // Fischer and Meier-Hellstern, Performance Evaluation 18 (1993) 149–171, for two states: with
    // r = r₁ + r₂, IDC(t) = 1 + 2·(λ₁−λ₂)²·r₁r₂/(r²·(λ₁r₂+λ₂r₁))·(1 − (1 − e^(−rt))/(rt)).
    const pooled = replications.map(measureBurstiness);
    for (const [key, window] of [
      ["1s", 1],
      ["10s", 10],
      ["60s", 60],
    ] as const) {
      const rt = (1 / 2 + 1 / 6) * window;
      const theory = 1 + (limitingDispersion() - 1) * (1 + Math.expm1(-rt) / rt);
      const values = pooled.map(({ indexOfDispersion }) => indexOfDispersion[key]!);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
      // Counts of n windows underestimate the variance by the share 1/n of IDC(∞) or less.
      const bias = (limitingDispersion() * window) / 4000;
      expect(Math.abs(mean - theory)).toBeLessThan(4 * Math.sqrt(variance / 20) + bias);
    }
  });

  it("start in the stationary law", () => {
    const early = Array.from(
      { length: 4000 },
      (_, replication) => arrivalsOf(process, 0.5, { replication, seed: 9 }).length,
    );
    const mean = early.reduce((a, b) => a + b, 0) / early.length;
    const variance = early.reduce((a, b) => a + (b - mean) ** 2, 0) / early.length;
    expect(Math.abs(mean - 8.75)).toBeLessThan(4 * Math.sqrt(variance / early.length));
  });

  it("spend in each state the share of visits times the stay", () => {
    const transitions = [
      [0, 0.5, 0.5],
      [1, 0, 0],
      [1, 0, 0],
    ];
    const three = [1, 2, 6].map((meanDwell, i) => ({ rate: 10 * i, meanDwell }));
    const shares = timeShares(three, transitions);
    [0.2, 0.2, 0.6].forEach((share, i) => expect(shares[i]).toBeCloseTo(share, 14));
    const arrivals = arrivalsOf({ process: "mmpp", states: three, transitions, spikes }, 50_000);
    // Mean rate 0.2·10 + 0.6·20 = 14; stays of some 6 s make the standard error about 0.1.
    expect(Math.abs(arrivals.length / 50_000 - 14)).toBeLessThan(0.4);
  });

  it("with equal rates are poisson", () => {
    const equal = states.map((state) => ({ ...state, rate: 10 }));
    const arrivals = arrivalsOf({ process: "mmpp", states: equal, transitions: null, spikes }, 500);
    const poisson = arrivalsOf({ process: "poisson", rate: 10, spikes }, 500);
    expect(arrivals.length).toBe(poisson.length);
    arrivals.forEach((time, i) => expect(time).toBeCloseTo(poisson[i], 8));
  });

  it("keep the path of states when the rates change", () => {
    const silent = [
      { rate: 40, meanDwell: 2 },
      { rate: 0, meanDwell: 6 },
    ];
    const bursts = arrivalsOf({ process: "mmpp", states: silent, transitions: null, spikes }, 500);
    const onOff: ArrivalProcess = { process: "on-off", rate: 40, onMean: 2, offMean: 6, spikes };
    expect(bursts).toEqual(arrivalsOf(onOff, 500));
  });

  it("reject states that can't be reached", () => {
    const transitions = [
      [1, 0],
      [0, 1],
    ];
    expect(() => arrivalsOf({ process: "mmpp", states, transitions, spikes }, 10)).toThrow(
      RangeError,
    );
  });
});

describe("on-off arrivals", () => {
  it("have the mean rate of the share of time that is on, and silent gaps", () => {
    const process = { process: "on-off", rate: 100, onMean: 1, offMean: 4, spikes } as const;
    const arrivals = arrivalsOf(process, 20_000);
    // On-time in 20,000 s: variance 2·(1·4)²·20,000/5³ s² = 5,120 s², 72 s of 4,000.
    expect(Math.abs(arrivals.length - 400_000)).toBeLessThan(4 * 7200);
    expect(Math.max(...gapsOf(arrivals.subarray(0, 50_000)))).toBeGreaterThan(10);
  });
});

describe("spikes", () => {
  it.each<ArrivalProcess>([
    { process: "poisson", rate: 100, spikes },
    { process: "gamma", rate: 100, cv: 2, spikes },
    { process: "weibull", rate: 100, cv: 0.5, spikes },
    { process: "deterministic", rate: 100, spikes },
    { process: "schedule", points: [[0, 100]], spikes },
    {
      process: "mmpp",
      states: [
        { rate: 150, meanDwell: 0.01 },
        { rate: 50, meanDwell: 0.01 },
      ],
      transitions: null,
      spikes,
    },
    { process: "on-off", rate: 200, onMean: 0.01, offMean: 0.01, spikes },
  ])("multiply the rate of $process arrivals", (process) => {
    const spiked = arrivalsOf({ ...process, spikes: [{ at: 100, factor: 3, duration: 50 }] }, 300);
    for (const [from, to, expected] of [
      [0, 100, 10_000],
      [100, 150, 15_000],
      [150, 300, 15_000],
    ]) {
      expect(Math.abs(countWithin(spiked, from, to) - expected)).toBeLessThan(
        4 * 2.5 * Math.sqrt(expected),
      );
    }
  });

  it("of factor 0 silence the source", () => {
    const process: ArrivalProcess = {
      process: "poisson",
      rate: 10,
      spikes: [{ at: 10, factor: 0, duration: 20 }],
    };
    const arrivals = arrivalsOf(process, 50);
    expect(countWithin(arrivals, 10, 30)).toBe(0);
    expect(countWithin(arrivals, 30, 50)).toBeGreaterThan(100);
  });

  it("leave the arrivals before them as they were", () => {
    const calm = arrivalsOf({ process: "gamma", rate: 20, cv: 2, spikes }, 100);
    const spike = { at: 60, factor: 5, duration: 10 };
    const spiked = arrivalsOf({ process: "gamma", rate: 20, cv: 2, spikes: [spike] }, 100);
    const before = countWithin(calm, 0, 60);
    expect(spiked.subarray(0, before)).toEqual(calm.subarray(0, before));
  });
});

describe("generateArrivals", () => {
  const rate = fc.double({ min: 0.01, max: 200, noNaN: true });
  const cv = fc.double({ min: 0.05, max: 8, noNaN: true });
  const stay = fc.double({ min: 0.01, max: 20, noNaN: true });
  const spikeList = fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 30, noNaN: true }),
      factor: fc.double({ min: 0, max: 10, noNaN: true }),
      duration: fc.double({ min: 0, max: 30, noNaN: true }),
    }),
    { maxLength: 4 },
  );
  const process = fc.oneof(
    fc.record({ process: fc.constant("poisson" as const), rate, spikes: spikeList }),
    fc.record({ process: fc.constant("gamma" as const), rate, cv, spikes: spikeList }),
    fc.record({ process: fc.constant("weibull" as const), rate, cv, spikes: spikeList }),
    fc.record({ process: fc.constant("deterministic" as const), rate, spikes: spikeList }),
    fc.record({
      process: fc.constant("on-off" as const),
      rate,
      onMean: stay,
      offMean: stay,
      spikes: spikeList,
    }),
    fc.record({
      process: fc.constant("schedule" as const),
      points: fc
        .array(fc.tuple(fc.double({ min: 0, max: 40, noNaN: true }), fc.nat(100)), { minLength: 1 })
        .map((points) => points.sort((a, b) => a[0] - b[0])),
      spikes: spikeList,
    }),
  );

  it("gives ascending times in [0, duration)", () => {
    fc.assert(
      fc.property(process, fc.double({ min: 0.01, max: 30, noNaN: true }), (process, duration) => {
        const arrivals = arrivalsOf(process, duration);
        expect(arrivals.every((time, i) => i === 0 || time >= arrivals[i - 1])).toBe(true);
        expect(arrivals.every((time) => time >= 0 && time < duration)).toBe(true);
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it("gives a longer run the same beginning", () => {
    fc.assert(
      fc.property(process, (process) => {
        const short = arrivalsOf(process, 10);
        const long = arrivalsOf(process, 20);
        expect(short.length).toBeLessThanOrEqual(long.length);
        short.forEach((time, i) => expect(time).toBeCloseTo(long[i], 9));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("places gaps of length 0, also where the rate starts at nothing", () => {
    const points = [
      [0, 0],
      [1, 10],
    ] as const;
    const uniforms = [0, 0, 0];
    const arrivals = generateArrivals({ process: "schedule", points, spikes }, 1, {
      arrivals: () => uniforms.pop() ?? 0.5,
      states: () => 0,
    });
    expect([...arrivals.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect(arrivals[3]).toBeCloseTo(Math.sqrt(Math.LN2 / 5), 14);
  });
});
