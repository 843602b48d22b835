import type { ArrangementResult, PoolResult } from "../../src/plan/pools/arrangement-result.ts";
import type { Result } from "../../src/plan/result.ts";
import { range, resultWith } from "./result-builder.ts";

/** A made-up result that compares one pool for all with one a class. */
export function pooledResult(): Result {
  return { ...resultWith(), arrangements: [separate(), shared()] };
}

/** A pool of $0.60 replicas; `load` of them are busy, and `least` is the smallest count that holds. */
export function poolWith(name: string, load: number, least: number | null): PoolResult {
  const counts = range(Math.max(1, (least ?? 9) - 2), (least ?? 9) + 1);
  const made = resultWith({ replicas: counts, price: 0.6, offeredLoad: load });
  const points = made.points.map((point) => {
    const isMet = least !== null && point.replicas >= least;
    return { ...point, verdict: isMet ? ("met" as const) : ("missed" as const) };
  });
  const choice = resultWith({ replicas: range(1, 40) }).choice!;
  const costPerHour = 0.6 * (least ?? 0);
  return {
    name,
    classes: [name],
    choice: least === null ? null : { ...choice, replicas: least, settings: {}, costPerHour },
    points,
  };
}

/** An arrangement of pools, met if all of them have a choice. */
export function arrangementWith(name: string, pools: readonly PoolResult[]): ArrangementResult {
  const isMet = pools.every(({ choice }) => choice !== null);
  const cost = pools.reduce((sum, { choice }) => sum + (choice?.costPerHour ?? 0), 0);
  const costPerHour = isMet ? Number(cost.toFixed(2)) : null;
  return {
    name,
    isMet,
    costPerHour,
    costPerMonth: costPerHour === null ? null : costPerHour * 730,
    isCheapest: name === "shared",
    pools,
  };
}

function separate(): ArrangementResult {
  return arrangementWith("separate", [
    poolWith("search", 3, 7),
    poolWith("ads", 1.2, 3),
    poolWith("feed", 2, 5),
  ]);
}

function shared(): ArrangementResult {
  const all = poolWith("all", 4.5, 10);
  return { ...arrangementWith("shared", [all]), isCheapest: true };
}
