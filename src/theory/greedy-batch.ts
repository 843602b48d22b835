import { exponentialWait, type ExponentialWait } from "./exponential-wait.ts";

/** One server that, when free, takes up to b waiting requests at once. */
export interface GreedyBatchParameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Batches a busy server completes per second μ, whatever their size, > 0. */
  readonly batchRate: number;
  /** Largest batch b, an integer ≥ 1. */
  readonly maxBatch: number;
}

/**
 * Delays in M/M^[1,b]/1, where a batch is closed once it has started. With r in (0, 1) the root of
 * μr^(b+1) − (λ + μ)r + λ = 0, a request waits with probability 1/(1 + (1 − r)μ/λ), then
 * exponentially with the rate μ(1 − r^b). From the balance equations of the number waiting.
 *
 * @throws RangeError if λ isn't below bμ.
 * @see N. T. J. Bailey, "On Queueing Processes with Bulk Service", J. R. Statist. Soc. B 16 (1954)
 *   80–87; M. F. Neuts, "A General Class of Bulk Queues with Poisson Input", Ann. Math. Statist. 38
 *   (1967) 759–770
 */
export function solveGreedyBatch(parameters: GreedyBatchParameters): ExponentialWait {
  const { arrivalRate, batchRate, maxBatch } = parameters;
  if (!(arrivalRate < maxBatch * batchRate)) {
    throw new RangeError(
      `arrival rate must be below ${maxBatch * batchRate} per second, got ${arrivalRate}`,
    );
  }
  const r = growthRatio(parameters);
  const waitProbability = 1 / (1 + ((1 - r) * batchRate) / arrivalRate);
  return exponentialWait(waitProbability, batchRate * (1 - r ** maxBatch), batchRate);
}

/**
 * The polynomial is convex, positive at 0 and negative from the root to 1: bisection up to its dip.
 */
function growthRatio({ arrivalRate, batchRate, maxBatch }: GreedyBatchParameters): number {
  const balance = (r: number): number =>
    batchRate * r ** (maxBatch + 1) - (arrivalRate + batchRate) * r + arrivalRate;
  let low = 0;
  let high = ((arrivalRate + batchRate) / (batchRate * (maxBatch + 1))) ** (1 / maxBatch);
  for (let middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (balance(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}
