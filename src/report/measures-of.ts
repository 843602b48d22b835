import type { Metric, MetricSummary, Point } from "../plan/result.ts";

/**
 * The measures of the requests that an objective is about: those of its class, or of all.
 *
 * @param className - Null for all requests; so is one that isn't told apart.
 */
export function measuresOf(
  point: Pick<Point, Metric | "classes">,
  className: string | null,
): Readonly<Record<Metric, MetricSummary>> {
  return point.classes.find(({ name }) => name === className) ?? point;
}
