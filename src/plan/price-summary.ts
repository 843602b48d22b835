import { classIndexOf } from "./class-names.ts";
import { costOf } from "./cost-of.ts";
import { billOf, isElastic } from "./fleet/fleet-bill.ts";
import {
  priceLimits,
  priceTargets,
  type LimitStep,
  type PricedPoint,
  type TargetStep,
} from "./price-of-slo.ts";
import { HOURS_PER_MONTH } from "./hours-per-month.ts";
import { ofClass, poolReplications, sumOf } from "./pool-replications.ts";
import type { Choice, Metric } from "./result.ts";
import type { SimulatedPoint } from "./summarize-point.ts";
import { totalCosts, type TotalCosts } from "./total-cost.ts";

/** What tighter and looser promises would cost, for one objective. */
export interface PriceOfSlo {
  /** Name of the class whose requests alone are counted; null for all. */
  readonly class: string | null;
  readonly metric: Metric;
  readonly within: number;
  readonly target: number;
  /** Staircase of limits at this target, cheapest fleet first, other objectives left aside. */
  readonly limits: readonly LimitStep[];
  /** Price of each target at this limit, the price of a nine, other objectives left aside. */
  readonly targets: readonly TargetStep[];
  /** Differences to the choice with every other objective kept, in words and dollars. */
  readonly marginals: readonly Marginal[];
}

/** One step away from the choice. */
export interface Marginal {
  /** The promise it would be: seconds, and the share of requests that keep to them. */
  readonly within: number;
  readonly target: number;
  readonly replicas: number;
  /** Replicas and dollars more (or, negative, fewer) than the choice. */
  readonly moreReplicas: number;
  readonly morePerHour: number;
  readonly morePerMonth: number;
}

/** What other promises than the SLO's would cost. */
export interface Prices {
  /** One entry an objective; empty with an autoscaler. */
  readonly priceOfSlo: readonly PriceOfSlo[];
  /** Bills with expected penalties; null if the scenario names none. */
  readonly totalCost: TotalCosts | null;
}

/**
 * Prices the SLO around the choice: from the chosen setting, or the first where there is no choice.
 * With an autoscaler there is no count to give more or less of, so no other promise is priced.
 *
 * @param groups - Every configuration by setting, replicas ascending.
 * @param choice - The choice, if there is one.
 */
export function priceSlo(
  groups: readonly (readonly SimulatedPoint[])[],
  choice: Choice | null,
): Prices {
  const chosen = groups.find(([{ settings }]) => settings === choice?.settings) ?? groups[0];
  const { confidence, scenario } = chosen[0];
  const { objectives } = scenario.slo;
  const points = chosen.map(pricedPoint);
  const priced = isElastic(scenario.fleet)
    ? []
    : objectives.map((objective, index) => {
        const { metric, target, within } = objective;
        const counted = countOnly(points, classIndexOf(scenario, objective));
        const limits = priceLimits(counted, { index, metric, target, within }, confidence);
        const targets = priceTargets(counted, { index, metric, within }, confidence);
        return { class: objective.class, metric, within, target, limits, targets };
      });
  const priceOfSlo = priced.map((price) => {
    const others = priced.filter((other) => other !== price);
    return { ...price, marginals: choice === null ? [] : marginalsOf(price, others, choice) };
  });
  const all = groups.flatMap((group) => group.map(pricedPoint));
  const first = countOnly(all, classIndexOf(scenario, objectives[0]));
  return { priceOfSlo, totalCost: totalCosts(first, scenario) };
}

/** The points with the requests of one class in place of all. */
function countOnly(points: readonly PricedPoint[], classIndex: number): readonly PricedPoint[] {
  return points.map((point) => ({ ...point, pooled: ofClass(point.pooled, classIndex) }));
}

function pricedPoint(point: SimulatedPoint): PricedPoint {
  const { replicas, replications, scenario, scheme, settings } = point;
  return {
    replicas,
    settings,
    costPerHour: billOf(point).costPerHour,
    pooled: poolReplications(replications, scheme, scenario.slo.objectives.length),
    span: sumOf(replications.map((replication) => replication.span)),
  };
}

/** What the next fleet up and down would promise, and what one more nine costs. */
function marginalsOf(
  promised: Omit<PriceOfSlo, "marginals">,
  others: readonly Omit<PriceOfSlo, "marginals">[],
  choice: Choice,
): Marginal[] {
  const { limits, targets } = promised;
  const marginals: Marginal[] = [];
  const add = (
    promise: Pick<PriceOfSlo, "within" | "target">,
    fleet: { replicas: number; costPerHour: number },
  ): void => {
    const morePerHour = costOf(1, fleet.costPerHour - choice.costPerHour);
    marginals.push({
      within: promise.within,
      target: promise.target,
      replicas: fleet.replicas,
      moreReplicas: fleet.replicas - choice.replicas,
      morePerHour,
      morePerMonth: costOf(HOURS_PER_MONTH, morePerHour),
    });
  };
  const tighter = limits.find(
    (step) => step.replicas > choice.replicas && sureLimit(step) < promised.within,
  );
  if (tighter !== undefined) add({ ...promised, within: sureLimit(tighter) }, tighter);
  const looser = limits.findLast(
    (step) =>
      step.replicas < choice.replicas &&
      sureLimit(step) > promised.within &&
      sureLimit(step) < Infinity &&
      others.every((other) => isKept(other, step.replicas)),
  );
  if (looser !== undefined) add({ ...promised, within: sureLimit(looser) }, looser);
  const nine = 1 - (1 - promised.target) / 10;
  const priced = targets.find(({ target }) => Math.abs(target - nine) < 1e-9);
  const certified = priced?.certified ?? null;
  if (certified !== null) {
    // Other objectives may ask for more than this one with its nine.
    const fleet = certified.replicas > choice.replicas ? certified : choice;
    add({ ...promised, target: nine }, fleet);
  }
  return marginals;
}

/** What a step surely promises, in hindsight what it was counted to keep; else Infinity. */
function sureLimit({ interval, within }: LimitStep): number {
  return interval === null ? within : (interval[1] ?? Infinity);
}

/** True if a fleet surely keeps an objective, and every larger one does. */
function isKept({ limits, within }: Omit<PriceOfSlo, "marginals">, replicas: number): boolean {
  const step = limits.findLast((limit) => limit.replicas <= replicas);
  return step !== undefined && sureLimit(step) <= within;
}
