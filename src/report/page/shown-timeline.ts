import type { PointTimeline } from "../../plan/timeline/point-timeline.ts";
import type { Result } from "../../plan/result.ts";
import { chosenPoint, nearestPoint } from "../settings.ts";

/** The timeline of the choice, or without one of the nearest point; null if it has none. */
export function shownTimeline(result: Result): PointTimeline | null {
  const { choice, points } = result;
  const shown = choice === null ? nearestPoint(points) : chosenPoint(result, choice);
  return shown.timeline ?? points.find(({ timeline }) => timeline !== null)?.timeline ?? null;
}
