import type { Scenario } from "../scenario/scenario.ts";
import { standardNormalShare } from "../stats/special-functions.ts";
import { HOURS_PER_MONTH } from "./hours-per-month.ts";
import { coarsen, sumOf } from "./pool-replications.ts";
import type { PricedPoint } from "./price-of-slo.ts";

/** A fleet's bill with what its violations are expected to cost. */
export interface TotalCost {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Dollars per hour. */
  readonly fleetPerHour: number;
  readonly penaltyPerHour: number;
  readonly totalPerHour: number;
}

/** Totals of every configuration and the least of them: an answer of its own beside the SLO's. */
export interface TotalCosts {
  /** What a violation costs, in words. */
  readonly basis: string;
  readonly points: readonly TotalCost[];
  readonly cheapest: TotalCost;
}

/**
 * Adds the expected penalties to the bill of each fleet, for scenarios that name a penalty per
 * violation or a table of SLA credits. Violations are those of the first objective.
 *
 * @param points - All configurations.
 * @param scenario - With `slo.penalty` or `slo.credits`.
 * @returns null if the scenario names neither.
 */
export function totalCosts(points: readonly PricedPoint[], scenario: Scenario): TotalCosts | null {
  const { credits, penalty } = scenario.slo;
  if (penalty === null && credits === null) return null;
  const totals = points.map((point): TotalCost => {
    const penaltyPerHour =
      penalty === null
        ? point.costPerHour * expectedCredit(point, scenario)
        : 3600 * (sumOf(point.pooled.violations[0]) / point.span) * penalty;
    const { costPerHour: fleetPerHour, replicas, settings } = point;
    const totalPerHour = fleetPerHour + penaltyPerHour;
    return { replicas, settings, fleetPerHour, penaltyPerHour, totalPerHour };
  });
  return {
    basis:
      penalty === null
        ? `expected SLA credits on a month's bill, ${HOURS_PER_MONTH} h of traffic like this`
        : `$${penalty} for each violation of the first objective`,
    points: totals,
    cheapest: totals.reduce((best, total) =>
      total.totalPerHour < best.totalPerHour ? total : best,
    ),
  };
}

function violationRate({ pooled }: PricedPoint): number {
  return sumOf(pooled.violations[0]) / sumOf(pooled.batchRequests);
}

/**
 * Expected share of a month's bill refunded. The month's violation rate is taken as normal around
 * the measured one, with the variance between batches scaled to a month's length.
 */
function expectedCredit(point: PricedPoint, scenario: Scenario): number {
  const { pooled, span } = point;
  const rate = violationRate(point);
  const fine = { violations: pooled.violations[0], requests: pooled.batchRequests };
  const { requests, violations } = coarsen(fine, pooled.finePerCoarse);
  const rates = requests.flatMap((size, batch) => (size > 0 ? [violations[batch] / size] : []));
  let squares = 0;
  for (const batchRate of rates) squares += (batchRate - rate) ** 2;
  const batchVariance = rates.length > 1 ? squares / (rates.length - 1) : 0;
  const batchesAMonth = (HOURS_PER_MONTH * 3600) / (span / Math.max(1, rates.length));
  const deviation = Math.sqrt(batchVariance / batchesAMonth);
  // Bands from the mildest: being below a threshold earns its credit instead of the one before.
  let expected = 0;
  let before = 0;
  for (const { below, credit } of scenario.slo.credits ?? []) {
    expected += (credit - before) * shareBelow(1 - rate, deviation, below);
    before = credit;
  }
  return expected;
}

/** Probability that a month's compliance is below a threshold. */
function shareBelow(compliance: number, deviation: number, threshold: number): number {
  if (deviation === 0) return compliance < threshold ? 1 : 0;
  return standardNormalShare((threshold - compliance) / deviation);
}
