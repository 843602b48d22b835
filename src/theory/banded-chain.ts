/** A Markov chain on 0, 1, 2, … whose jumps are bounded in both directions. */
export interface BandedChain {
  /** Furthest jump down, ≥ 1. */
  readonly reachDown: number;
  /** Furthest jump up, ≥ 1; probability beyond it is lost in rounding. */
  readonly reachUp: number;
  /**
   * Probability of going from one state to another within reach, or in continuous time the rate.
   * That of staying put doesn't count. Every state above 0 leads down.
   */
  readonly transition: (from: number, to: number) => number;
}

/** Share of time in each state next to the edge at which a truncation counts as complete. */
const NEGLIGIBLE = 1e-16;
const MOST_STATES = 2 ** 20;

/**
 * Stationary law of a banded chain, truncated where what is cut off no longer shows.
 *
 * By the elimination of Grassmann, Taksar and Heyman from the last state down, which subtracts
 * nothing; the band stays a band, so the cost is states × reach up × reach down.
 *
 * @param chain - The chain, positive recurrent and irreducible.
 * @returns Probabilities of the states 0, 1, 2, …
 * @throws RangeError if the law doesn't fade within a million states: the chain isn't stable.
 * @see W. K. Grassmann, M. I. Taksar, D. P. Heyman, "Regenerative Analysis and Steady State
 *   Distributions for Markov Chains", Operations Research 33 (1985) 1107–1116,
 *   https://doi.org/10.1287/opre.33.5.1107
 */
export function stationaryLawOfBand(chain: BandedChain): Float64Array {
  for (let states = 256; states <= MOST_STATES; states *= 2) {
    const law = truncatedLaw(chain, states);
    // All states from which a jump is cut off: one alone may be rare wherever the edge is.
    const edge = law.subarray(Math.max(0, states - chain.reachUp));
    // The first share is 0 if the others outweigh it beyond the range of numbers.
    if (law[0] > 0 && edge.every((share) => share < NEGLIGIBLE)) return law;
  }
  throw new RangeError("the chain is not stable");
}

function truncatedLaw(
  { reachDown, reachUp, transition }: BandedChain,
  states: number,
): Float64Array {
  const width = reachDown + reachUp + 1;
  const band = new Float64Array(states * width);
  // Entry (i, j) lies at i·width + (j − i + reachDown) = i·(width − 1) + j + reachDown.
  const stride = width - 1;
  for (let i = 0; i < states; i += 1) {
    const last = Math.min(states - 1, i + reachUp);
    for (let j = Math.max(0, i - reachDown); j <= last; j += 1) {
      band[i * stride + j + reachDown] = transition(i, j);
    }
  }

  // Censor on the states below n. Jumps cut off at the top count as staying put.
  for (let n = states - 1; n > 0; n -= 1) {
    const lowest = Math.max(0, n - reachDown);
    let escape = 0;
    for (let j = lowest; j < n; j += 1) escape += band[n * stride + j + reachDown];
    for (let i = Math.max(0, n - reachUp); i < n; i += 1) {
      const at = i * stride + reachDown;
      const ratio = band[at + n] / escape;
      band[at + n] = ratio;
      for (let j = lowest; j < n; j += 1) band[at + j] += ratio * band[n * stride + j + reachDown];
    }
  }

  const law = new Float64Array(states);
  law[0] = 1;
  let total = 1;
  for (let n = 1; n < states; n += 1) {
    let weight = 0;
    for (let i = Math.max(0, n - reachUp); i < n; i += 1) {
      weight += law[i] * band[i * stride + n + reachDown];
    }
    law[n] = weight;
    total += weight;
  }
  return law.map((weight) => weight / total);
}
