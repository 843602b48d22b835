import type { Metric, MetricSummary, Outcomes, Point } from "../plan/result.ts";

/** Latency measures of some requests, and what became of them. */
type Measures = Readonly<Record<Metric, MetricSummary>> & { readonly outcomes: Outcomes };

/**
 * The measures of the requests that an objective is about: those of its class, or of all.
 *
 * @param className - Null for all requests; so is one that isn't told apart.
 */
export function measuresOf(
  point: Pick<Point, Metric | "classes" | "outcomes">,
  className: string | null,
): Measures {
  return point.classes.find(({ name }) => name === className) ?? point;
}
