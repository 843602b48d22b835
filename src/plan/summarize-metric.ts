import type { LogHistogram } from "../stats/log-histogram.ts";
import { sectionQuantile } from "../stats/sectioning.ts";
import { mergeAll, mergeGroups } from "./pool-replications.ts";
import type { Interval, MetricSummary } from "./result.ts";

/**
 * Summarizes one measure over all replications.
 *
 * @param fine - Histograms of the fine batches, in order.
 * @param finePerCoarse - Fine batches that make up a coarse one.
 * @param confidence - For the intervals, in (0, 1); null where nothing is random.
 */
export function summarizeMetric(
  fine: readonly LogHistogram[],
  finePerCoarse: number,
  confidence: number | null,
): MetricSummary {
  const all = mergeAll(fine);
  if (all.count === 0) return EMPTY;
  const coarse = mergeGroups(fine, finePerCoarse).filter(({ count }) => count > 0);
  const interval = (p: number, level: number): Interval =>
    sectionQuantile(
      all.quantile(p),
      coarse.map((batch) => batch.quantile(p)),
      level,
    );
  return {
    count: all.count,
    mean: all.sum / all.count,
    p50: all.quantile(0.5),
    p90: all.quantile(0.9),
    p95: all.quantile(0.95),
    p99: all.quantile(0.99),
    p999: all.quantile(0.999),
    max: all.max,
    intervals:
      confidence === null || coarse.length < 2
        ? null
        : {
            p50: interval(0.5, confidence),
            p95: interval(0.95, confidence),
            p99: interval(0.99, confidence),
          },
    cdf: sketchCdf(all),
  };
}

const EMPTY: MetricSummary = {
  count: 0,
  mean: null,
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
  max: null,
  intervals: null,
  cdf: [],
};

/** Points of the body of the CDF, and of each decade of its tail. */
const BODY_POINTS = 100;
const POINTS_PER_DECADE = 20;
const SMALLEST_TAIL = 1e-6;

/**
 * A bounded CDF: shares evenly spread over the body, and evenly on a log scale over the tail, where
 * the decisions are made.
 */
function sketchCdf(histogram: LogHistogram): [x: number, share: number][] {
  const shares: number[] = [];
  for (let i = 1; i <= 0.9 * BODY_POINTS; i++) shares.push(i / BODY_POINTS);
  const smallest = Math.max(SMALLEST_TAIL, 1 / histogram.count);
  for (let i = 1; ; i++) {
    const tail = 0.1 * 10 ** (-i / POINTS_PER_DECADE);
    if (tail < smallest) break;
    shares.push(1 - tail);
  }
  shares.push(1);
  const points: [x: number, share: number][] = [];
  const { count } = histogram;
  let next = 0;
  let seen = 0;
  histogram.forEachBucket((edge, inBucket) => {
    seen += inBucket;
    if (next >= shares.length || seen / count < shares[next]) return;
    // One point a bucket, however many of the wanted shares it covers.
    points.push([Math.min(edge, histogram.max), seen / count]);
    while (next < shares.length && shares[next] <= seen / count) next++;
  });
  return points;
}
