import type { FleetSection } from "../../scenario/scenario.ts";
import { countCost } from "../fleet/node-cost.ts";
import { HOURS_PER_MONTH } from "../hours-per-month.ts";
import type { Choice, Point } from "../result.ts";
import type { CurrentFleet } from "./ledger-result.ts";

/**
 * Prices the fleet that runs today against the choice.
 *
 * @param fleet - Of the scenario's body: its count and its price are those of today.
 * @param points - What was swept with the settings of the scenario's body; empty if nothing was.
 * @param choice - The chosen fleet, of whatever settings.
 * @returns null if the scenario doesn't say what runs today.
 */
export function compareCurrent(
  fleet: FleetSection,
  points: readonly Point[],
  choice: Choice | null,
): CurrentFleet | null {
  const { current: replicas } = fleet;
  if (replicas === null) return null;
  const costPerHour = countCost(fleet, replicas);
  const point = points.find(
    (swept) => swept.replicas === replicas && swept.fleet?.isElastic !== true,
  );
  return {
    replicas,
    costPerHour,
    costPerMonth: costPerHour * HOURS_PER_MONTH,
    comparison: choice === null ? null : compareCosts(costPerHour, choice.costPerHour),
    isMet: point === undefined ? null : point.verdict === "met",
    ledger: point?.costLedger ?? null,
  };
}

function compareCosts(current: number, chosen: number): NonNullable<CurrentFleet["comparison"]> {
  const perHour = Math.abs(current - chosen);
  const kind = current === chosen ? "same" : current > chosen ? "saving" : "shortfall";
  return { kind, perHour, perMonth: perHour * HOURS_PER_MONTH };
}
