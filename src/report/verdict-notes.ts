import type { ObjectiveResult, Point, Result } from "../plan/result.ts";

/** Share of the error budget under which violations are too few to bound by themselves. */
const FEW = 0.1;

/**
 * What `insufficient` means, beside the other open verdict where that is shown too, and what would
 * help.
 *
 * @param points - Those that are shown.
 * @returns Sentences; empty unless one of them is `insufficient`.
 */
export function openVerdictNote(
  { question }: Pick<Result, "question">,
  points: readonly Point[],
): string {
  if (!points.some(({ verdict }) => verdict === "insufficient")) return "";
  const more =
    question.resampling.length > 0
      ? "A longer trace helps."
      : "A longer workload or more replications (run.replications) help.";
  const undecided = points.some(({ verdict }) => verdict === "undecided")
    ? "; undecided: the target lies within the interval"
    : "";
  return (
    "insufficient: too few late requests that are independent of each other to judge by" +
    `${undecided}. ${more}`
  );
}

/**
 * Why the lower end of an interval stays where it is while ever fewer requests are late.
 *
 * @param points - Those whose intervals are shown.
 * @returns A sentence; empty if no interval of theirs was found in that way.
 */
export function stricterLimitNote(points: readonly Point[]): string {
  if (!points.some(({ objectives }) => objectives.some(isBoundStricter))) return "";
  return (
    "Where under a tenth of the error budget is used, violations are too few to bound closely: " +
    "the lower end is then that of a stricter limit."
  );
}

/** As the bounds of the model have it; to the rung, for a target between two of its ladder. */
function isBoundStricter({ budgetUsed, interval }: ObjectiveResult): boolean {
  return interval !== null && budgetUsed < FEW;
}
