import { chooseBatching } from "./batching-scheme.ts";
import type { SweptPoint, SweptSetting } from "./run-sweep.ts";
import type { SimulatedPoint } from "./summarize-point.ts";

/**
 * A configuration of a sweep in the form in which it is summarized.
 *
 * @param setting - What was swept.
 * @param point - One of its counts.
 * @param confidence - Of each bound, in (0, 1); null in hindsight.
 */
export function simulatedPoint(
  { scenario, settings }: SweptSetting,
  { duration, replicas, replications, resamples }: SweptPoint,
  confidence: number | null,
): SimulatedPoint {
  return {
    scenario,
    settings,
    replicas,
    replications,
    resamples,
    scheme: chooseBatching(scenario.run.replications),
    confidence,
    duration,
  };
}
