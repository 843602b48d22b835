import { costOf } from "./cost-of.ts";
import { objectivePhrase, sharePhrase } from "./phrases.ts";
import type { Choice, ObjectiveResult, Point } from "./result.ts";

/**
 * Chooses the replica count: for each setting the smallest count from which every larger one of the
 * sweep is `met`, and of those the cheapest.
 *
 * Going down from the largest count and stopping at the first that isn't met tests the counts in a
 * fixed order, so the error probability of the whole is that of one test, whatever their number.
 *
 * @param groups - The points of each setting, replicas ascending.
 * @returns null if no setting's largest count is met.
 */
export function chooseReplicas(groups: readonly (readonly Point[])[]): Choice | null {
  let best: { point: Point; smaller: readonly Point[]; largest: Point } | null = null;
  for (const points of groups) {
    const firstHeld = points.findLastIndex(({ verdict }) => verdict !== "met") + 1;
    if (firstHeld === points.length) continue;
    const point = points[firstHeld];
    if (best === null || point.costPerHour < best.point.costPerHour) {
      const smaller = points.slice(0, firstHeld);
      best = { point, smaller, largest: points[points.length - 1] };
    }
  }
  if (best === null) return null;
  const { point, smaller, largest } = best;
  const fewer = smaller.at(-1) ?? null;
  const tooFew = smaller.findLast(({ verdict }) => verdict === "missed") ?? null;
  const open = smaller.slice(tooFew === null ? 0 : smaller.indexOf(tooFew) + 1);
  const { replicas, settings, costPerHour, costPerMonth } = point;
  return {
    replicas,
    settings,
    costPerHour,
    costPerMonth,
    reason: reasonFor(point, largest),
    provenTooFew:
      tooFew === null ? null : { replicas: tooFew.replicas, costPerHour: tooFew.costPerHour },
    gap: {
      undecided: open.map((between) => between.replicas),
      perHour: open.length === 0 ? 0 : costOf(1, costPerHour - open[0].costPerHour),
      requestsToClose: requestsToClose(open),
    },
    oneFewer:
      fewer === null
        ? null
        : {
            replicas: fewer.replicas,
            savesPerHour: costOf(1, costPerHour - fewer.costPerHour),
            verdict: fewer.verdict,
            breaks: breaksAt(fewer),
          },
  };
}

/** The most that any open objective of the counts needs; null if one can't be settled, or none is. */
function requestsToClose(open: readonly Point[]): number | null {
  const needs = open.flatMap(({ objectives }) =>
    objectives
      .filter(({ verdict }) => verdict === "undecided" || verdict === "insufficient")
      .map((objective) => objective.requestsToSettle),
  );
  if (needs.length === 0) return null;
  return needs.reduce(
    (most, need) => (most === null || need === null ? null : Math.max(most, need)),
    0,
  );
}

function reasonFor(point: Point, largest: Point): string {
  const held = point.objectives.map((objective) => {
    const { compliance, interval } = objective;
    const surely =
      interval === null ? "" : `, at least ${sharePhrase(interval[0])} by its interval`;
    return `${objectivePhrase(objective)} (${sharePhrase(compliance)} good${surely})`;
  });
  const range =
    largest.replicas === point.replicas
      ? "Only the largest count of the sweep holds"
      : `The smallest count from which every count up to ${largest.replicas} holds`;
  return `${range} ${held.join(" and ")}`;
}

/** What a count that isn't met breaks, or what the evidence leaves open, worst objective first. */
function breaksAt(point: Point): string {
  const broken = point.objectives
    .filter(({ verdict }) => verdict !== "met")
    .sort((a, b) => b.budgetUsed - a.budgetUsed);
  return broken.map(breakPhrase).join("; ");
}

function breakPhrase(objective: ObjectiveResult): string {
  const { compliance, effectiveViolations, interval, requestsToSettle, target, verdict } =
    objective;
  const seen = `${objectivePhrase(objective)} holds for ${sharePhrase(compliance)}`;
  if (verdict === "missed") return `${seen} of requests, not for ${sharePhrase(target)}`;
  const range =
    interval === null
      ? ""
      : `, between ${sharePhrase(interval[0])} and ${sharePhrase(interval[1])}`;
  const more =
    requestsToSettle === null
      ? "that is too close to the target for more requests to settle"
      : `about ${requestsToSettle.toLocaleString("en-US")} more requests would settle it`;
  const thin =
    verdict === "insufficient" && effectiveViolations !== null
      ? `; but its late requests come in clumps worth ${effectiveViolations.toFixed(1)} independent ones, too few to judge`
      : "";
  return `${seen}${range}${thin}; ${more}`;
}
