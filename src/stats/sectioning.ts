import { studentQuantile } from "./special-functions.ts";

/**
 * Interval on a quantile by sectioning: the spread of the batches' quantiles around the quantile
 * of all values, which unlike the mean of the batches' is not biased by their size.
 *
 * @param pooled - Quantile of all values.
 * @param batches - Quantiles of the batches, at least two.
 * @param confidence - In (0, 1).
 * @returns Lower and upper end, the lower not below 0.
 * @throws RangeError for fewer than two batches.
 * @see Asmussen and Glynn, Stochastic Simulation, 2007, III.5.
 */
export function sectionQuantile(
  pooled: number,
  batches: readonly number[],
  confidence: number,
): [low: number, high: number] {
  const count = batches.length;
  if (count < 2) throw new RangeError("sectioning needs at least two batches");
  let squares = 0;
  for (const quantile of batches) squares += (quantile - pooled) ** 2;
  const half =
    studentQuantile(count - 1, (1 + confidence) / 2) * Math.sqrt(squares / (count - 1) / count);
  return [Math.max(0, pooled - half), pooled + half];
}
