import type { CostCurve } from "./sim-plan.ts";

/**
 * Evaluates a cost curve: linear between its points, the last slope beyond them, the first value
 * below them; a single point is a constant.
 *
 * @param curve - At least one point, x ascending.
 * @param x - A count, ≥ 0.
 * @returns Seconds.
 */
export function costAt(curve: CostCurve, x: number): number {
  const { xs, ys } = curve;
  if (x <= xs[0] || xs.length === 1) return ys[0];
  let right = 1;
  while (right < xs.length - 1 && xs[right] < x) right++;
  const left = right - 1;
  return ys[left] + ((ys[right] - ys[left]) / (xs[right] - xs[left])) * (x - xs[left]);
}
