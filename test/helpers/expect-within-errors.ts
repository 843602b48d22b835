import { expect } from "vitest";

import type { Estimate } from "./replicate.ts";

/** How close is close, and how precise the estimate has to be to count. */
export interface Closeness {
  /** Standard errors allowed between estimate and exact value. */
  readonly sigmas: number;
  /** Largest standard error relative to the exact value: above it the comparison has no power. */
  readonly relativePower: number;
}

/**
 * Expects an estimate to agree with an exact value, and to be precise enough to disagree with a
 * wrong one. With 32 replications 4 standard errors give a false alarm in 1 of 2,700 comparisons
 * (Student's t with 31 degrees of freedom). An exact value of 0 must be met exactly.
 *
 * @param name - What is compared, for the failure.
 */
export function expectWithinErrors(
  name: string,
  observed: Estimate,
  exact: number,
  { sigmas, relativePower }: Closeness,
): void {
  const { mean, standardError } = observed;
  const found = `${name}: ${mean} ± ${standardError} (standard error), exact ${exact}`;
  const allowed = sigmas * standardError + ROUNDING * Math.abs(exact);
  expect(Math.abs(mean - exact), `${found}: too far apart`).toBeLessThanOrEqual(allowed);
  expect(standardError, `${found}: too imprecise`).toBeLessThanOrEqual(
    relativePower * Math.abs(exact),
  );
}

/** Slack for a statistic that doesn't vary between replications. */
const ROUNDING = 1e-9;
