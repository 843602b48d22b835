/** A ratio of two sums over batches, with how far it may be off. */
export interface RatioEstimate {
  /** The sum of the counted over the sum of the sizes. */
  readonly ratio: number;
  /** What each batch counts beyond its share, over the mean size: of equal ones, ratio − mean. */
  readonly deviations: readonly number[];
  /** Sum of the sizes. */
  readonly total: number;
  readonly standardError: number;
  /** Batches of a size above 0, at least two. */
  readonly count: number;
}

/**
 * The ratio of batches together with its standard error, by the ratio estimator: batches may be of
 * very different sizes, and what is seen in a very small one is no sign of a bad time.
 *
 * @param counted - By batch: violations, dollars.
 * @param sizes - By batch, ≥ 0: requests, seconds. Batches of size 0 are left out.
 * @throws RangeError for fewer than two batches of a size above 0.
 * @see Cochran, Sampling Techniques, 3rd edition, 1977, §2.11.
 */
export function estimateRatio(counted: readonly number[], sizes: readonly number[]): RatioEstimate {
  let sum = 0;
  let total = 0;
  let count = 0;
  sizes.forEach((size, batch) => {
    if (size === 0) return;
    sum += counted[batch];
    total += size;
    count++;
  });
  if (count < 2) throw new RangeError("a ratio needs at least two batches that aren't empty");
  const ratio = sum / total;
  const meanSize = total / count;
  const deviations: number[] = [];
  let squares = 0;
  sizes.forEach((size, batch) => {
    if (size === 0) return;
    const deviation = (counted[batch] - ratio * size) / meanSize;
    deviations.push(deviation);
    squares += deviation ** 2;
  });
  const standardError = Math.sqrt(squares / (count - 1) / count);
  return { ratio, deviations, total, standardError, count };
}
