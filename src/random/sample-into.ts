import type { Distribution } from "./distribution.ts";
import { quantileFunction } from "./quantile-function.ts";
import type { Stream } from "./stream.ts";

const LARGEST_COUNT = 2 ** 31 - 1;

/**
 * Fills a column with variates of a law, one uniform of the stream a row.
 *
 * @param law - The law, in the unit of the column.
 * @param stream - Where the uniforms come from.
 * @param values - Column to fill from first row to last.
 */
export function sampleInto(law: Distribution, stream: Stream, values: Float64Array): void {
  const quantile = quantileFunction(law);
  for (let i = 0; i < values.length; i += 1) values[i] = quantile(stream());
}

/**
 * Fills a column with counts: variates of a law rounded to the nearest integer (halves up), at
 * least 1 and at most 2³¹ − 1; one uniform of the stream a row.
 *
 * @param law - The law of the counts before rounding.
 * @param stream - Where the uniforms come from.
 * @param counts - Column to fill from first row to last.
 */
export function sampleCountsInto(law: Distribution, stream: Stream, counts: Int32Array): void {
  const quantile = quantileFunction(law);
  for (let i = 0; i < counts.length; i += 1) counts[i] = roundToCount(quantile(stream()));
}

/**
 * Nearest integer, halves up, between 1 and 2³¹ − 1.
 *
 * @param value - Any number; NaN gives 1.
 */
export function roundToCount(value: number): number {
  if (value < LARGEST_COUNT) return value > 1 ? Math.floor(value + 0.5) : 1;
  return value >= LARGEST_COUNT ? LARGEST_COUNT : 1;
}
