import type { ClassResult } from "../plan/summarize-classes.ts";
import type { Point } from "../plan/result.ts";
import {
  formatCount,
  formatSeconds,
  formatShare,
  metricName,
  objectiveName,
  quantileName,
} from "./format.ts";
import { cleanText } from "./plain-text.ts";
import { quantileOf } from "./quantile.ts";

/**
 * How each class fared at a point, a line a class: its own objectives, or without any its p99
 * latency, and what it lost. Empty unless there are several classes.
 */
export function classLines(point: Pick<Point, "classes" | "objectives">): readonly string[] {
  return point.classes.map((one) => {
    const own = one.objectives.map((place) => {
      const { class: _, ...objective } = point.objectives[place];
      const { compliance, metric, target, verdict } = objective;
      const value = formatSeconds(quantileOf(one[metric], target));
      const name = objectiveName({ class: null, ...objective });
      return `${name}: ${value}, ${formatShare(compliance)} in time, ${verdict}`;
    });
    const shown =
      own.length > 0
        ? own
        : [`${quantileName(0.99)} ${metricName("latency")} ${formatSeconds(one.latency.p99)}`];
    const parts = [`${formatCount(totalOf(one))} requests`, ...shown, ...lossesOf(one)];
    return `${cleanText(one.name)}: ${parts.join("; ")}.`;
  });
}

function totalOf({ outcomes }: ClassResult): number {
  return outcomes.completed + outcomes.rejected + outcomes.timedOut + outcomes.failed;
}

function lossesOf(one: ClassResult): readonly string[] {
  const { failed, rejected, timedOut } = one.outcomes;
  const total = totalOf(one);
  return [
    { count: rejected, words: "rejected" },
    { count: timedOut, words: "timed out" },
    { count: failed, words: "failed" },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${formatShare(count / total)} ${words}`);
}
