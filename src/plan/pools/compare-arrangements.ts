import type { ArrangementSection } from "../../scenario/arrangement-section.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { chooseReplicas } from "../choose.ts";
import { costOf } from "../cost-of.ts";
import { HOURS_PER_MONTH } from "../hours-per-month.ts";
import { isExact } from "../question.ts";
import type { Point } from "../result.ts";
import type { SweptPoint, SweptSetting } from "../run-sweep.ts";
import { simulatedPoint } from "../simulated-point.ts";
import { summarizePoint } from "../summarize-point.ts";
import type { ArrangementResult, PoolPoint, PoolResult } from "./arrangement-result.ts";

/** A pool that was swept. */
export interface SweptPool {
  readonly setting: SweptSetting;
  /** Its counts, ascending. */
  readonly points: readonly SweptPoint[];
}

/**
 * Chooses a fleet for each pool and adds up what each arrangement costs. Every pool is one more
 * chance to err, so each is judged at a level as many times stricter as there are pools.
 *
 * @param scenario - Whose arrangements they are.
 * @param pools - In the order of `poolSettings`.
 */
export function compareArrangements(
  scenario: Scenario,
  pools: readonly SweptPool[],
): ArrangementResult[] {
  let next = 0;
  const compared = scenario.pools.map((arrangement) => {
    const own = pools.slice(next, next + arrangement.pools.length);
    next += arrangement.pools.length;
    const chosen = own.map((pool, place) => choosePool(arrangement, place, pool, pools.length));
    return { name: arrangement.name, pools: chosen, costPerHour: totalOf(chosen) };
  });
  const costs = compared.flatMap(({ costPerHour }) => costPerHour ?? []);
  const least = Math.min(...costs);
  const cheapest = compared.find(({ costPerHour }) => costPerHour === least);
  return compared.map(({ costPerHour, name, pools: chosen }, index) => ({
    name,
    isMet: costPerHour !== null,
    costPerHour,
    costPerMonth: costPerHour === null ? null : costOf(HOURS_PER_MONTH, costPerHour),
    isCheapest: compared[index] === cheapest,
    pools: chosen,
  }));
}

function choosePool(
  { pools }: ArrangementSection,
  place: number,
  { points, setting }: SweptPool,
  count: number,
): PoolResult {
  const { scenario } = setting;
  const confidence = isExact(scenario) ? null : 1 - (1 - scenario.slo.confidence) / count;
  const summaries = points.map((point) =>
    summarizePoint(simulatedPoint(setting, point, confidence)),
  );
  const { classes, name } = pools[place];
  return { name, classes, choice: chooseReplicas([summaries]), points: summaries.map(shorten) };
}

function totalOf(pools: readonly PoolResult[]): number | null {
  const costs = pools.map(({ choice }) => choice?.costPerHour ?? null);
  let total = 0;
  for (const cost of costs) {
    if (cost === null) return null;
    total += cost;
  }
  return costOf(1, total);
}

function shorten(point: Point): PoolPoint {
  const { costPerHour, costPerMonth, fleet, objectives, replicas, utilization, verdict } = point;
  return { replicas, costPerHour, costPerMonth, utilization, fleet, objectives, verdict };
}
