import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import type { TraceRows } from "../../src/ingest/trace-rows.ts";
import {
  columnNames,
  makeTraceFolder,
  readTraceError,
  toPlain,
  traceSection,
} from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const servegen = { format: "servegen" } as const;
const HEADER = "client,t_s,rate_rps,cv,pattern,shape,scale";

/** Squared coefficient of variation of the gaps of a draw from one window. */
function scvOfGaps({ arrivals }: TraceRows): number {
  const gaps = arrivals.slice(1).map((time, row) => time - arrivals[row]);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length / mean ** 2;
}

describe("servegen", () => {
  it("holds rate × 600 arrivals in each window of each client", async () => {
    const text = [
      HEADER,
      "0,600,0.085,6.7,Gamma,0.0223,73.0",
      "0,1200,0.5,0.9,Weibull,1.2,2.0",
      "7,600,0.0016666666666666668,1,Gamma,1,600",
      "7,1200,0,1,Gamma,1,1",
    ].join("\r\n");
    const rows = await readTrace(folder.write("w.csv", text), traceSection(servegen), 3);
    expect(rows.arrivals.filter((time) => time >= 600 && time < 1200)).toHaveLength(52);
    expect(rows.arrivals.filter((time) => time >= 1200 && time < 1800)).toHaveLength(300);
    expect(rows.arrivals).toHaveLength(352);
    expect(rows.arrivals.every((time, row) => row === 0 || time >= rows.arrivals[row - 1])).toBe(
      true,
    );
    expect(rows).toMatchObject({ read: 4, skipped: 0 });
    expect(rows.notes).toEqual([
      "drew 352 arrivals from 4 windows of 2 clients (seed 3): one draw, and another seed gives another",
    ]);
  });

  it.each([
    // Squared CV of the law: 1/shape for gamma, Γ(1 + 2/k)/Γ(1 + 1/k)² − 1 for Weibull (SciPy).
    ["Gamma", 0.25, 4],
    ["Gamma", 4, 0.25],
    ["Weibull", 0.7, 2.139],
    ["Weibull", 2, 0.2732],
  ])("draws gaps of the %s law of shape %d", async (pattern, shape, scv) => {
    const path = folder.write("law.csv", `${HEADER}\n0,0,100,1,${pattern},${shape},1\n`);
    const rows = await readTrace(path, traceSection(servegen), 5);
    // 60,000 gaps: for the widest law the standard error is about 3 %.
    expect(Math.abs(scvOfGaps(rows) / scv - 1)).toBeLessThan(0.12);
  });

  it("repeats itself by the seed, and a window that goes leaves the others as they are", async () => {
    const window = "1,600,0.5,1,Gamma,0.8,2";
    const both = folder.write("both.csv", `${HEADER}\n0,0,0.5,1,Gamma,0.8,2\n${window}\n`);
    const one = folder.write("one.csv", `${HEADER}\n${window}\n`);
    const [first, again, other, alone] = await Promise.all([
      readTrace(both, traceSection(servegen), 1),
      readTrace(both, traceSection(servegen), 1),
      readTrace(both, traceSection(servegen), 2),
      readTrace(one, traceSection(servegen), 1),
    ]);
    expect(again.arrivals).toEqual(first.arrivals);
    expect(other.arrivals).not.toEqual(first.arrivals);
    expect(alone.arrivals).toEqual(first.arrivals.slice(300));
  });

  it("names what is wrong with a window", async () => {
    const text = [HEADER, "0,0,1,1,Pareto,1,1", "0,0,1,1,Gamma,0,1", "0,0,-1,1,Gamma,1,1", "0,0,1"];
    const error = await readTraceError(folder.write("bad.csv", text.join("\n")), servegen);
    expect(error.problems.map(({ line, message }) => [line, message])).toEqual([
      [2, 'pattern must be Gamma or Weibull, got "Pareto"'],
      [3, 'shape must be a number > 0, got "0"'],
      [4, 'rate_rps must be a rate from 0 to 1,000,000/s, got "-1"'],
      [5, "expected 7 fields as in the header, got 3"],
    ]);
  });
});

describe("sizes by law", () => {
  const log = folder.write("t.csv", "t,in\n0,5\n1,6\n2,7\n");

  it("fill in for what the trace lacks, and never replace what it has", async () => {
    const section = traceSection({
      ...columnNames({ arrival: "t", input: "in" }),
      input: { distribution: "constant", value: 99 },
      output: { distribution: "uniform", min: 10, max: 20 },
    });
    const rows = await readTrace(log, section, 4);
    expect([...rows.inputs]).toEqual([5, 6, 7]);
    expect(rows.outputs.every((count) => count >= 10 && count <= 20)).toBe(true);
    expect(rows.notes).toEqual(["output tokens are drawn by the scenario's laws (seed 4)"]);
    expect((await readTrace(log, section, 4)).outputs).toEqual(rows.outputs);
  });
});

const arrivals = (times: readonly number[]): string =>
  `t,in\n${times.map((t, i) => `${t},${i + 1}`).join("\n")}`;

describe("dequantize", () => {
  const spread = { ...columnNames({ arrival: "t", input: "in" }), dequantize: true };

  it("spreads stamps uniformly over their tick, in their order", async () => {
    // 400 ticks of 3 s with 25 requests each, stamped up to 2 ms late.
    const times = Array.from({ length: 10_000 }, (_, row) => {
      const tick = Math.floor(row / 25);
      return 3 * tick + (tick % 3) / 1000;
    });
    const rows = await readTrace(
      folder.write("tick.csv", arrivals(times)),
      traceSection(spread),
      1,
    );
    expect(rows.inputs.every((mark, row) => mark === row + 1)).toBe(true);
    const places = rows.arrivals.map((time, row) => (time - times[row]) / 3);
    expect(places.every((place) => place >= 0 && place < 1)).toBe(true);
    // Uniform on [0, 1): the mean of 10,000 has a standard error of 0.0029, the variance is 1/12.
    const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
    const variance = places.reduce((sum, place) => sum + (place - mean) ** 2, 0) / places.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.003);
    expect(rows.notes).toEqual(["spread 10,000 arrivals uniformly inside their 3 s tick (seed 1)"]);
  });

  it("knows a clock of whole seconds though few requests share one", async () => {
    const times = Array.from({ length: 50 }, (_, row) => row + Math.floor(row / 10));
    const path = folder.write("seconds.csv", arrivals(times));
    const rows = await readTrace(path, traceSection(spread), 1);
    expect([...rows.arrivals].map(Math.floor)).toEqual(times);
    expect(rows.notes).toEqual(["spread 50 arrivals uniformly inside their 1 s tick (seed 1)"]);
  });

  it("leaves a fine clock alone, and says so", async () => {
    const times = Array.from({ length: 50 }, (_, row) => row * 1.37);
    const path = folder.write("fine.csv", arrivals(times));
    const rows = await readTrace(path, traceSection(spread), 1);
    expect(toPlain(rows).arrivals).toEqual(times);
    expect(rows.notes).toEqual(["no tick found in the timestamps: nothing to spread"]);
  });
});

const windows = fileURLToPath(
  new URL("../../../shared/traces/servegen-deepseek-r1-windows.csv.gz", import.meta.url),
);

describe.skipIf(!existsSync(windows))(
  "ServeGen's windows (skipped without ../shared/traces)",
  () => {
    it("give the rate of the published trace", async () => {
      const rows = await readTrace(windows, traceSection(servegen), 1);
      expect(rows).toMatchObject({ read: 3111, skipped: 0 });
      // Rounding of rate × 600 in each window is all that could differ.
      expect(rows.arrivals.length / 86_400).toBeCloseTo(16.0, 1);
      expect(rows.arrivals).toHaveLength(1_383_669);
    });
  },
);
