import { costOf } from "./cost-of.ts";
import type { FleetUse } from "./fleet/summarize-fleet.ts";
import { objectivePhrase, sharePhrase } from "./phrases.ts";
import type { Choice, ObjectiveResult, Point } from "./result.ts";

/** A point that may be chosen, with the rest of its setting. */
interface Candidate {
  readonly point: Point;
  /** Smaller counts of its setting, ascending. */
  readonly smaller: readonly Point[];
  readonly largest: Point;
}

/**
 * Chooses the replica count: for each setting the smallest count from which every larger one of the
 * sweep is `met`, and of those the cheapest; of equally cheap ones the one whose worst objective uses
 * least of its error budget, and then the first. A setting with an autoscaler has a single point,
 * whose cost is a measured one.
 *
 * Going down from the largest count and stopping at the first that isn't met tests the counts in a
 * fixed order, so the error probability of the whole is that of one test, whatever their number.
 *
 * @param groups - The points of each setting, replicas ascending.
 * @returns null if no setting's largest count is met.
 */
export function chooseReplicas(groups: readonly (readonly Point[])[]): Choice | null {
  const candidates = groups.flatMap(candidateOf);
  if (candidates.length === 0) return null;
  const best = candidates.reduce((first, next) => (isBetter(next, first) ? next : first));
  const equals = candidates.filter(({ point }) => point.costPerHour === best.point.costPerHour);
  const { fleet } = best.point;
  const choice =
    fleet?.isElastic === true
      ? elasticChoice(best.point, fleet, groups.flat().filter(isElastic))
      : fixedChoice(best);
  return { ...choice, reason: `${choice.reason}${tiePhrase(best, equals)}` };
}

/** The smallest count of a setting from which every larger one is met; none if the largest isn't. */
function candidateOf(points: readonly Point[]): readonly Candidate[] {
  const firstHeld = points.findLastIndex(({ verdict }) => verdict !== "met") + 1;
  if (firstHeld === points.length) return [];
  const smaller = points.slice(0, firstHeld);
  return [{ point: points[firstHeld], smaller, largest: points[points.length - 1] }];
}

function isBetter(left: Candidate, right: Candidate): boolean {
  const difference = left.point.costPerHour - right.point.costPerHour;
  if (difference !== 0) return difference < 0;
  return worstBudgetUsed(left.point) < worstBudgetUsed(right.point);
}

/** Largest share of an error budget that an objective uses. */
function worstBudgetUsed({ objectives }: Point): number {
  return Math.max(0, ...objectives.map(({ budgetUsed }) => budgetUsed));
}

/** Why this one of several equally cheap settings; empty if it is cheaper than every other. */
function tiePhrase(best: Candidate, equals: readonly Candidate[]): string {
  const others = equals.filter((one) => one !== best);
  if (others.length === 0) return "";
  const same =
    others.length === 1
      ? "; 1 other setting costs the same"
      : `; ${others.length} other settings cost the same`;
  const used = worstBudgetUsed(best.point);
  const next = Math.min(...others.map(({ point }) => worstBudgetUsed(point)));
  return next > used
    ? `${same}, and this one uses least of its error budget (${usedPhrase(used)}, the next ${usedPhrase(next)})`
    : `${same} and ${others.length === 1 ? "uses" : "use"} no less of the error budget: this one comes first in the sweep`;
}

/** A share of an error budget in two digits. */
function usedPhrase(used: number): string {
  return `${Number((100 * used).toPrecision(2))}%`;
}

function isElastic({ fleet }: Point): boolean {
  return fleet?.isElastic === true;
}

function fixedChoice({ largest, point, smaller }: Candidate): Choice {
  const fewer = smaller.at(-1) ?? null;
  const tooFew = smaller.findLast(({ verdict }) => verdict === "missed") ?? null;
  const open = smaller.slice(tooFew === null ? 0 : smaller.indexOf(tooFew) + 1);
  const { replicas, settings, costPerHour, costInterval, costPerMonth } = point;
  return {
    replicas,
    settings,
    costPerHour,
    costInterval,
    costPerMonth,
    reason: reasonFor(point, largest, smaller.length > 0),
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
    elastic: null,
    nextCheaper: null,
  };
}

/**
 * The cheapest setting of an autoscaler that is met. Settings are not ordered as counts are: what
 * is dearer need not hold, so each is judged by itself.
 *
 * @param all - The points of every setting with an autoscaler.
 */
function elasticChoice(point: Point, fleet: FleetUse, all: readonly Point[]): Choice {
  const { replicas, settings, costPerHour, costInterval, costPerMonth } = point;
  const cheaper = all.filter((other) => other.costPerHour < costPerHour);
  const [next] = cheaper.toSorted((left, right) => right.costPerHour - left.costPerHour);
  const kind = all.length === 1 ? "The autoscaler holds" : "The cheapest setting that holds";
  return {
    replicas,
    settings,
    costPerHour,
    costInterval,
    costPerMonth,
    reason: `${kind} ${heldPhrases(point)}`,
    provenTooFew: null,
    gap: { undecided: [], perHour: 0, requestsToClose: null },
    oneFewer: null,
    elastic: { meanReplicas: fleet.meanReplicas, peakReplicas: fleet.peakReplicas },
    nextCheaper:
      next === undefined
        ? null
        : {
            replicas: next.replicas,
            settings: next.settings,
            costPerHour: next.costPerHour,
            savesPerHour: costOf(1, costPerHour - next.costPerHour),
            verdict: next.verdict,
            breaks: breaksAt(next),
          },
  };
}

/** The most that any open objective of the counts needs; null if none is, or there are no bounds. */
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

function reasonFor(point: Point, largest: Point, hasSmaller: boolean): string {
  const { replicas } = point;
  if (!hasSmaller && replicas > 1) {
    const tried = largest === point ? "The only count tried" : "Every count tried";
    return `${tried} holds ${heldPhrases(point)}; fewer than ${replicas} were not tried`;
  }
  const range =
    largest === point
      ? "Only the largest count of the sweep holds"
      : `The smallest count from which every count up to ${largest.replicas} holds`;
  return `${range} ${heldPhrases(point)}`;
}

/** The objectives that a point holds, and how surely. */
function heldPhrases({ objectives }: Point): string {
  const held = objectives.map((objective) => {
    const { compliance, interval } = objective;
    const surely =
      interval === null ? "" : `, at least ${sharePhrase(interval[0])} by its interval`;
    return `${objectivePhrase(objective)} (${sharePhrase(compliance)} good${surely})`;
  });
  return held.length === 0 ? "what is asked of it, which is nothing" : held.join(" and ");
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
  const whose = objective.class === null ? "" : `${objective.class} `;
  const more =
    requestsToSettle === null
      ? "too few requests for any bound"
      : `about ${requestsToSettle.toLocaleString("en-US")} more ${whose}requests ${interval === null ? "are needed to resample the trace" : "have an even chance to settle it"}`;
  const thin =
    verdict === "insufficient" && effectiveViolations !== null
      ? `; but its late requests come in clumps worth ${effectiveViolations.toFixed(1)} independent ones, too few to judge`
      : "";
  return `${seen}${range}${thin}; ${more}`;
}
