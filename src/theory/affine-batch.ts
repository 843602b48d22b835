import { stationaryLawOfBand } from "./banded-chain.ts";
import { poissonWeights } from "./poisson-weights.ts";

/** One server that, when free, takes up to b waiting requests for a time linear in their number. */
export interface AffineBatchParameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Seconds of a batch that don't depend on its size, ≥ 0. */
  readonly base: number;
  /** Further seconds for each request in the batch, ≥ 0. */
  readonly perItem: number;
  /** Largest batch b, an integer ≥ 1. */
  readonly maxBatch: number;
}

/** Means of such a server. */
export interface AffineBatchDelays {
  /** Mean time from arrival to the end of the batch. */
  readonly sojournMean: number;
  /** Mean number of requests in a batch. */
  readonly batchMean: number;
  /** Share of time without a batch in progress. */
  readonly idleShare: number;
}

/**
 * Mean sojourn time of deterministic batches that start as soon as the server is free and somebody
 * waits.
 *
 * The number left behind at the end of a batch is a Markov chain. The number in system during a
 * batch of length h that starts with n in system averages n + λh/2; Little's law turns its average
 * over time into a sojourn time.
 *
 * @throws RangeError if the server can't keep up.
 */
export function solveAffineBatch(parameters: AffineBatchParameters): AffineBatchDelays {
  const { arrivalRate, base, perItem, maxBatch } = parameters;
  const batchTime = (size: number): number => base + perItem * size;
  const longest = batchTime(maxBatch);
  if (!(arrivalRate * longest < maxBatch)) {
    throw new RangeError(
      `arrival rate must be below ${maxBatch / longest} per second, got ${arrivalRate}`,
    );
  }
  const arrivals = Array.from({ length: maxBatch + 1 }, (_, size) =>
    poissonWeights(arrivalRate * batchTime(size)),
  );
  const batchAfter = (left: number): number => Math.min(Math.max(left, 1), maxBatch);
  const leftBehind = stationaryLawOfBand({
    reachDown: maxBatch,
    reachUp: arrivals[maxBatch].length - 1,
    transition: (from, to) => {
      const size = batchAfter(from);
      return arrivals[size][to - Math.max(0, from - size)] ?? 0;
    },
  });

  let idle = leftBehind[0] / arrivalRate;
  let busy = 0;
  let presence = 0;
  let batchMean = 0;
  leftBehind.forEach((share, left) => {
    const size = batchAfter(left);
    const time = batchTime(size);
    busy += share * time;
    presence += share * time * (Math.max(left, 1) + (arrivalRate * time) / 2);
    batchMean += share * size;
  });
  return {
    sojournMean: presence / (busy + idle) / arrivalRate,
    batchMean,
    idleShare: idle / (busy + idle),
  };
}
