import type { Point } from "../result.ts";

/** Replicas that a point has: its count, or with an autoscaler how many it paid for on average. */
export function pointSize({ fleet, replicas }: Pick<Point, "fleet" | "replicas">): number {
  return fleet?.isElastic === true ? fleet.meanReplicas : replicas;
}
