import type { ExperimentSection, MaintenanceSection, Scenario } from "../../scenario/scenario.ts";
import type {
  CostLedger,
  CurrentFleet,
  ExperimentWaste,
  FleetWaste,
  InfraTax,
  MaintenanceCost,
} from "./ledger-result.ts";
import { priceReruns } from "./price-reruns.ts";
import { monthlyCostOf } from "./split-bill.ts";

/**
 * Adds up the infrastructure tax: what a month costs beyond the work itself, as teams reckon it:
 *
 *     compute waste + maintenance − savings
 *
 * - compute waste = the fleet's recomputation, abandoned and lost work and overprovision + the jobs'
 *   reruns + experiments past their time to live. Queueing headroom is no waste: the SLO needs it.
 * - maintenance = hours of work × their rate.
 * - savings = what a managed service would save on maintenance, at least 0: with it the tax counts
 *   the cheaper of the two ways to keep the service running.
 *
 * @param current - The fleet that runs today, which is then the one whose waste counts.
 * @param chosen - The chosen fleet's bill; null if none is chosen.
 * @returns null if the scenario has no jobs, experiments, maintenance or fleet of today.
 */
export function priceInfraTax(
  scenario: Scenario,
  current: CurrentFleet | null,
  chosen: CostLedger | null,
): InfraTax | null {
  const { experiments, jobs, maintenance } = scenario;
  const isAsked = jobs.length > 0 || experiments.length > 0 || maintenance !== null;
  if (!isAsked && current === null) return null;
  const fleet = findFleetWaste(current, chosen);
  const reruns = jobs.map(priceReruns);
  const trials = experiments.map(priceExperiment);
  const upkeep = maintenance === null ? null : priceMaintenance(maintenance);
  const computeWaste =
    (fleet === null ? 0 : wasteOf(fleet)) +
    sum(reruns.map(({ costPerMonth }) => costPerMonth)) +
    sum(trials.map(({ wastePerMonth }) => wastePerMonth));
  const savings = Math.max(0, upkeep?.managed?.saves ?? 0);
  return {
    fleet,
    jobs: reruns,
    experiments: trials,
    maintenance: upkeep,
    computeWaste,
    savings,
    total: computeWaste + (upkeep?.costPerMonth ?? 0) - savings,
  };
}

function wasteOf({ abandoned, lost, overprovision, recomputed }: FleetWaste): number {
  return recomputed + abandoned + lost + overprovision;
}

function findFleetWaste(
  current: CurrentFleet | null,
  chosen: CostLedger | null,
): FleetWaste | null {
  const bill = current?.ledger ?? chosen;
  if (bill === null) return null;
  const recomputed = monthlyCostOf(bill, "recomputed");
  const abandoned = monthlyCostOf(bill, "abandoned");
  const lost = monthlyCostOf(bill, "lost");
  if (current === null || current.ledger !== null) {
    const overprovision = monthlyCostOf(bill, "overprovision");
    const of = current === null ? "choice" : "current";
    return { of, recomputed, abandoned, lost, overprovision };
  }
  const { comparison } = current;
  const overprovision = comparison?.kind === "saving" ? comparison.perMonth : 0;
  return { of: "current", recomputed, abandoned, lost, overprovision };
}

function priceExperiment({ gpuHours, name, pastTtl, price }: ExperimentSection): ExperimentWaste {
  const costPerMonth = gpuHours * price;
  return { name, costPerMonth, wastePerMonth: costPerMonth * pastTtl };
}

function priceMaintenance({ hours, managed, rate }: MaintenanceSection): MaintenanceCost {
  const costPerMonth = hours * rate;
  return {
    costPerMonth,
    managed: managed === null ? null : { fee: managed.fee, saves: costPerMonth - managed.fee },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
