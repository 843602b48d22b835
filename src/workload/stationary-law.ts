/**
 * Stationary law of a finite Markov chain in discrete time, by the elimination of Grassmann, Taksar
 * and Heyman, which subtracts nothing and so keeps full relative accuracy in small probabilities.
 *
 * @param transitions - Square matrix; entry [i][j] is the probability that state j follows state i.
 *   Rows sum to 1.
 * @returns Shares of steps spent in each state, summing to 1.
 * @throws RangeError if some state can't be left for, or reached from, another.
 * @see W. K. Grassmann, M. I. Taksar, D. P. Heyman, "Regenerative Analysis and Steady State
 *   Distributions for Markov Chains", Operations Research 33 (1985) 1107–1116,
 *   https://doi.org/10.1287/opre.33.5.1107
 */
export function stationaryLaw(transitions: readonly (readonly number[])[]): Float64Array {
  const size = transitions.length;
  const rows = transitions.map((row) => Float64Array.from(row));

  // Censor the chain on the states below n, from the last state down.
  for (let n = size - 1; n > 0; n -= 1) {
    const escape = rows[n].subarray(0, n).reduce((sum, share) => sum + share, 0);
    if (!(escape > 0)) throw new RangeError(unreachable());
    for (let i = 0; i < n; i += 1) {
      rows[i][n] /= escape;
      for (let j = 0; j < n; j += 1) rows[i][j] += rows[i][n] * rows[n][j];
    }
  }

  // Add the states back one by one, relative to the first.
  const law = new Float64Array(size);
  law[0] = 1;
  let total = 1;
  for (let n = 1; n < size; n += 1) {
    for (let i = 0; i < n; i += 1) law[n] += law[i] * rows[i][n];
    if (!(law[n] > 0)) throw new RangeError(unreachable());
    total += law[n];
  }
  return law.map((weight) => weight / total);
}

function unreachable(): string {
  return "transitions must let every state be reached from every other";
}
