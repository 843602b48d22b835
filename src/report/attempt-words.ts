import type { Attempt } from "../plan/headroom/search-nearby.ts";
import { formatReplicas } from "./format.ts";

/**
 * An attempt in vain as an answer: "missed on 36 replicas". A miss is proven; all else is not
 * proven, nor is it where a result from before attempts were kept has none.
 */
export function attemptText(tried: Attempt | undefined): string {
  const finding = shortAttempt(tried);
  if (tried === undefined) return finding;
  return tried.replicas === null
    ? `${finding} with the autoscaler as configured`
    : `${finding} on ${formatReplicas(tried.replicas)}`;
}

/** The same where there is little room: "missed". */
export function shortAttempt(tried: Attempt | undefined): "missed" | "not proven" {
  return tried?.verdict === "missed" ? "missed" : "not proven";
}

/** The same as the end of a sentence: "not even 36 replicas hold the SLO". */
export function attemptClause(tried: Attempt | undefined): string {
  const isMissed = shortAttempt(tried) === "missed";
  if (tried === undefined) return "no fleet tried is proven to hold the SLO";
  if (tried.replicas === null) {
    const finding = isMissed ? "misses the SLO" : "isn't proven to hold the SLO";
    return `the autoscaler as configured ${finding}`;
  }
  // Four times a count are never a single replica.
  const finding = isMissed ? "hold" : "are proven to hold";
  return `not even ${formatReplicas(tried.replicas)} ${finding} the SLO`;
}
