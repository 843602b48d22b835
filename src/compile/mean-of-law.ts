import { quantileFunction } from "../random/quantile-function.ts";
import { meanWithoutClamp } from "../scenario/distribution-mean.ts";
import type { DistributionSection } from "../scenario/scenario.ts";

/** Quantiles whose mean stands for that of a law without a short formula. */
const STEPS = 10_000;

/**
 * Mean of a law, clamps included: exact where there is a short formula, else the mean of 10,000
 * quantiles, which cuts the utmost tail off and so stays finite.
 */
export function meanOfLaw(law: DistributionSection): number {
  const exact = meanWithoutClamp(law);
  if (exact !== null) return exact;
  const quantile = quantileFunction(law);
  let sum = 0;
  for (let step = 0; step < STEPS; step++) sum += quantile((step + 0.5) / STEPS);
  return sum / STEPS;
}
