import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { makeTraceFolder, traceSection } from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

// 2023-11-16 00:00:00 is day 19,677 since 1970; all times below fall on that day.
const SECONDS_PER_DAY = 86_400;

function formatTicks(ticks: number): string {
  const seconds = Math.floor(ticks / 1e7);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return `2023-11-16 ${time}.${String(ticks % 1e7).padStart(7, "0")}`;
}

describe("timestamps", () => {
  it("become the doubles nearest to the differences, to the last of seven digits", async () => {
    const ticksOfDay = fc.integer({ min: 0, max: SECONDS_PER_DAY * 1e7 - 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(ticksOfDay, { minLength: 1, maxLength: 200 }), async (ticks) => {
        const rows = ticks.map((tick, index) => `${formatTicks(tick)},${index + 1},1`);
        const text = ["TIMESTAMP,ContextTokens,GeneratedTokens", ...rows].join("\r\n");
        const read = await readTrace(folder.write("day.csv", text), traceSection({}));
        const order = ticks.map((_, row) => row).sort((a, b) => ticks[a] - ticks[b] || a - b);
        // Ticks of a day are integers below 2^53, and so is their difference: one rounding is left.
        const first = ticks[order[0]];
        expect([...read.arrivals]).toEqual(order.map((row) => (ticks[row] - first) / 1e7));
        expect([...read.inputs]).toEqual(order.map((row) => row + 1));
      }),
      { seed: 20_231_116, numRuns: 15 },
    );
  });
});
