import type { ObjectiveResult, Point, Result } from "../plan/result.ts";
import { costRangeBehind } from "./cost-range.ts";
import {
  formatDollars,
  formatLimit,
  formatReplicas,
  formatSeconds,
  formatShare,
  metricName,
  objectiveName,
  quantileName,
} from "./format.ts";
import { elasticOf, sizeWords } from "./fleet-name.ts";
import { measuresOf } from "./measures-of.ts";
import { axesOf, chosenPoint, nearestPoint, settingsName, type Axes } from "./settings.ts";
import { shownQuantile } from "./shown-quantile.ts";

/**
 * The answer of a run in one sentence without a full stop, as a title or a last line:
 * "6 replicas, $24.60/h: p99 TTFT 412 ms ≤ 500 ms".
 */
export function answerSentence(result: Result): string {
  return result.choice === null
    ? failureSentence(result)
    : choiceSentence(chosenPoint(result, result.choice), axesOf(result.points));
}

/**
 * What to call a configuration: "6 replicas, maxBatchedTokens 2048, $24.60/h"; of an autoscaler what
 * was set comes first: "maxReplicas 8, 3.2 replicas on average (peak 8), $13.10/h".
 */
export function pointName(
  point: Pick<Point, "replicas" | "settings" | "costPerHour" | "fleet">,
  axes: Axes,
): string {
  const elastic = elasticOf(point);
  const names = [sizeWords(point.replicas, elastic), settingsName(point.settings, axes)];
  return [
    ...(elastic === null ? names : names.toReversed()),
    point.costPerHour > 0 ? `${formatDollars(point.costPerHour)}/h` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** Requests that were not served, in words; empty if every one completed. */
export function lossesText(point: Point): string {
  const { rejected, timedOut, failed } = point.outcomes;
  const total = point.outcomes.completed + rejected + timedOut + failed;
  return [
    { count: rejected, words: "rejected" },
    { count: timedOut, words: "timed out" },
    { count: failed, words: "failed" },
  ]
    .filter((loss) => loss.count > 0)
    .map((loss) => `${formatShare(loss.count / total)} ${loss.words}`)
    .join(", ");
}

function choiceSentence(point: Point, axes: Axes): string {
  const shown = point.objectives.slice(0, 2).map((objective) => heldText(point, objective));
  const more = point.objectives.length - shown.length;
  const rest = more === 0 ? "" : `, and ${more} more objective${more === 1 ? "" : "s"}`;
  return `${pointName(point, axes)}${costRangeBehind(point)}: ${shown.join(", ")}${rest}`;
}

// The quantile is over completed requests and rounded up to its bucket, the verdict is neither;
// where the two seem to disagree, the compliance behind the verdict is what to show.
function heldText(point: Point, objective: ObjectiveResult): string {
  const { metric, within, target, compliance } = objective;
  const quantile = shownQuantile(point, { ...objective, share: target });
  if (quantile === null || quantile > within) {
    return `${objectiveName(objective)} (${formatShare(compliance)} in time)`;
  }
  const whose = objective.class === null ? "" : `${objective.class} `;
  const name = `${whose}${quantileName(target)} ${metricName(metric)}`;
  return `${name} ${formatSeconds(quantile)} ≤ ${formatLimit(within)}`;
}

function failureSentence(result: Result): string {
  const point = nearestPoint(result.points);
  const objective =
    point.objectives.find(({ alone }) => alone?.isOutOfReach === true) ??
    point.objectives.find(({ verdict }) => verdict === "missed") ??
    point.objectives.find(({ verdict }) => verdict !== "met") ??
    point.objectives[0];
  const name = objectiveName(objective);
  const proven = objective.verdict === "missed";
  if (objective.alone?.isOutOfReach === true) {
    return `No number of replicas holds ${name}: ${aloneText(objective)}`;
  }
  const reached = reachedText(point, objective);
  if (result.points.every((one) => elasticOf(one) !== null)) {
    return elasticFailure(result, point, { name, proven, reached });
  }
  const counts = [...new Set(result.points.map(({ replicas }) => replicas))];
  if (counts.length === 1) {
    const one = point.replicas === 1;
    const verb = proven
      ? one
        ? "does not"
        : "do not"
      : one
        ? "is not proven to"
        : "are not proven to";
    return `${formatReplicas(point.replicas)} ${verb} hold ${name}: ${reached}${priceText(point)}`;
  }
  const most = Math.max(...counts);
  const where = `${reached} at ${pointName(point, axesOf(result.points))}${costRangeBehind(point)}`;
  if (result.points.some(({ verdict }) => verdict === "met")) {
    return `Some counts hold ${name}, but not every larger one up to ${most}: ${where}`;
  }
  const verb = proven ? "holds" : "is proven to hold";
  return `No count up to ${most} ${verb} ${name}: nearest ${where}`;
}

function elasticFailure(
  { points }: Result,
  point: Point,
  { name, proven, reached }: { name: string; proven: boolean; reached: string },
): string {
  const where = `${reached} at ${pointName(point, axesOf(points))}${costRangeBehind(point)}`;
  if (points.length === 1) {
    const verb = proven ? "does not hold" : "is not proven to hold";
    return `The autoscaler ${verb} ${name}: ${where}`;
  }
  const verb = proven ? "holds" : "is proven to hold";
  return `None of ${points.length} settings ${verb} ${name}: nearest ${where}`;
}

/** What an objective comes to where nothing but the service itself takes time. */
export function aloneText({
  alone,
  target,
  within,
}: Pick<ObjectiveResult, "alone" | "target" | "within">): string {
  if (alone === null) return "";
  const where = "alone on an idle replica";
  if (alone.fastest !== null && alone.fastest > within) {
    return `${where} the fastest request takes ${formatApart(alone.fastest, within)}`;
  }
  const { neverFit = 0, timedOut = 0 } = alone;
  if (neverFit > 1 - target) {
    return `${formatShare(neverFit)} of its requests never fit into a replica's KV cache`;
  }
  if (timedOut > 1 - target) {
    return `${where} ${formatShare(timedOut)} of its requests still outlast their client's timeout`;
  }
  const share = formatShare(alone.compliance);
  return `${where} only ${share} of requests are in time, ${formatShare(target)} needed`;
}

function priceText(point: Point): string {
  return point.costPerHour > 0
    ? ` at ${formatDollars(point.costPerHour)}/h${costRangeBehind(point)}`
    : "";
}

function reachedText(point: Point, objective: ObjectiveResult): string {
  const { metric, within, target, compliance, verdict } = objective;
  const { count } = measuresOf(point, objective.class)[metric];
  const quantile = shownQuantile(point, { ...objective, share: target });
  if (quantile === null || count === 0) return "no request completed";
  const lost = compliance < target && quantile <= within;
  if (lost || quantile === Number.POSITIVE_INFINITY) return `${formatShare(compliance)} in time`;
  return verdict === "missed" ? formatApart(quantile, within) : formatSeconds(quantile);
}

/** Formats a value above its limit with as many digits as it takes to look different from it. */
function formatApart(value: number, limit: number): string {
  for (let digits = 3; digits < 6; digits++) {
    const text = formatSeconds(value, digits);
    if (text !== formatSeconds(limit, digits)) return text;
  }
  return formatSeconds(value, 6);
}
