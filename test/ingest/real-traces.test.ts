import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { measureBurstiness } from "../../src/workload/measure-burstiness.ts";
import { traceSection } from "./trace-folder.ts";

const folder = fileURLToPath(new URL("../../../shared/traces/", import.meta.url));
const present = existsSync(folder);

/** Equal to as many digits as are shown. */
function expectDigits(found: readonly number[], shown: readonly number[]): void {
  const digits = shown.map((value) => String(value).replace(".", "").length);
  expect(found.map((value, place) => Number(value.toPrecision(digits[place])))).toEqual(shown);
}

function at(measures: Readonly<Record<string, number | null>>, width: string): number {
  return measures[width] ?? NaN;
}

/** The quantile between the two nearest values, rounded. */
function interpolate(column: Int32Array, share: number): number {
  const sorted = column.slice().sort();
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  return Math.round(below + (place % 1) * (sorted[Math.ceil(place)] - below));
}

describe.skipIf(!present)("real traces (skipped without ../shared/traces)", () => {
  it.each([
    ["azure-llm-2023-conv.csv.gz", "azure-llm", 19_366, 3501.721937, []],
    ["azure-llm-2023-code.csv.gz", "azure-llm", 8_819, 3435.948056, []],
    [
      "mooncake-conversation.jsonl.gz",
      "mooncake",
      12_031,
      3536.999,
      [
        "timestamps sit on a 3 s tick: simultaneous arrivals may exaggerate tails; `workload.trace.dequantize: true` spreads them",
      ],
    ],
  ] as const)("reads %s whole", async (name, format, count, last, notes) => {
    const rows = await readTrace(`${folder}${name}`, traceSection({ format }));
    expect(rows).toMatchObject({ read: count, skipped: 0, notes });
    expect(rows.arrivals).toHaveLength(count);
    expect(rows.arrivals[0]).toBe(0);
    expect(rows.arrivals[count - 1]).toBe(last);
    expect(rows.inputs).toHaveLength(count);
    expect(rows.outputs).toHaveLength(count);
  });

  // Figures of an independent reader (NumPy); quantiles between two values are interpolated.
  it.each([
    ["azure-llm-2023-code.csv.gz", "azure-llm", [2.5664, 13.15], [13.19, 71.6, 164], [26.1, 4.18]],
    [
      "azure-llm-2023-conv.csv.gz",
      "azure-llm",
      [5.5301, 1.094],
      [1.385, 3.857, 16.13],
      [2.89, 1.52],
    ],
    ["mooncake-conversation.jsonl.gz", "mooncake", [3.401, 3.03], [7.9, 2.1, 2.9], [8.23, 1.21]],
  ] as const)(
    "finds the rate and burstiness of %s",
    async (name, format, overall, dispersion, peaks) => {
      const rows = await readTrace(`${folder}${name}`, traceSection({ format }));
      const { indexOfDispersion, interarrivalCv, peakToMean, rate } = measureBurstiness(
        rows.arrivals,
      );
      expectDigits([rate ?? NaN, interarrivalCv ?? NaN], overall);
      expectDigits(
        ["1s", "10s", "60s"].map((width) => at(indexOfDispersion, width)),
        dispersion,
      );
      expectDigits(
        ["1s", "60s"].map((width) => at(peakToMean, width)),
        peaks,
      );
    },
  );

  it.each([
    ["azure-llm-2023-code.csv.gz", "azure-llm", [1469, 7303, 7436, 7437], [13, 90, 251, 1899]],
    ["azure-llm-2023-conv.csv.gz", "azure-llm", [1020, 4083, 4142, 14_050], [129, 451, 601, 1000]],
    [
      "mooncake-conversation.jsonl.gz",
      "mooncake",
      [6909, 39_551, 85_400, 126_195],
      [350, 698, 1119, 2000],
    ],
  ] as const)("finds the sizes of %s", async (name, format, inputs, outputs) => {
    const rows = await readTrace(`${folder}${name}`, traceSection({ format }));
    expect([0.5, 0.95, 0.99, 1].map((share) => interpolate(rows.inputs, share))).toEqual(inputs);
    expect([0.5, 0.95, 0.99, 1].map((share) => interpolate(rows.outputs, share))).toEqual(outputs);
  });

  it("takes the false bursts of a 3 s clock out of mooncake by spreading", async () => {
    const path = `${folder}mooncake-conversation.jsonl.gz`;
    const section = traceSection({ format: "mooncake", dequantize: true });
    const { arrivals, notes } = await readTrace(path, section, 1);
    const dispersion = at(measureBurstiness(arrivals).indexOfDispersion, "1s");
    // Poisson traffic has 1, with a standard error of √(2/3537).
    expect(Math.abs(dispersion - 1)).toBeLessThan(0.1);
    expect(notes).toEqual(["spread 12,031 arrivals uniformly inside their 3 s tick (seed 1)"]);
  });

  it("reads the prefix blocks of mooncake, one for each 512 tokens begun", async () => {
    const path = `${folder}mooncake-conversation.jsonl.gz`;
    const rows = await readTrace(path, traceSection({ format: "mooncake" }));
    // Counted with another JSON reader.
    expect(rows.prefixHashes).toHaveLength(288_500);
    expect(new Set(rows.prefixHashes).size).toBe(182_790);
    const blocks = rows.prefixOffsets.slice(1).map((end, row) => end - rows.prefixOffsets[row]);
    expect(blocks).toEqual(rows.inputs.map((tokens) => Math.ceil(tokens / 512)));
  });
});
