import type { ClassResult } from "../plan/summarize-classes.ts";
import type { Metric, Point } from "../plan/result.ts";
import {
  formatCounted,
  formatSeconds,
  formatShare,
  metricName,
  objectiveName,
  quantileName,
} from "./format.ts";
import { cleanText } from "./plain-text.ts";
import { shownQuantile } from "./shown-quantile.ts";

/**
 * How each class fared at a point, a line a class: its own objectives, or without any its p99
 * latency, and what it lost. Empty unless there are several classes.
 */
export function classLines(point: Pick<Point, "classes" | "objectives">): readonly string[] {
  return point.classes.map((one) => {
    const quantile = (metric: Metric, share: number): number | null =>
      shownQuantile({ ...one, classes: [] }, { class: null, metric, share });
    const own = one.objectives.map((place) => {
      const { class: _, ...objective } = point.objectives[place];
      const { compliance, metric, target, verdict } = objective;
      const value = formatSeconds(quantile(metric, target));
      const name = objectiveName({ class: null, ...objective });
      return `${name}: ${value}, ${formatShare(compliance)} in time, ${verdict}`;
    });
    const shown =
      own.length > 0
        ? own
        : [
            `${quantileName(0.99)} ${metricName("latency")} ${formatSeconds(quantile("latency", 0.99))}`,
          ];
    const parts = [formatCounted(totalOf(one), "request"), ...shown, ...lossesOf(one)];
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
