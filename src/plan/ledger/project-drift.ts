import type { DriftSection } from "../../scenario/scenario.ts";
import { HOURS_PER_MONTH } from "../hours-per-month.ts";
import type { Choice } from "../result.ts";
import type { DriftPlan } from "./ledger-result.ts";

const MONTHS = 12;

/** Slack of a replica count, so that rounding does not add a replica to a whole number. */
const ROUNDING = 1e-9;

/**
 * Projects growing demand: when the chosen fleet's headroom is eaten, and what the next twelve
 * months cost if the fleet then grows in proportion to demand.
 *
 * Growth in proportion is a what-if on the dear side: a larger pool needs relatively less headroom.
 * Of a fleet with an autoscaler it is the mean number of replicas, which need not be whole.
 *
 * @param growthTaken - Growth of demand that the chosen fleet can take and still hold the SLO, as a
 *   share ≥ 0; null if unknown, which is priced as 0.
 * @returns null without a `drift` section or a choice.
 */
export function projectDrift(
  drift: DriftSection | null,
  choice: Pick<Choice, "replicas" | "costPerHour" | "elastic"> | null,
  growthTaken: number | null,
): DriftPlan | null {
  if (drift === null || choice === null) return null;
  const { demandGrowth } = drift;
  const months = Array.from({ length: MONTHS }, (_, index) => {
    const demand = (1 + demandGrowth) ** (index + 1);
    const scale = Math.max(1, demand / (1 + (growthTaken ?? 0)));
    const { elastic } = choice;
    const replicas =
      elastic === null
        ? Math.ceil(choice.replicas * scale * (1 - ROUNDING))
        : elastic.meanReplicas * scale;
    const costPerHour =
      elastic === null
        ? (choice.costPerHour / choice.replicas) * replicas
        : choice.costPerHour * scale;
    const costPerMonth = costPerHour * HOURS_PER_MONTH;
    return { month: index + 1, demand, replicas, costPerHour, costPerMonth };
  });
  return {
    demandGrowth,
    growthTaken,
    monthsOfHeadroom:
      growthTaken === null || demandGrowth === 0
        ? null
        : Math.log1p(growthTaken) / Math.log1p(demandGrowth),
    months,
    costPerYear: months.reduce((total, { costPerMonth }) => total + costPerMonth, 0),
  };
}
