import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { guessFormat } from "../../../src/ingest/guess-format.ts";
import { readTrace } from "../../../src/ingest/read-trace.ts";
import { measureDispersion } from "../../../src/plan/trace/measure-dispersion.ts";
import { measureTrace } from "../../../src/plan/trace/measure-trace.ts";
import { measurePrefixReuse } from "../../../src/plan/trace/prefix-reuse.ts";
import { rankCorrelation } from "../../../src/plan/trace/rank-correlation.ts";
import { generateArrivals } from "../../../src/workload/generate-arrivals.ts";
import { openStream } from "../../../src/random/stream.ts";
import type { TraceRows } from "../../../src/workload/trace-rows.ts";
import { traceSection } from "../../ingest/trace-folder.ts";

const folder = fileURLToPath(new URL("../../../../shared/traces/", import.meta.url));

function rowsOf(arrivals: readonly number[], columns: Partial<TraceRows> = {}): TraceRows {
  return {
    arrivals: Float64Array.from(arrivals),
    inputs: new Int32Array(0),
    outputs: new Int32Array(0),
    durations: new Float64Array(0),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
    ...columns,
  };
}

describe("measureTrace", () => {
  it("counts the rate in full windows from the first arrival on", () => {
    const { rate, rateOverTime, span } = measureTrace(rowsOf([100, 100.5, 300, 400, 400, 410]));
    expect(span).toBe(310);
    expect(rate).toBeCloseTo(5 / 310, 12);
    // 310 windows of 1 s would be too many, so they are 2 s wide: 155 of them.
    expect(rateOverTime?.width).toBe(2);
    expect(rateOverTime?.rates).toHaveLength(155);
    expect(rateOverTime?.rates[0]).toBe(1);
    expect(rateOverTime?.rates[150]).toBe(1);
    expect(rateOverTime?.rates.reduce((sum, one) => sum + one, 0)).toBe(2.5);
  });

  it("tells quantiles of sizes between values", () => {
    const inputs = Int32Array.of(40, 10, 20, 30, 50);
    const { input, inputOutputCorrelation, output } = measureTrace(
      rowsOf([0, 1, 2, 3, 4], { inputs }),
    );
    expect(input).toMatchObject({ mean: 30, min: 10, max: 50 });
    // NumPy: quantile([10, 20, 30, 40, 50], [.5, .9, .95]) = 30, 46, 48.
    expect(input?.quantiles.slice(0, 3).map(([, value]) => value)).toEqual([30, 46, 48]);
    expect(input?.profile).toHaveLength(201);
    expect([output, inputOutputCorrelation]).toEqual([null, null]);
  });

  it("has no rate for one request", () => {
    const stats = measureTrace(rowsOf([7]));
    expect(stats).toMatchObject({ requests: 1, span: 0, rate: 0, rateOverTime: null });
    expect(stats.dispersion).toEqual([]);
  });
});

describe("measureDispersion", () => {
  it("goes from 0.1 s to a tenth of the span in round steps, a minute among them", () => {
    const arrivals = Float64Array.from({ length: 1001 }, (_, index) => index);
    const scales = measureDispersion(arrivals).map(({ scale }) => scale);
    expect(scales).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 60, 100]);
  });

  it("finds Poisson arrivals inside the Poisson interval, and steady ones below it", () => {
    const streams = { arrivals: openStream(3, 0, "arrivals"), states: openStream(3, 0, "states") };
    const arrivals = generateArrivals({ process: "poisson", rate: 20, spikes: [] }, 2000, streams);
    const found = measureDispersion(arrivals);
    const inside = found.filter(({ index, poisson }) => index >= poisson[0] && index <= poisson[1]);
    expect(found.length).toBeGreaterThan(10);
    expect(inside.length).toBeGreaterThanOrEqual(found.length - 1);
    const steady = Float64Array.from({ length: 5001 }, (_, index) => index / 5);
    for (const { index, poisson, scale } of measureDispersion(steady)) {
      if (scale >= 1) expect(index).toBeLessThan(poisson[0]);
    }
  });

  it("has the interval of the chi-squared law", () => {
    const arrivals = Float64Array.from({ length: 101 }, (_, index) => index);
    const [band] = measureDispersion(arrivals).filter(({ scale }) => scale === 5);
    // SciPy: chi2.ppf([0.025, 0.975], 19) / 20 = 0.44533, 1.64262; Wilson and Hilferty are 0.2 % off.
    expect(band.windows).toBe(20);
    expect(Math.abs(band.poisson[0] / 0.445_33 - 1)).toBeLessThan(0.005);
    expect(Math.abs(band.poisson[1] / 1.642_62 - 1)).toBeLessThan(0.005);
  });
});

describe("rankCorrelation", () => {
  it("is that of SciPy, ties included", () => {
    // SciPy: spearmanr([1, 2, 2, 3, 9], [5, 6, 7, 8, 7]) = 0.7631578947.
    const found = rankCorrelation(Int32Array.of(1, 2, 2, 3, 9), Int32Array.of(5, 6, 7, 8, 7));
    expect(found).toBeCloseTo(0.763_157_894_7, 9);
  });

  it("is 1 for any ascending relation and -1 for a descending one", () => {
    const first = Int32Array.of(3, 1, 2);
    expect(rankCorrelation(first, Int32Array.of(1000, 1, 2))).toBeCloseTo(1, 12);
    expect(rankCorrelation(first, Int32Array.of(-1000, 1, -2))).toBeCloseTo(-1, 12);
  });

  it("doesn't exist for a constant column", () => {
    expect(rankCorrelation(Int32Array.of(1, 2), Int32Array.of(4, 4))).toBeNull();
  });
});

describe("measurePrefixReuse", () => {
  it("counts leading blocks only, and none behind the first new one", () => {
    const prefixHashes = Int32Array.of(0, 1, 2, 0, 1, 3, 4, 2, 0, 5);
    const prefixOffsets = Int32Array.of(0, 3, 6, 8, 10);
    expect(measurePrefixReuse({ prefixHashes, prefixOffsets })).toEqual({
      blocks: 10,
      reused: 3,
      distinct: 6,
      requestsWithReuse: 2,
    });
  });
});

const NAMES = [
  ["azure-llm-2023-code.csv.gz", "azure-llm", 8819, 13.19, 164, null],
  ["azure-llm-2023-conv.csv.gz", "azure-llm", 19_366, 1.385, 16.13, null],
  ["mooncake-conversation.jsonl.gz", "mooncake", 12_031, 7.9, 2.9, 288_500 - 182_790],
] as const;

describe.skipIf(!existsSync(folder))("real traces (skipped without ../shared/traces)", () => {
  it.each(NAMES)(
    "are measured as by others: %s",
    async (name, format, count, one, sixty, reused) => {
      expect(await guessFormat(folder + name)).toEqual({ format, columns: null });
      const stats = measureTrace(await readTrace(folder + name, traceSection({ format })));
      const index = (scale: number): number =>
        stats.dispersion.find((row) => row.scale === scale)?.index ?? NaN;
      expect(stats.requests).toBe(count);
      expect(Math.abs(index(1) / one - 1)).toBeLessThan(0.01);
      expect(Math.abs(index(60) / sixty - 1)).toBeLessThan(0.01);
      expect(stats.prefix?.reused ?? null).toBe(reused);
    },
  );
});
