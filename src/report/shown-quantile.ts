import type { Metric, Point } from "../plan/result.ts";
import { measuresOf } from "./measures-of.ts";
import { quantileOf } from "./quantile.ts";

/** The quantile of a measure that a reader is shown, and where it counts. */
export interface QuantileAsked {
  /** Name of the class whose requests alone are counted; null for all. */
  readonly class: string | null;
  readonly metric: Metric;
  /** In (0, 1). */
  readonly share: number;
}

/**
 * The quantile to show at a point. Recorded quantiles are of answered requests; a request without
 * an answer is late beyond any limit, so once more than 1 − share of all requests are without one,
 * their quantile is too, however fast the others were.
 *
 * @returns Seconds; Infinity where too many requests got no answer; null if nothing was measured.
 */
export function shownQuantile(
  point: Pick<Point, Metric | "classes" | "outcomes">,
  { class: ofClass, metric, share }: QuantileAsked,
): number | null {
  const measures = measuresOf(point, ofClass);
  const { completed, failed, rejected, timedOut } = measures.outcomes;
  const total = completed + failed + rejected + timedOut;
  if (total > 0 && completed / total < share) return Number.POSITIVE_INFINITY;
  return quantileOf(measures[metric], share);
}

/** What a table's ∞ means, in a sentence. */
export const INFINITE_NOTE: string =
  "∞: more than 1 − q of all requests got no answer, which puts their q-quantile beyond any " +
  "limit. Other values are of answered requests.";
