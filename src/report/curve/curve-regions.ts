import type { Point } from "../../plan/result.ts";
import type { CurveFrame } from "./curve-frame.ts";
import { xOf, type CurveModel } from "./curve-model.ts";
import { place } from "./curve-scale.ts";

/** A run of neighbouring counts that are no answer, in pixels across the plot. */
export interface CurveRegion {
  readonly kind: "missed" | "unproven";
  readonly start: number;
  readonly end: number;
}

/**
 * The counts that are shaded: every one below the choice, or all without a choice, as runs of
 * those that miss the SLO and of those for which it is not proven at every larger count. Settings
 * of autoscalers stand each for itself: those that are met are left white wherever they lie.
 */
export function curveRegions(model: CurveModel, frame: CurveFrame): readonly CurveRegion[] {
  const { choice, main, xIsCost } = model;
  const points = main.axis === null ? main.points : onePerCost(main.points);
  const pixels = points.map((point) => place(frame.x, xOf(point, xIsCost)));
  const regions: CurveRegion[] = [];
  for (const [index, point] of points.entries()) {
    if (main.axis !== null && point.verdict === "met") continue;
    if (main.axis === null && choice !== null && point.replicas >= choice.replicas) break;
    const kind = regionKind(point);
    const start = index === 0 ? 0 : (pixels[index - 1] + pixels[index]) / 2;
    const last = index === points.length - 1;
    const end = last ? frame.width : (pixels[index] + pixels[index + 1]) / 2;
    const before = regions.at(-1);
    if (before?.kind === kind && before.end === start)
      regions[regions.length - 1] = { ...before, end };
    else regions.push({ kind, start, end });
  }
  return regions;
}

/** Of settings at the same cost one that is met, if any is. */
function onePerCost(points: readonly Point[]): readonly Point[] {
  return points.filter((point) => {
    const alike = points.filter(({ costPerHour }) => costPerHour === point.costPerHour);
    return point === (alike.find(({ verdict }) => verdict === "met") ?? alike[0]);
  });
}

/** What a region is called. */
export function regionName(kind: CurveRegion["kind"]): string {
  return kind === "missed" ? "SLO missed" : "SLO not proven";
}

function regionKind(point: Point): CurveRegion["kind"] {
  return point.verdict === "missed" ? "missed" : "unproven";
}
