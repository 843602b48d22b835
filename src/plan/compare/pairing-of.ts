import { canonicalJson } from "../../scenario/canonical-json.ts";
import type { ObjectiveResult, Result } from "../result.ts";
import type { Pairing } from "./comparison.ts";

/** True of an objective whose compliance is a number without an interval. */
export function isExactObjective({
  interval,
  verdict,
}: Pick<ObjectiveResult, "interval" | "verdict">): boolean {
  return interval === null && verdict !== "insufficient";
}

/**
 * Whether two results have simulated the same requests, so that their differences can be taken
 * stretch by stretch. Points are looked at again: their stretches must hold as many requests.
 */
export function pairingOf(base: Result, head: Result): Pairing {
  const isExact = [base, head].every(({ points }) =>
    points.every(({ objectives }) => objectives.every(isExactObjective)),
  );
  const reasons = [
    differs(base.scenario.seed, head.scenario.seed, "the seeds differ"),
    differs(base.scenario.workload, head.scenario.workload, "the workloads differ"),
    differs(
      [base.scenario.run.replications, base.question.kind],
      [head.scenario.run.replications, head.question.kind],
      "the replications or the question differ",
    ),
    differs(warmupOf(base), warmupOf(head), "the warm-ups differ"),
    differs(drawnOf(base), drawnOf(head), "other requests were drawn"),
  ].filter((reason) => reason !== null);
  if (reasons.length > 0) {
    const but = isExact ? "though nothing is random" : "so the chance of both sides is in it";
    return { isPaired: false, words: `not paired: ${reasons.join(", ")}, ${but}` };
  }
  if (isExact) return { isPaired: true, words: "exact: nothing is random in either" };
  const { resampling } = head.question;
  const where = resampling.some(({ resamples }) => resamples > 0)
    ? "stretch by stretch of the trace itself, not of its resamples"
    : "stretch by stretch";
  return {
    isPaired: true,
    words: `paired: the same requests and random numbers on both sides, compared ${where}`,
  };
}

function differs(base: unknown, head: unknown, reason: string): string | null {
  return canonicalJson(base) === canonicalJson(head) ? null : reason;
}

function warmupOf({ scenario }: Result): unknown {
  return [scenario.run.warmup, scenario.run.warmupAuto];
}

/** Enough of the drawn workload to tell another one. */
function drawnOf({ workload }: Result): unknown {
  const { duration, interarrivalCv, outputTokensMean, inputTokensMean, rate, requests } = workload;
  return [duration, interarrivalCv, outputTokensMean, inputTokensMean, rate, requests];
}
