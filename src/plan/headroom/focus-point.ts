import type { Choice, Point } from "../result.ts";

/** A point that is looked at closely, and the index of its setting. */
export interface FocusPoint {
  readonly point: Point;
  readonly setting: number;
}

/**
 * The chosen point; without a choice the one nearest to holding: of those that don't, the one whose
 * worst objective overspends its error budget least, the larger one of equals.
 *
 * @param groups - The points of each setting; at least one point.
 */
export function focusPoint(
  groups: readonly (readonly Point[])[],
  choice: Choice | null,
): FocusPoint {
  const all = groups.flatMap((points, setting) => points.map((point) => ({ point, setting })));
  const chosen = all.find(
    ({ point }) => point.replicas === choice?.replicas && point.settings === choice.settings,
  );
  if (chosen !== undefined) return chosen;
  const failing = all.filter(({ point }) => point.verdict !== "met");
  const ranked = (failing.length > 0 ? failing : all).toSorted(
    (a, b) => overspend(a.point) - overspend(b.point) || b.point.costPerHour - a.point.costPerHour,
  );
  return ranked[0];
}

function overspend({ objectives }: Point): number {
  return Math.max(0, ...objectives.map(({ budgetUsed }) => budgetUsed));
}
