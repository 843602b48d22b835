import type { Choice, Point, Result } from "../plan/result.ts";
import { formatReplicas, formatSignificant } from "./format.ts";
import { axesOf, sameSettings, settingsName } from "./settings.ts";

/** How many replicas an autoscaler ran. */
type Elastic = NonNullable<Choice["elastic"]>;

/** How many replicas a point's autoscaler ran; null for a fixed fleet. */
export function elasticOf({ fleet }: Pick<Point, "fleet">): Elastic | null {
  return fleet?.isElastic === true ? fleet : null;
}

/**
 * A fleet's size in words: "6 replicas", or of an autoscaler "3.2 replicas on average (peak 8)".
 *
 * @param elastic - How many an autoscaler ran; null for a fixed fleet.
 */
export function sizeWords(replicas: number, elastic: Elastic | null): string {
  if (elastic === null) return formatReplicas(replicas);
  const { meanReplicas, peakReplicas } = elastic;
  return `${formatSignificant(meanReplicas, 3)} replicas on average (peak ${peakReplicas})`;
}

/** A configuration that a result names by its count and settings, as far as it is among its points. */
export function nameOf(result: Result, named: Pick<Point, "replicas" | "settings">): string {
  const point = result.points.find(
    ({ replicas, settings }) =>
      replicas === named.replicas && sameSettings(settings, named.settings),
  );
  const elastic = point === undefined ? null : elasticOf(point);
  if (elastic === null) return formatReplicas(named.replicas);
  return [settingsName(named.settings, axesOf(result.points)), sizeWords(named.replicas, elastic)]
    .filter((part) => part !== "")
    .join(", ");
}
