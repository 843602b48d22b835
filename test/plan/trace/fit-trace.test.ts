import { describe, expect, it } from "vitest";
import { estimateRequests } from "../../../src/scenario/expected-requests.ts";
import { fitOnOff } from "../../../src/plan/trace/fit-on-off.ts";
import { fitBlocks } from "../../../src/plan/trace/fit-blocks.ts";
import { fitSizes } from "../../../src/plan/trace/fit-sizes.ts";
import { fitTrace } from "../../../src/plan/trace/fit-trace.ts";
import { replayWait } from "../../../src/plan/trace/replay-wait.ts";
import type { ArrivalProcess } from "../../../src/workload/arrival-process.ts";
import { followTrend } from "../../../src/workload/follow-trend.ts";
import { generateWorkload } from "../../../src/workload/generate-workload.ts";
import { measureBurstiness } from "../../../src/workload/measure-burstiness.ts";
import type { BoundedTrace } from "../../../src/workload/trace-rows.ts";
import { timeShares } from "../../../src/workload/sample-states.ts";

function traceOf(arrivals: ArrivalProcess, duration: number): BoundedTrace {
  const law = { distribution: "exponential", mean: 200, min: null, max: null } as const;
  const request = { seed: 11, replication: 0, duration, arrivals, input: null, output: law };
  return {
    ...generateWorkload(request),
    duration,
    durations: new Float64Array(0),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
  };
}

describe("fitTrace", () => {
  it("finds Poisson traffic, and calls that good", () => {
    const fit = fitTrace(traceOf({ process: "poisson", rate: 20, spikes: [] }, 20_000), 1);
    expect(fit.arrivals.process).toBe("poisson");
    expect(fit.waits.map(({ at }) => at)).toEqual([0.7, 0.85]);
    for (const { fit: found, trace } of fit.waits) {
      expect(Math.abs(found / trace - 1)).toBeLessThan(0.2);
    }
    expect(fit.isGood).toBe(true);
  });

  it("follows a rate that swings slowly with a schedule", () => {
    const points = Array.from(
      { length: 11 },
      (_, step) => [step * 360, step % 2 ? 30 : 5] as const,
    );
    const fit = fitTrace(traceOf({ process: "schedule", points, spikes: [] }, 3600), 1);
    expect(fit.arrivals.process).toBe("schedule");
    for (const { fit: found, trace } of fit.dispersion) {
      expect(Math.abs(found / trace - 1)).toBeLessThan(0.15);
    }
    expect(fit.isGood).toBe(true);
  });

  it("follows sizes that move against the rate with a trend", () => {
    const points = [
      [0, 5],
      [1800, 30],
      [3600, 5],
    ] as const;
    const trace = traceOf({ process: "schedule", points, spikes: [] }, 3600);
    // Small requests while there are many: the same work at any time.
    const outputs = trace.outputs.map((tokens, row) => {
      const distance = Math.abs(trace.arrivals[row] - 1800) / 1800;
      return Math.ceil((tokens * 5) / (30 - 25 * distance));
    });
    const fit = fitTrace({ ...trace, outputs }, 1);
    expect(fit.isGood).toBe(true);
    for (const { shuffled, trace: own } of fit.waits) expect(shuffled).toBeGreaterThan(2 * own);
    // 5/5 at both ends, 5/30 in the middle, over a mean of 5·3600/(17.5·3600) = 2/7.
    const factorAt = followTrend(fit.sizes.trend?.output ?? []);
    expect(Math.abs(factorAt(100) / 3 - 1)).toBeLessThan(0.2);
    expect(Math.abs(factorAt(1800) / (7 / 12) - 1)).toBeLessThan(0.2);
  });

  it("says what independent gaps of the same variation would do", () => {
    const onOff = { process: "on-off", rate: 40, onMean: 5, offMean: 15, spikes: [] } as const;
    const trace = traceOf(onOff, 7200);
    const { renewal } = fitTrace(trace, 1);
    expect(renewal?.cv).toBe(measureBurstiness(trace.arrivals).interarrivalCv);
    // Gaps of silences come in clusters of gamma gaps: many requests at one instant.
    expect(renewal?.isGood).toBe(false);
  });
});

/** Index of dispersion of an on-off process by Heffes and Lucantoni. */
function indexOf(rate: number, onMean: number, offMean: number, scale: number): number {
  const share = onMean / (onMean + offMean);
  const relaxation = 1 / onMean + 1 / offMean;
  const excess = (2 * rate * (1 - share)) / relaxation;
  return 1 + excess * (1 - (1 - Math.exp(-relaxation * scale)) / (relaxation * scale));
}

describe("fitOnOff", () => {
  it("finds an on-off process again from its indexes", () => {
    const indexes = [1, 10, 60].map((scale) => indexOf(40, 5, 15, scale));
    const [found] = fitOnOff(10, indexes, 3600);
    expect(found).toMatchObject({ process: "on-off" });
    if (found.process !== "on-off") return;
    // The grid of κ has steps of 25 %.
    expect(Math.abs(found.onMean / 5 - 1)).toBeLessThan(0.25);
    expect(Math.abs(found.offMean / 15 - 1)).toBeLessThan(0.25);
    expect((found.rate * found.onMean) / (found.onMean + found.offMean)).toBeCloseTo(10, 9);
  });

  it("keeps the mean rate with two sources, and rows of probabilities", () => {
    const found = fitOnOff(10, [3, 8, 60], 3600).find(({ process }) => process === "mmpp");
    if (found?.process !== "mmpp") throw new Error("no mmpp");
    const shares = timeShares(found.states, found.transitions);
    const mean = found.states.reduce((sum, { rate }, state) => sum + rate * shares[state], 0);
    expect(mean).toBeCloseTo(10, 9);
    for (const row of found.transitions ?? []) {
      expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });

  it("has nothing for arrivals no burstier than Poisson's", () => {
    expect(fitOnOff(10, [1, 0.9, 0.5], 3600)).toEqual([]);
  });
});

describe("fitBlocks", () => {
  it("finds where a rate changes, however long it lasts", () => {
    // 1/s for 100 s, 10/s for 10 s, 1/s for 90 s.
    const arrivals = Float64Array.from({ length: 290 }, (_, row) => {
      if (row < 100) return row + 0.5;
      return row < 200 ? 100 + (row - 99.5) / 10 : row - 89.5;
    });
    for (const process of fitBlocks(arrivals)) {
      if (process.process !== "schedule") throw new Error("no schedule");
      const starts = process.points.filter((_, place) => place % 2 === 0);
      expect(starts).toHaveLength(3);
      // Times count from the first arrival, at 0.5 s; changes lie between two arrivals.
      expect(Math.abs(starts[1][0] - 99.5)).toBeLessThan(0.6);
      expect(Math.abs(starts[2][0] - 109.5)).toBeLessThan(0.6);
      const rates = starts.map(([, rate]) => rate);
      expect(Math.abs(rates[0] - 1)).toBeLessThan(0.03);
      expect(Math.abs(rates[1] - 10)).toBeLessThan(0.6);
      expect(Math.abs(rates[2] - 1)).toBeLessThan(0.03);
    }
    expect(fitBlocks(arrivals)).toHaveLength(1);
  });

  it("expects as many requests as the trace has", () => {
    const { arrivals } = traceOf(
      { process: "on-off", rate: 40, onMean: 5, offMean: 15, spikes: [] },
      1000,
    );
    const found = fitBlocks(arrivals);
    expect(found.length).toBeGreaterThan(1);
    const duration = arrivals[arrivals.length - 1] - arrivals[0];
    for (const process of found) {
      const expected = estimateRequests({ duration, arrivals: process });
      expect(Math.abs(expected / arrivals.length - 1)).toBeLessThan(0.002);
    }
  });

  it("has nothing for a steady rate", () => {
    expect(fitBlocks(Float64Array.from({ length: 1000 }, (_, row) => row))).toEqual([]);
  });

  it("takes requests at one instant, which have no finite rate", () => {
    const arrivals = Float64Array.from({ length: 400 }, (_, row) => 3 * Math.floor(row / 20));
    for (const process of fitBlocks(arrivals)) {
      if (process.process !== "schedule") throw new Error("no schedule");
      for (const [place, [time, rate]] of process.points.entries()) {
        expect(Number.isFinite(rate)).toBe(true);
        if (place > 0) expect(time).toBeGreaterThan(process.points[place - 1][0]);
      }
    }
  });
});

describe("fitSizes", () => {
  it("has no trend and no correlation for sizes without", () => {
    const trace = traceOf({ process: "poisson", rate: 5, spikes: [] }, 3600);
    const inputs = trace.outputs.map((_, row) => 1 + ((row * 7919) % 1000));
    const found = fitSizes({ ...trace, inputs });
    expect(found).toHaveLength(1);
    expect(Object.keys(found[0])).toEqual(["input", "output"]);
  });

  it("finds the correlation of sizes", () => {
    const trace = traceOf({ process: "poisson", rate: 5, spikes: [] }, 3600);
    const [{ correlation }] = fitSizes({ ...trace, inputs: trace.outputs });
    expect(correlation).toBeCloseTo(1, 12);
  });
});

describe("replayWait", () => {
  it("is 0 while a server of the eight is free", () => {
    const arrivals = Float64Array.from({ length: 801 }, (_, row) => row);
    expect(replayWait(arrivals, new Int32Array(0), 0.9)).toBe(0);
  });

  it("is the wait of the last in a batch", () => {
    // Sixteen at once, then one after 10 s: each takes 0.5·8·10/17 s, eight wait once.
    const arrivals = Float64Array.from([...Array.from({ length: 16 }, () => 0), 10]);
    expect(replayWait(arrivals, new Int32Array(0), 0.5)).toBeCloseTo(40 / 17, 12);
  });
});
