import { measureWindows } from "../../workload/measure-burstiness.ts";
import type { DispersionAtScale } from "./trace-stats.ts";

const LEAST_SCALE = 0.1;
/** Windows that a scale must have for its variance to say something. */
const LEAST_WINDOWS = 10;
/** The 97.5 % quantile of the standard normal law. */
const NORMAL_QUANTILE = 1.959963984540054;

/**
 * Measures the index of dispersion at scales from 0.1 s to a tenth of the span: 1, 2 and 5 of each
 * power of ten, and a minute.
 *
 * @param arrivals - Seconds, ascending.
 */
export function measureDispersion(arrivals: Float64Array): readonly DispersionAtScale[] {
  if (arrivals.length < 3) return [];
  const span = arrivals[arrivals.length - 1] - arrivals[0];
  return scalesUpTo(span / LEAST_WINDOWS).flatMap((scale) => {
    const { dispersion, windows } = measureWindows(arrivals, scale);
    if (dispersion === null) return [];
    return [{ scale, windows, index: dispersion, poisson: poissonBand(windows) }];
  });
}

function scalesUpTo(most: number): readonly number[] {
  const scales: number[] = [];
  // Whole multiples of the least scale, divided once, so that no rounding adds up.
  for (let power = 1; power * LEAST_SCALE <= most; power *= 10) {
    for (const factor of [1, 2, 5]) scales.push((factor * power) / 10);
    if (power === 100) scales.push(60);
  }
  return scales.filter((scale) => scale <= most).sort((left, right) => left - right);
}

/**
 * Interval that holds the index of dispersion of Poisson counts in 95 of 100 cases: n times the
 * index follows about a χ² law of n − 1 degrees of freedom.
 *
 * @param windows - n, at least 2.
 * @see R. A. Fisher, "Statistical Methods for Research Workers" (1925), §16 (the index);
 *   E. B. Wilson, M. M. Hilferty, PNAS 17 (1931) 684–688 (the quantiles of χ²).
 */
export function poissonBand(windows: number): readonly [low: number, high: number] {
  const freedom = windows - 1;
  const spread = 2 / (9 * freedom);
  const quantile = (z: number): number =>
    (freedom * Math.max(0, 1 - spread + z * Math.sqrt(spread)) ** 3) / windows;
  return [quantile(-NORMAL_QUANTILE), quantile(NORMAL_QUANTILE)];
}
