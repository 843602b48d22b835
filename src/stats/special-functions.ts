import { compiled, incbi, ndtr, ndtri, stdtr, stdtri } from "cephes";

// The functions are WebAssembly, which an ES module compiles asynchronously.
await compiled;

/**
 * Quantile of the beta distribution.
 *
 * @param a - First shape, > 0.
 * @param b - Second shape, > 0.
 * @param p - Probability in (0, 1).
 */
export function betaQuantile(a: number, b: number, p: number): number {
  return incbi(a, b, p);
}

/** By degrees and probability: a sweep asks for the same few a hundred thousand times. */
const STUDENT = new Map<string, number>();
const MOST_REMEMBERED = 1000;

/**
 * Quantile of Student's t distribution.
 *
 * @param degrees - Degrees of freedom, an integer ≥ 1.
 * @param p - Probability in (0, 1).
 */
export function studentQuantile(degrees: number, p: number): number {
  const key = `${degrees} ${p}`;
  let quantile = STUDENT.get(key);
  if (quantile === undefined) {
    quantile = stdtri(degrees, p);
    if (STUDENT.size === MOST_REMEMBERED) STUDENT.clear();
    STUDENT.set(key, quantile);
  }
  return quantile;
}

/**
 * Quantile of the standard normal distribution.
 *
 * @param p - Probability in (0, 1).
 */
export function standardNormalQuantile(p: number): number {
  return ndtri(p);
}

/**
 * Distribution function of the standard normal distribution.
 *
 * @param x - Any number.
 */
export function standardNormalShare(x: number): number {
  return ndtr(x);
}

/**
 * Distribution function of Student's t distribution.
 *
 * @param degrees - Degrees of freedom, an integer ≥ 1.
 * @param x - Any finite number.
 */
export function studentShare(degrees: number, x: number): number {
  return stdtr(degrees, x);
}
