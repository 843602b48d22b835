import type { MeasuredRange } from "../../scenario/calibration-section.ts";

/** Lowest and highest of some values, in four significant digits; null for none. */
export function rangeOf(values: readonly number[]): MeasuredRange | null {
  if (values.length === 0) return null;
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  return [Number(lowest.toPrecision(4)), Number(highest.toPrecision(4))];
}
