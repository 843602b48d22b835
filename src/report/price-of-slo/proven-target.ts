import type { ObjectiveResult } from "../../plan/result.ts";

/** Independent violations behind an interval that make it one to go by, as verdicts have it. */
const VIOLATIONS_NEEDED = 10;

/** What the evidence says about an objective. */
type JudgedObjective = Pick<
  ObjectiveResult,
  "compliance" | "effectiveViolations" | "interval" | "target" | "verdict"
>;

/**
 * Whether the evidence for an objective proves another target at the same limit: its own target by
 * the verdict; a laxer one if that is met; any other if the interval is above it and has what a
 * verdict needs behind it, enough independent violations or clearly too few to matter.
 *
 * @param objective - Of a result that is no hindsight.
 * @param target - Share of requests to be good, in (0, 1).
 */
export function provesTarget(objective: JudgedObjective, target: number): boolean {
  const { compliance, effectiveViolations, interval, target: own, verdict } = objective;
  const isMet = verdict === "met";
  if (isMet && target < own + 1e-9) return true;
  if (interval === null || (!isMet && target > own - 1e-9)) return false;
  const isTrusted =
    (effectiveViolations ?? 0) >= VIOLATIONS_NEEDED || 1 - compliance < (1 - target) / 3;
  return isTrusted && interval[0] >= target;
}
