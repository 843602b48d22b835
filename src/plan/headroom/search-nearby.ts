import type { Executor } from "../executor.ts";
import { resamplesOf } from "../future/lay-out-blocks.ts";
import type { Choice, Verdict } from "../result.ts";
import type { SweptSetting } from "../run-sweep.ts";
import { searchChoice } from "../search.ts";

/** The choice under other assumptions. */
export interface ScaledChoice {
  /** What the assumption was multiplied by. */
  readonly factor: number;
  /** Null if nothing that was tried is proven to hold the SLO. With an autoscaler their mean. */
  readonly replicas: number | null;
  /** Dollars; null with `replicas`. */
  readonly costPerHour: number | null;
  /** What was tried in vain; absent where there is an answer. */
  readonly tried?: Attempt;
}

/** The largest fleet that a search tried, which isn't proven to hold the SLO. */
export interface Attempt {
  /** Null with an autoscaler, which is tried as it is configured. */
  readonly replicas: number | null;
  /** `missed` if it is proven not to hold the SLO; otherwise the evidence leaves it open. */
  readonly verdict: Verdict;
}

/** What a search found: a choice, or what was tried in vain. */
export type Answer =
  | { readonly choice: Choice; readonly tried?: never }
  | { readonly choice: null; readonly tried: Attempt };

/** A count where a search starts, and how far from it the answer should lie. */
export interface Expectation {
  /** Replicas, ≥ 1. */
  readonly replicas: number;
  /** The answer is expected from `replicas`/(1 + spread) to `replicas`·(1 + spread). */
  readonly spread: number;
}

/** A count beside the expected ones, so that the answer has a neighbour on either side. */
const MARGIN = 1;
/** Counts searched when the answer isn't where it was expected, as a multiple of the start. */
const WIDEST = 4;

/**
 * Finds the choice for one setting by one look of the search, first among the counts near an
 * expected one, and if it isn't there among all from 1 to four times that.
 *
 * @param setting - Its own replica counts don't matter.
 * @param confidence - The sweep's confidence of each bound.
 * @param executor - Where tasks run; stays open.
 * @returns No choice if the largest count isn't proven to hold, which may be for want of evidence.
 */
export async function searchNearby(
  setting: SweptSetting,
  { replicas, spread }: Expectation,
  confidence: number,
  executor: Executor,
): Promise<Answer> {
  const { fleet } = setting.scenario;
  // An autoscaler finds its own count; what is asked is whether it holds, and what it costs.
  if (fleet.autoscaler !== null) {
    return searchAmong(setting, fleet.replicas, confidence, executor);
  }
  const least = Math.max(1, Math.floor(replicas / (1 + spread)) - MARGIN);
  const most = Math.min(WIDEST * replicas, Math.ceil(replicas * (1 + spread)) + MARGIN);
  const search = (from: number, to: number): Promise<Answer> =>
    searchAmong(setting, countsBetween(from, to), confidence, executor);
  const found = await search(least, most);
  if (found.choice === null && most < WIDEST * replicas) return search(least, WIDEST * replicas);
  return found.choice?.replicas === least && least > 1 ? search(1, most) : found;
}

function countsBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

async function searchAmong(
  setting: SweptSetting,
  replicas: readonly number[],
  confidence: number,
  executor: Executor,
): Promise<Answer> {
  const { scenario } = setting;
  // The first of several looks spends half of the chances to err, so twice as many are handed in.
  const looksOnce = resamplesOf(scenario) > 0;
  const handed = looksOnce ? confidence : Math.max(1 - 2 * (1 - confidence), 0.5);
  const searched = {
    ...setting,
    scenario: {
      ...scenario,
      fleet: { ...scenario.fleet, replicas },
      slo: { ...scenario.slo, confidence: handed },
    },
  };
  const oneLook = { requests: 0, isSpent: () => true, endsEarly: true };
  const { choice, points } = await searchChoice([searched], executor, oneLook);
  if (choice !== null) return { choice };
  // Without a choice the largest count was simulated to the end, and didn't hold.
  const largest = points[points.length - 1];
  const isFixed = scenario.fleet.autoscaler === null;
  return {
    choice,
    tried: { replicas: isFixed ? largest.replicas : null, verdict: largest.verdict },
  };
}
