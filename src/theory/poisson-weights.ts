/**
 * Probabilities of 0, 1, 2, … events of a Poisson law, up to where they fall below 1e-20.
 *
 * @param mean - Mean number of events, ≥ 0 and below 700.
 */
export function poissonWeights(mean: number): Float64Array {
  const weights = [Math.exp(-mean)];
  for (let n = 1; n <= mean || weights[n - 1] > 1e-20; n += 1) {
    weights.push((weights[n - 1] * mean) / n);
  }
  return Float64Array.from(weights);
}
