import { quantileOfTail } from "./quantile-of-tail.ts";

/** A few servers with queues of their own, of which each request joins the shortest it looks at. */
export interface ShortestOfSomeParameters {
  /** Load per server ρ, in (0, 1): Poisson arrivals at ρ·servers, exponential service of mean 1. */
  readonly utilization: number;
  /** Servers N, an integer ≥ 1; the number of states grows like longest^N/N!. */
  readonly servers: number;
  /** Distinct servers a request looks at d, from 1 to N; N is join-the-shortest-queue. */
  readonly choices: number;
  /** Requests at one server beyond which the chain is cut off. */
  readonly longest: number;
}

/** Delays in mean service times. */
export interface ShortestOfSomeDelays {
  /** Mean time from arrival to departure. */
  readonly sojournMean: number;
  /** Quantile of the time from arrival to departure, p in [0, 1). */
  readonly sojournQuantile: (p: number) => number;
}

/** Transitions into each state: those into state j are at offsets[j] … offsets[j + 1] − 1. */
interface Chain {
  /** Requests at each server, shortest first, a row a state. */
  readonly lengths: readonly (readonly number[])[];
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
  readonly rates: Float64Array;
  /** Total rate of leaving each state. */
  readonly leaveRates: Float64Array;
}

const MOST_SWEEPS = 20_000;

/**
 * Sojourn times when the shortest of d of N queues is joined, by solving the Markov chain of the
 * sorted queue lengths with Gauss–Seidel sweeps, alternately up and down.
 *
 * The shortest of d distinct servers is the k-th shortest of all, from 0, with probability
 * C(N − 1 − k, d − 1)/C(N, d).
 */
export function solveShortestOfSome(parameters: ShortestOfSomeParameters): ShortestOfSomeDelays {
  const { utilization, servers, choices, longest } = parameters;
  const joinShares = Array.from(
    { length: servers },
    (_, k) => binomial(servers - 1 - k, choices - 1) / binomial(servers, choices),
  );
  const chain = buildChain(joinShares, utilization * servers, longest);
  const law = solveChain(chain);

  const found = new Float64Array(longest + 1);
  let inSystem = 0;
  law.forEach((share, state) => {
    chain.lengths[state].forEach((length, k) => {
      found[length] += share * joinShares[k];
      inSystem += share * length;
    });
  });
  const sojournMean = inSystem / (utilization * servers * (1 - found[longest]));
  const sojournTail = (t: number): number => {
    let sum = 0;
    let term = Math.exp(-t);
    let atMost = term;
    found.forEach((share, n) => {
      sum += share * atMost;
      term *= t / (n + 1);
      atMost += term;
    });
    return sum;
  };
  return { sojournMean, sojournQuantile: (p) => quantileOfTail(sojournTail, p, sojournMean) };
}

function binomial(n: number, k: number): number {
  if (n < k) return 0;
  let value = 1;
  for (let i = 1; i <= k; i += 1) value = (value * (n - k + i)) / i;
  return value;
}

function sortedLengths(servers: number, longest: number): number[][] {
  if (servers === 0) return [[]];
  return sortedLengths(servers - 1, longest).flatMap((shorter) => {
    const least = shorter.at(-1) ?? 0;
    return Array.from({ length: longest - least + 1 }, (_, i) => [...shorter, least + i]);
  });
}

function buildChain(joinShares: readonly number[], arrivalRate: number, longest: number): Chain {
  const servers = joinShares.length;
  const lengths = sortedLengths(servers, longest);
  const keyOf = (state: readonly number[]): number =>
    state.reduce((key, length) => key * (longest + 1) + length, 0);
  const indices = new Map(lengths.map((state, i) => [keyOf(state), i]));
  const incoming: number[][] = lengths.map(() => []);
  const leaveRates = new Float64Array(lengths.length);

  lengths.forEach((state, i) => {
    state.forEach((length, k) => {
      for (const [change, rate] of [
        [1, length < longest ? arrivalRate * joinShares[k] : 0],
        [-1, length > 0 ? 1 : 0],
      ]) {
        if (rate > 0) {
          const next = state.with(k, length + change).sort((a, b) => a - b);
          incoming[indices.get(keyOf(next))!].push(i, rate);
          leaveRates[i] += rate;
        }
      }
    });
  });

  const offsets = new Int32Array(lengths.length + 1);
  incoming.forEach((pairs, j) => (offsets[j + 1] = offsets[j] + pairs.length / 2));
  const pairs = incoming.flat();
  return {
    lengths,
    offsets,
    sources: Int32Array.from({ length: pairs.length / 2 }, (_, n) => pairs[2 * n]),
    rates: Float64Array.from({ length: pairs.length / 2 }, (_, n) => pairs[2 * n + 1]),
    leaveRates,
  };
}

function solveChain({ offsets, sources, rates, leaveRates }: Chain): Float64Array {
  const states = leaveRates.length;
  const law = new Float64Array(states).fill(1 / states);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let change = 0;
    let total = 0;
    for (let n = 0; n < states; n += 1) {
      const j = sweep % 2 === 0 ? n : states - 1 - n;
      let inflow = 0;
      for (let e = offsets[j]; e < offsets[j + 1]; e += 1) inflow += law[sources[e]] * rates[e];
      const share = inflow / leaveRates[j];
      change += Math.abs(share - law[j]);
      total += share;
      law[j] = share;
    }
    for (let j = 0; j < states; j += 1) law[j] /= total;
    if (change < 1e-13 * total) break;
  }
  return law;
}
