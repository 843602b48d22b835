import { pairedInterval } from "../stats/paired-interval.ts";
import { percentileInterval } from "../stats/percentile-interval.ts";
import type { BatchedViolations } from "../stats/violation-bounds.ts";
import { classIndexOf } from "./class-names.ts";
import { coarsen, sumOf } from "./pool-replications.ts";
import type { Interval, Point, VersusFewer } from "./result.ts";
import type { SimulatedPoint } from "./summarize-point.ts";

/**
 * Compares each count of a setting with the next smaller one, objective by objective, on the same
 * requests and random numbers.
 *
 * @param simulated - The counts of one setting, replicas ascending.
 * @param points - Their summaries.
 * @returns The summaries with `versusFewer` filled in.
 */
export function compareNeighbours(
  simulated: readonly SimulatedPoint[],
  points: readonly Point[],
): Point[] {
  return points.map((point, index) => {
    if (index === 0) return point;
    const objectives = point.objectives.map((objective, o) => ({
      ...objective,
      versusFewer: compareObjective(simulated[index], simulated[index - 1], o),
    }));
    return { ...point, objectives };
  });
}

function compareObjective(
  more: SimulatedPoint,
  fewer: SimulatedPoint,
  objective: number,
): VersusFewer | null {
  const first = violationsOf(fewer, objective);
  const second = violationsOf(more, objective);
  const isPaired = first.requests.every((size, batch) => size === second.requests[batch]);
  // Counts whose warm-ups differ measured other requests.
  if (!isPaired || first.requests.length !== second.requests.length) return null;
  const difference = (sumOf(second.violations) - sumOf(first.violations)) / sumOf(first.requests);
  const { replicas } = fewer;
  return { replicas, difference, interval: intervalOf(more, fewer, objective, first, second) };
}

function intervalOf(
  more: SimulatedPoint,
  fewer: SimulatedPoint,
  objective: number,
  first: BatchedViolations,
  second: BatchedViolations,
): Interval | null {
  const { confidence, resamples } = more;
  if (confidence === null) return null;
  if (resamples !== null && fewer.resamples !== null) {
    const { runs } = fewer.resamples;
    const differences = resamples.runs.map(
      ({ rates }, index) => rates[objective] - runs[index].rates[objective],
    );
    return differences.length === 0 ? null : percentileInterval(differences, confidence);
  }
  if (first.requests.filter((size) => size > 0).length < 2) return null;
  return pairedInterval(first, second, confidence).interval;
}

/** Violations of an objective in the coarse batches of all replications. */
function violationsOf(
  { replications, scenario, scheme }: SimulatedPoint,
  objective: number,
): BatchedViolations {
  const { coarse, fine } = scheme;
  const classIndex = classIndexOf(scenario, scenario.slo.objectives[objective]);
  const tallies = replications.map(({ tally }) => tally);
  return coarsen(
    {
      requests: tallies.flatMap((tally) => [
        ...(classIndex < 0 ? tally : tally.classes[classIndex]).batchRequests,
      ]),
      violations: tallies.flatMap(({ batchViolations }) => [
        ...batchViolations.subarray(objective * fine, (objective + 1) * fine),
      ]),
    },
    fine / coarse,
  );
}
