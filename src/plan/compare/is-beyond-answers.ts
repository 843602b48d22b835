import type { Outcomes } from "../result.ts";

/**
 * True if a quantile of all requests is beyond any limit: a request without an answer is later than
 * every other, so that is so once more than 1 − share of all requests are without one, however
 * fast the answered ones were.
 *
 * @param share - In (0, 1): 0.99 for a p99.
 */
export function isBeyondAnswers(
  { completed, failed, rejected, timedOut }: Outcomes,
  share: number,
): boolean {
  const total = completed + failed + rejected + timedOut;
  return total > 0 && completed / total < share;
}
