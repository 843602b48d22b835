import type { Point } from "../plan/result.ts";

/** Share of the measured requests that got no answer: rejected, timed out or failed. */
export function lostShare({ outcomes }: Pick<Point, "outcomes">): number {
  const { completed, failed, rejected, timedOut } = outcomes;
  const lost = failed + rejected + timedOut;
  return lost === 0 ? 0 : lost / (completed + lost);
}
