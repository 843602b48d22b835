import { BILLED_BATCHES } from "../../sim/fleet/billed-batches.ts";
import type { BilledBatch } from "../../sim/control-recording.ts";
import { percentileInterval } from "../../stats/percentile-interval.ts";
import { estimateRatio } from "../../stats/ratio-estimate.ts";
import { studentQuantile } from "../../stats/special-functions.ts";
import { costOf } from "../cost-of.ts";
import type { Interval } from "../result.ts";
import type { SimulatedPoint } from "../summarize-point.ts";
import { billOf, isMetered, joinBatches, lengthOf, servingCost } from "./fleet-bill.ts";

/** What the interval on a bill is made from. */
export type BilledPoint = Pick<
  SimulatedPoint,
  "confidence" | "replicas" | "replications" | "resamples" | "scenario" | "scheme"
>;

/**
 * Two-sided interval on what a metered fleet costs an hour, in dollars, by Student's t: from the
 * spread of the bills of four or more replications, which are independent whatever waves the
 * traffic has; of fewer from those of equal stretches of time, as many a replication as it has
 * coarse batches; or where a trace is resampled, from the bills of the resamples. Warm replicas
 * cost the same at all times, and so shift both ends alike.
 *
 * Autoscalers remember for minutes, so that short stretches resemble their neighbours and ten of
 * them make too little of the spread. Half as many, twice as long, are looked at too where ten come
 * of a replication, and the wider interval counts.
 *
 * @returns null for a fleet that isn't metered, in hindsight, where every stretch costs the same,
 *   and for a trace that is too short to resample.
 * @see Law, Simulation Modeling and Analysis, 5th edition, 2015, 9.5.3 (batch means).
 */
export function costInterval(point: BilledPoint): Interval | null {
  const { confidence, resamples, scenario } = point;
  if (confidence === null || !isMetered(scenario.fleet)) return null;
  const { costPerHour } = billOf(point);
  if (resamples !== null) {
    const bills = resamples.runs.map((run) => run.costPerHour);
    if (bills.every((bill) => bill === costPerHour)) return null;
    const [low, high] = percentileInterval(bills, confidence);
    return [Math.min(low, costPerHour), Math.max(high, costPerHour)];
  }
  const cuts = cutsOf(point);
  const half = Math.max(...cuts.map((cut) => halfWidth(point, cut, confidence)));
  if (!(half > EXACT * costPerHour)) return null;
  return [costOf(1, Math.max(0, costPerHour - half)), costOf(1, costPerHour + half)];
}

/** Share of a cost that is rounding, and no spread. */
const EXACT = 1e-12;
/** Replications from which on their spread alone tells. */
const REPLICATIONS_ENOUGH = 4;

/** Into how many stretches to cut a replication; the widest interval counts. */
function cutsOf({ replications, scheme }: BilledPoint): readonly number[] {
  if (replications.length >= REPLICATIONS_ENOUGH) return [1];
  const { coarse } = scheme;
  return coarse % 2 === 0 ? [coarse, coarse / 2] : [coarse];
}

/** Half the width of a t interval from so many stretches a replication; 0 from fewer than two. */
function halfWidth(point: BilledPoint, cut: number, confidence: number): number {
  const stretches = stretchesOf(point, cut).filter((stretch) => lengthOf(stretch) > 0);
  if (stretches.length < 2) return 0;
  const lengths = stretches.map(lengthOf);
  const dollars = stretches.map((one, index) => servingCost(point, one) * lengths[index]);
  const { count, standardError } = estimateRatio(dollars, lengths);
  return studentQuantile(count - 1, (1 + confidence) / 2) * standardError;
}

/** What was paid for in so many equal stretches of each replication. */
function stretchesOf({ replications }: BilledPoint, cut: number): readonly BilledBatch[] {
  const size = BILLED_BATCHES / cut;
  return replications.flatMap(({ control }) => {
    const batches = control?.fleet.batches ?? [];
    return Array.from({ length: cut }, (_, index) =>
      joinBatches(batches.slice(index * size, (index + 1) * size)),
    );
  });
}
