import type { QueryAnswer } from "./query-answer.ts";

/** A law of token counts as the buckets of a histogram tell it. */
export interface BucketLaw {
  /** Shares in (0, 1), ascending, with the tokens that so many requests have at most. */
  readonly quantiles: readonly (readonly [share: number, tokens: number])[];
  /** Mean of the law. */
  readonly mean: number;
  /** Requests counted. */
  readonly requests: number;
  /** Largest bound, and the share of requests beyond it, which are taken to have as many. */
  readonly largest: number;
  readonly beyond: number;
  /** Buckets with a request in them. */
  readonly buckets: number;
}

/** How near to 0 and 1 the ends of the law are, and how near to each other both sides of a jump. */
const NEXT_TO = 1e-6;

/**
 * Makes a law of the buckets of a histogram: counts by upper bound, each with all below it, as
 * `increase(x_bucket[step])` gives them, added up over time and over the series of a bound. Within a
 * bucket lengths are spread evenly, as `histogram_quantile` has it.
 *
 * @throws Error if there are no buckets, or nothing in them.
 */
export function lawOfBuckets({ series }: QueryAnswer): BucketLaw {
  const totals = new Map<number, number>();
  for (const { labels, points } of series) {
    const bound = boundOf(labels["le"]);
    if (bound === null) {
      throw new Error("must have the buckets of a histogram, each with its bound le: sum by (le)");
    }
    const sum = points.reduce((total, [, value]) => total + Math.max(0, value), 0);
    totals.set(bound, (totals.get(bound) ?? 0) + sum);
  }
  const bounds = [...totals].sort(([left], [right]) => left - right);
  const finite = bounds.filter(([bound]) => Number.isFinite(bound));
  const requests = Math.max(0, ...totals.values());
  if (finite.length === 0 || requests === 0) throw new Error("has no request in its buckets");
  return readLaw(finite, requests);
}

function readLaw(
  bounds: readonly (readonly [bound: number, count: number])[],
  requests: number,
): BucketLaw {
  const quantiles: [number, number][] = [];
  let below = 0;
  let lower = 0;
  let buckets = 0;
  let mean = 0;
  for (const [bound, count] of bounds) {
    // Counts that were extrapolated, or scraped in between, may fall short of those below.
    const share = Math.max(below, Math.min(1, count / requests));
    if (share > below) {
      buckets++;
      mean += (share - below) * ((Math.max(lower, 1) + bound) / 2);
      push(quantiles, below + NEXT_TO, Math.max(lower, 1));
      push(quantiles, share, bound);
      below = share;
    }
    lower = bound;
  }
  const [largest] = bounds[bounds.length - 1];
  mean += (1 - below) * largest;
  if (below < 1 - NEXT_TO) push(quantiles, below + NEXT_TO, largest);
  push(quantiles, 1 - NEXT_TO, largest);
  return { quantiles, mean, requests, largest, beyond: 1 - below, buckets };
}

/** Adds a point, unless the one before it is as far or says the same. */
function push(quantiles: [number, number][], share: number, tokens: number): void {
  const last = quantiles.at(-1);
  const inside = Math.min(share, 1 - NEXT_TO);
  if (last === undefined || (inside > last[0] && (tokens > last[1] || inside === 1 - NEXT_TO))) {
    quantiles.push([inside, Math.max(tokens, last?.[1] ?? tokens)]);
  }
}

function boundOf(le: string | undefined): number | null {
  if (le === undefined || le === "") return null;
  if (le === "+Inf" || le === "Inf") return Infinity;
  const bound = Number(le);
  return Number.isFinite(bound) ? bound : null;
}
