import type { AlertSection } from "../../scenario/scenario.ts";

/**
 * Factor by which all windows of a policy are shortened, so that the longest look back of its
 * alerts fits into what was simulated and their proportions stay.
 *
 * @param alerts - May be empty.
 * @param span - Seconds simulated, > 0.
 * @returns In (0, 1]; 1 if they fit as written.
 */
export function alertScale(alerts: readonly AlertSection[], span: number): number {
  return alerts.reduce((scale, { long }) => Math.min(scale, span / long), 1);
}
