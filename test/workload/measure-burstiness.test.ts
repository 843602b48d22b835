import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { measureBurstiness } from "../../src/workload/measure-burstiness.ts";

const traces = fileURLToPath(new URL("../../../shared/traces/", import.meta.url));

/** Seconds since the first row; the seven fractional digits are read apart from the date. */
function readAzureTimes(file: string): Float64Array {
  const lines = gunzipSync(readFileSync(traces + file))
    .toString("utf8")
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== "");
  const ticks = lines.map((line) => {
    const [stamp] = line.split(",");
    const [whole, fraction] = stamp.split(".");
    const seconds = BigInt(Date.parse(`${whole.replace(" ", "T")}Z`) / 1000);
    return seconds * 10_000_000n + BigInt(fraction.padEnd(7, "0"));
  });
  return Float64Array.from(ticks, (tick) => Number(tick - ticks[0]) / 1e7);
}

describe("measureBurstiness", () => {
  it("of hand-made arrivals matches a hand computation", () => {
    // Full 1 s windows from 10: [10, 11) holds 3, then 0, 1, 2; the arrival at 14.2 is in the
    // fifth, which isn't full. Counts 3, 0, 1, 2: mean 1.5, variance 1.25.
    const measured = measureBurstiness(Float64Array.of(10, 10.2, 10.9, 12.5, 13.1, 13.2, 14.2));
    expect(measured.rate).toBeCloseTo(6 / 4.2, 14);
    expect(measured.peakToMean["1s"]).toBeCloseTo(2, 14);
    expect(measured.indexOfDispersion["1s"]).toBeCloseTo(1.25 / 1.5, 14);
    expect(measured.peakToMean["60s"]).toBeNull();
    expect(measured.indexOfDispersion["10s"]).toBeNull();
    // Gaps .2 .7 1.6 .6 .1 1: mean .7, mean square 4.46/6.
    expect(measured.interarrivalCv).toBeCloseTo(Math.sqrt(4.46 / 6 - 0.49) / 0.7, 12);
  });

  it("of evenly spaced arrivals has no dispersion", () => {
    const even = Float64Array.from({ length: 1201 }, (_, i) => i / 8);
    expect(measureBurstiness(even)).toEqual({
      rate: 8,
      peakToMean: { "1s": 1, "60s": 1 },
      indexOfDispersion: { "1s": 0, "10s": 0, "60s": 0 },
      interarrivalCv: 0,
    });
  });

  it("needs three arrivals and two full windows", () => {
    const nothing = {
      peakToMean: { "1s": null, "60s": null },
      indexOfDispersion: { "1s": null, "10s": null, "60s": null },
      interarrivalCv: null,
    };
    expect(measureBurstiness(Float64Array.of())).toEqual({ rate: 0, ...nothing });
    expect(measureBurstiness(Float64Array.of(5))).toEqual({ rate: 0, ...nothing });
    expect(measureBurstiness(Float64Array.of(5, 5, 5))).toEqual({ rate: 0, ...nothing });
    expect(measureBurstiness(Float64Array.of(0, 100))).toEqual({ rate: 0.01, ...nothing });
    expect(measureBurstiness(Float64Array.of(0, 1, 1.9)).peakToMean["1s"]).toBeNull();
    expect(measureBurstiness(Float64Array.of(0, 1, 2)).peakToMean["1s"]).toBe(1);
  });

  it("does not depend on where time starts", () => {
    const times = Float64Array.of(0, 0.25, 1.5, 1.75, 3, 4.5, 8);
    expect(measureBurstiness(times.map((time) => time + 1024))).toEqual(measureBurstiness(times));
  });

  // Azure LLM inference traces 2023 (Azure/AzurePublicDataset, CC-BY-4.0).
  it.skipIf(!existsSync(`${traces}azure-llm-2023-conv.csv.gz`))(
    "reproduces the published figures of the conversation trace (skipped without the trace)",
    () => {
      const measured = measureBurstiness(readAzureTimes("azure-llm-2023-conv.csv.gz"));
      expect(measured.rate).toBeCloseTo(5.5301, 4);
      expect(measured.interarrivalCv).toBeCloseTo(1.094, 3);
      expect(measured.indexOfDispersion["1s"]).toBeCloseTo(1.385, 3);
      expect(measured.indexOfDispersion["10s"]).toBeCloseTo(3.857, 3);
      expect(measured.indexOfDispersion["60s"]).toBeCloseTo(16.13, 2);
      expect(measured.peakToMean["1s"]).toBeCloseTo(2.89, 2);
      expect(measured.peakToMean["60s"]).toBeCloseTo(1.52, 2);
    },
  );

  it.skipIf(!existsSync(`${traces}azure-llm-2023-code.csv.gz`))(
    "reproduces the published figures of the code trace (skipped without the trace)",
    () => {
      const measured = measureBurstiness(readAzureTimes("azure-llm-2023-code.csv.gz"));
      expect(measured.rate).toBeCloseTo(2.5664, 4);
      expect(measured.interarrivalCv).toBeCloseTo(13.15, 2);
      expect(measured.indexOfDispersion["1s"]).toBeCloseTo(13.19, 2);
      expect(measured.indexOfDispersion["10s"]).toBeCloseTo(71.6, 1);
      expect(measured.indexOfDispersion["60s"]).toBeCloseTo(164, 0);
      expect(measured.peakToMean["1s"]).toBeCloseTo(26.1, 1);
      expect(measured.peakToMean["60s"]).toBeCloseTo(4.18, 2);
    },
  );
});
