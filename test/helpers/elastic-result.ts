import { chooseReplicas } from "../../src/plan/choose.ts";
import type { FleetUse } from "../../src/plan/fleet/summarize-fleet.ts";
import type { Point, Result } from "../../src/plan/result.ts";
import { resultWith, type ResultOptions } from "./result-builder.ts";

/** Fleets of an autoscaler that run so many replicas on average, with these settings. */
export interface ElasticOptions extends ResultOptions {
  /** One point each: mean replicas, and what was set. */
  readonly fleets: readonly (readonly [mean: number, settings: Point["settings"]])[];
}

/** A made-up result of a sweep over an autoscaler's settings. */
export function elasticResult({ fleets, ...options }: ElasticOptions): Result {
  const means = fleets.map(([mean]) => mean);
  const replicas = [...new Set(means)].sort((left, right) => left - right);
  const fixed = resultWith({ ...options, replicas });
  const points = fleets.map(([mean, settings]): Point => {
    const like = fixed.points.find((point) => point.replicas === mean)!;
    return { ...like, replicas: 1, settings, fleet: elasticFleet(mean) };
  });
  const choice = chooseReplicas(points.map((point) => [point]));
  const { replicas: focus, settings } = choice ?? points[0];
  const limits = { ...fixed.limits, replicas: focus, settings };
  return { ...fixed, points, choice, limits };
}

/** A fleet of so many replicas on average, and two more at its peak. */
export function elasticFleet(mean: number): FleetUse {
  return {
    isElastic: true,
    meanReplicas: mean,
    peakReplicas: mean + 2,
    starting: 0.5,
    ready: mean - 0.75,
    draining: 0.25,
    down: 0,
    minimum: 0,
    warm: 0,
    starts: 12,
    warmStarts: 0,
    stops: 11,
    failures: 0,
    reclaims: 0,
  };
}
