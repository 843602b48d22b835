import { openStream } from "../random/stream.ts";
import type { CollectedRows } from "./row-collector.ts";
import { drawAscending } from "./spread-ticks.ts";

/**
 * Spreads the ends of requests that a log stamps with whole seconds: uniformly inside their second,
 * in the order of the lines, so that the arrivals before them move along.
 *
 * @param rows - In the order of the log; their arrivals change.
 * @param tick - Seconds that the log's clock can't tell apart.
 * @param seed - Seed of the scenario.
 */
export function spreadStamps(rows: CollectedRows, tick: number, seed: number): void {
  const { arrivals, elapsed } = rows;
  const stream = openStream(seed, 0, "trace/dequantize");
  const stampOf = (row: number): number => Math.round((arrivals[row] + elapsed[row]) * 1e3);
  for (let start = 0; start < arrivals.length;) {
    const stamp = stampOf(start);
    let end = start + 1;
    while (end < arrivals.length && stampOf(end) === stamp) end++;
    const delays = new Float64Array(end - start);
    drawAscending(stream, delays, 0, tick);
    for (let row = start; row < end; row++) arrivals[row] += delays[row - start];
    start = end;
  }
}
