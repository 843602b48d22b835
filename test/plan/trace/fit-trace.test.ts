import { describe, expect, it } from "vitest";
import { fitOnOff } from "../../../src/plan/trace/fit-on-off.ts";
import { fitTrace } from "../../../src/plan/trace/fit-trace.ts";
import { replayWait } from "../../../src/plan/trace/replay-wait.ts";
import type { ArrivalProcess } from "../../../src/workload/arrival-process.ts";
import { generateWorkload } from "../../../src/workload/generate-workload.ts";
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

  it("doesn't call a fit good whose sizes moved against the rate", () => {
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
    expect(fit.isGood).toBe(false);
    expect(fit.isGoodShuffled).toBe(true);
    for (const { shuffled, trace: own } of fit.waits) expect(shuffled).toBeGreaterThan(2 * own);
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
