import { canonicalJson } from "../../scenario/canonical-json.ts";
import type { Setting } from "../../scenario/expand-sweep.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { pointSize } from "../fleet/point-size.ts";
import type { Choice, Point, Result } from "../result.ts";
import { compareCurrent } from "./compare-current.ts";
import { priceInfraTax } from "./price-infra-tax.ts";
import { projectDrift } from "./project-drift.ts";
import { hourlyCostOf, splitBill } from "./split-bill.ts";

/** A judged sweep. */
export interface JudgedSweep {
  /** The scenario's body. */
  readonly scenario: Scenario;
  /** What was swept, in order. */
  readonly settings: readonly Setting[];
  /** The points of each setting. */
  readonly groups: readonly (readonly Point[])[];
  readonly choice: Choice | null;
  /** Replicas that each setting's work would keep busy at full batches. */
  readonly loads: readonly number[];
  /** Growth of demand that the choice can take, as a share; null if unknown. */
  readonly growthTaken: number | null;
}

/**
 * Says of a judged sweep what its dollars pay for, which takes the choice: the bill of each point,
 * today's fleet, the infrastructure tax, and the growth to come.
 */
export function priceResult(
  judged: JudgedSweep,
): Pick<Result, "points" | "current" | "infraTax" | "drift"> {
  const { choice, growthTaken, loads, scenario } = judged;
  const groups = judged.groups.map((group, setting) =>
    group.map((point) => {
      const billed = { ...point, warmPerHour: hourlyCostOf(point.costLedger, "warm") };
      const fullBatchShare = loads[setting] / pointSize(point);
      return { ...point, costLedger: splitBill(billed, choice, fullBatchShare) };
    }),
  );
  const points = groups.flat();
  const chosen = points.find(
    ({ replicas, settings }) => replicas === choice?.replicas && settings === choice.settings,
  );
  const current = compareCurrent(scenario.fleet, pointsOfBody({ ...judged, groups }), choice);
  return {
    points,
    current,
    infraTax: priceInfraTax(scenario, current, chosen?.costLedger ?? null),
    drift: projectDrift(scenario.drift, choice, growthTaken),
  };
}

/** The points that were simulated with the body's own values on every axis; empty if none were. */
function pointsOfBody({ groups, scenario, settings }: JudgedSweep): readonly Point[] {
  if (scenario.fleet.current === null) return [];
  const body = canonicalJson(scenario);
  const index = settings.findIndex((setting) => canonicalJson(setting.scenario) === body);
  return groups[index] ?? [];
}
