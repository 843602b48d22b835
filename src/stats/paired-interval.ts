import { studentQuantile } from "./special-functions.ts";
import type { BatchedViolations } from "./violation-bounds.ts";

/** How much two violation rates differ. */
export interface PairedDifference {
  /** The second rate less the first. */
  readonly difference: number;
  readonly interval: readonly [low: number, high: number];
}

/**
 * Difference between two violation rates that were counted on the same requests and random numbers,
 * with a paired t interval over batches: what both have in common cancels, so that the interval is
 * much narrower than two separate ones would suggest.
 *
 * @param first - Violations by batch of consecutive requests, about 10 batches.
 * @param second - Violations of the same requests in the same batches.
 * @param confidence - In (0, 1).
 * @throws RangeError if the batches aren't of the same sizes, or fewer than two have requests.
 * @see Law, Simulation Modeling and Analysis, 2015, 10.2.1 (paired-t under common random numbers).
 */
export function pairedInterval(
  first: BatchedViolations,
  second: BatchedViolations,
  confidence: number,
): PairedDifference {
  const differences: number[] = [];
  let sum = 0;
  let requests = 0;
  first.requests.forEach((size, batch) => {
    if (second.requests[batch] !== size) {
      throw new RangeError("paired batches must be of the same requests");
    }
    if (size === 0) return;
    const difference = second.violations[batch] - first.violations[batch];
    differences.push(difference / size);
    sum += difference;
    requests += size;
  });
  const count = differences.length;
  if (count < 2) throw new RangeError("a paired interval needs at least two batches with requests");
  const difference = sum / requests;
  let squares = 0;
  for (const one of differences) squares += (one - difference) ** 2;
  const half =
    studentQuantile(count - 1, (1 + confidence) / 2) * Math.sqrt(squares / (count - 1) / count);
  return { difference, interval: [difference - half, difference + half] };
}
