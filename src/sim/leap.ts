/**
 * Time inside a leap: a run of decode steps between two changes of a replica's batch.
 *
 * Step i (from 0) of a leap lasts a + d·i, since each step adds one token to the context of every
 * sequence, so the first j steps last j·a + d·j(j−1)/2.
 */

/**
 * Seconds that the first `steps` steps of a leap last.
 *
 * @param steps - Number of steps, ≥ 0.
 * @param first - Seconds of the first step, > 0.
 * @param growth - Seconds by which each step outlasts the one before, ≥ 0.
 */
export function leapDuration(steps: number, first: number, growth: number): number {
  return steps * first + (growth * steps * (steps - 1)) / 2;
}

/**
 * Number of the first step boundary of a leap strictly after an instant.
 *
 * Solves the quadratic for the real step count, in the form that neither divides by `growth` nor
 * cancels, and corrects its rounding against `leapDuration`, so that what counts as "after" is
 * exactly what the leap's own clock says.
 *
 * @param start - Instant at which the leap began.
 * @param instant - Instant at or after `start`.
 * @param first - Seconds of the leap's first step, > 0.
 * @param growth - Seconds by which each step outlasts the one before, ≥ 0.
 * @returns The least j ≥ 1 with start + leapDuration(j) > instant.
 */
export function firstBoundaryAfter(
  start: number,
  instant: number,
  first: number,
  growth: number,
): number {
  const elapsed = instant - start;
  const half = first - growth / 2;
  let steps = Math.ceil((2 * elapsed) / (half + Math.sqrt(half * half + 2 * growth * elapsed)));
  if (!(steps >= 1)) steps = 1;
  while (start + leapDuration(steps, first, growth) <= instant) steps++;
  while (steps > 1 && start + leapDuration(steps - 1, first, growth) > instant) steps--;
  return steps;
}
