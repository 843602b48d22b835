/** Compliance at thresholds where it is known: (seconds, share), ascending in both. */
export type Known = readonly (readonly [threshold: number, share: number])[];

/** Compliance at a threshold, and between what it must lie. */
export interface Estimate {
  /** Share of all measured requests, in [0, 1]. */
  readonly share: number;
  /** Compliance at the nearest known thresholds below and above: it can't be outside of these. */
  readonly low: number;
  readonly high: number;
  /** True if it is known at this very threshold. */
  readonly isKnown: boolean;
}

/**
 * Compliance at any threshold, on a straight line between the two known ones around it.
 *
 * Below the first known threshold the line starts at nothing; beyond the last, which is the slowest
 * answer, it stays.
 *
 * @param threshold - Seconds, at least 0.
 */
export function estimateCompliance(known: Known, threshold: number): Estimate {
  const above = known.findIndex(([x]) => x >= threshold);
  if (known.length === 0) return { share: 0, low: 0, high: 0, isKnown: true };
  if (above === -1) return exactly(known[known.length - 1][1]);
  const [right, high] = known[above];
  if (right === threshold) return exactly(high);
  const [left, low] = above === 0 ? [0, 0] : known[above - 1];
  const share = low + ((high - low) * (threshold - left)) / (right - left);
  return { share, low, high, isKnown: low === high };
}

function exactly(share: number): Estimate {
  return { share, low: share, high: share, isKnown: true };
}

/** What a point estimate says of a promise. */
export type Outlook = "would hold" | "would miss" | "too close to tell";

/** Judges an estimate: too close where the known shares around it lie on both sides of the target. */
export function judgeEstimate({ high, low }: Estimate, target: number): Outlook {
  if (low >= target) return "would hold";
  return high < target ? "would miss" : "too close to tell";
}
