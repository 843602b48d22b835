import type { ArrangementResult, PoolResult } from "../plan/pools/arrangement-result.ts";
import type { Result } from "../plan/result.ts";
import { formatCount, formatDollars, formatDollarsShort, formatSignificant } from "./format.ts";
import { cleanText } from "./plain-text.ts";

const NAMED_MAX = 3;
const HOURS_PER_MONTH = 730;

/**
 * The comparison in one sentence without a full stop, cheapest first: "shared: 10 replicas,
 * $6.00/h; separate: 7 + 3 + 5 replicas, $9.00/h". Empty if no arrangements are compared.
 */
export function arrangementHeadline({ arrangements }: Pick<Result, "arrangements">): string {
  const ranked = rankArrangements(arrangements);
  const rest = ranked.length - NAMED_MAX;
  return [
    ...ranked.slice(0, NAMED_MAX).map(arrangementName),
    ...(rest > 0 ? [`${rest} more`] : []),
  ].join("; ");
}

/** What the cheapest arrangement saves against the next; empty if fewer than two hold the SLO. */
export function savingSentences({ arrangements }: Pick<Result, "arrangements">): readonly string[] {
  const [first, second] = rankArrangements(arrangements);
  if (second === undefined || first.costPerHour === null || second.costPerHour === null) return [];
  const saved = second.costPerHour - first.costPerHour;
  const [cheapest, next] = [cleanText(first.name), cleanText(second.name)];
  if (saved === 0) return [`${cheapest} and ${next} cost the same.`];
  const month = formatDollarsShort(saved * HOURS_PER_MONTH);
  return [`${cheapest} costs ${formatDollars(saved)}/h (${month} a month) less than ${next}.`];
}

/** The cheapest arrangement that holds the SLO; null if none does. */
export function heldArrangement({
  arrangements,
}: Pick<Result, "arrangements">): ArrangementResult | null {
  return arrangements.find(({ isCheapest }) => isCheapest) ?? null;
}

/** What to call the fleet of the points beside arrangements, and where its size is from. */
export function oneFleetName({ sizedByPool }: Pick<Result, "sizedByPool">): string {
  const name = "One fleet for all classes";
  return sizedByPool === null ? name : `${name}, with the size of pool ${cleanText(sizedByPool)}`;
}

/** Those that hold the SLO, cheapest first, then the others in their order. */
export function rankArrangements(
  arrangements: readonly ArrangementResult[],
): readonly ArrangementResult[] {
  return arrangements.toSorted((left, right) => rankOf(left) - rankOf(right));
}

function rankOf({ costPerHour }: ArrangementResult): number {
  return costPerHour ?? Number.MAX_SAFE_INTEGER;
}

/** "separate: 7 + 3 + 5 replicas, $9.00/h", or "separate: does not hold (feed)". */
export function arrangementName({ costPerHour, name, pools }: ArrangementResult): string {
  if (costPerHour === null) {
    const failing = pools.filter(({ choice }) => choice === null).map((pool) => pool.name);
    return `${cleanText(name)}: no answer for ${cleanText(failing.join(", "))}`;
  }
  const sizes = pools.map(poolSize);
  const unit = sizes.length === 1 && sizes[0] === "1" ? "replica" : "replicas";
  return `${cleanText(name)}: ${sizes.join(" + ")} ${unit}, ${formatDollars(costPerHour)}/h`;
}

/** Replicas of a pool, of an autoscaler their mean; "–" without a choice. */
export function poolSize({ choice }: Pick<PoolResult, "choice">): string {
  if (choice === null) return "–";
  return choice.elastic === null
    ? formatCount(choice.replicas)
    : formatSignificant(choice.elastic.meanReplicas, 3);
}
