/** How each replication is cut into equal batches of consecutive requests, none spanning two. */
export interface BatchingScheme {
  /** Long batches a replication, for effective sample sizes and sectioning. */
  readonly coarse: number;
  /** Short batches a replication, a multiple of `coarse`. */
  readonly fine: number;
}

/**
 * Some ten coarse and fifty fine batches in all: few and long, so that they are nearly independent;
 * see `boundViolations`. In steps, since what a replication found can be used again for a sweep of
 * more of them only if they are cut alike.
 */
const SCHEMES: readonly (BatchingScheme & { readonly fewest: number })[] = [
  { fewest: 50, coarse: 1, fine: 1 },
  { fewest: 10, coarse: 1, fine: 5 },
  { fewest: 5, coarse: 2, fine: 10 },
  { fewest: 2, coarse: 5, fine: 25 },
  { fewest: 1, coarse: 10, fine: 50 },
];

/**
 * The scheme that gives at least ten coarse and fifty fine batches over all replications.
 *
 * @param replications - ≥ 1.
 * @throws RangeError for fewer than one.
 */
export function chooseBatching(replications: number): BatchingScheme {
  const scheme = SCHEMES.find(({ fewest }) => replications >= fewest);
  if (scheme === undefined) throw new RangeError(`replications: ${replications} is below 1`);
  return scheme;
}
