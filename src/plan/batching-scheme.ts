/** How each replication is cut into equal batches of consecutive requests, none spanning two. */
export interface BatchingScheme {
  /** Long batches a replication, for effective sample sizes and sectioning. */
  readonly coarse: number;
  /** Short batches a replication, a multiple of `coarse`. */
  readonly fine: number;
}

/**
 * Batches wanted in all: few and long, so that they are nearly independent; see `boundViolations`.
 */
const COARSE_BATCHES = 10;
const FINE_BATCHES = 50;

/**
 * The scheme that reaches the wanted numbers of batches over all replications.
 *
 * @param replications - ≥ 1.
 */
export function chooseBatching(replications: number): BatchingScheme {
  const coarse = Math.ceil(COARSE_BATCHES / replications);
  const finePerCoarse = Math.ceil(FINE_BATCHES / (replications * coarse));
  return { coarse, fine: coarse * finePerCoarse };
}
