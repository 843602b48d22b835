import { logGamma } from "./log-gamma.ts";

/** Logarithm of a tail probability of the gamma law at e^y, and its derivative by y. */
export interface LogTail {
  readonly log: number;
  readonly slope: number;
}

/** A series or fraction of the largest shape in use needs about 8·√shape terms. */
const MOST_TERMS = 100_000;

const EPSILON = 2 ** -53;

/**
 * Logarithm of the regularised lower incomplete gamma function P(shape, e^y), by its power series;
 * meant for e^y up to about the median, where the series has positive terms that fall off fast.
 *
 * The argument is the logarithm of x, since quantiles of small shapes lie far below the smallest
 * float.
 *
 * @param shape - Shape of the gamma law, > 0.
 * @param y - Logarithm of the point.
 * @see NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/8.11.E4
 */
export function logLowerTail(shape: number, y: number): LogTail {
  const x = Math.exp(y);
  const sum = lowerSeries(shape, x);
  return { log: shape * y - x - logGamma(shape + 1) + Math.log(sum), slope: shape / sum };
}

/**
 * Logarithm of the regularised upper incomplete gamma function Q(shape, e^y): from the power series
 * of P below shape + 1, by Legendre's continued fraction above.
 *
 * @param shape - Shape of the gamma law, > 0.
 * @param y - Logarithm of the point.
 * @see NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/8.9.E2
 */
export function logUpperTail(shape: number, y: number): LogTail {
  const x = Math.exp(y);
  const logDensity = shape * y - x - logGamma(shape + 1) + Math.log(shape);
  if (x < shape + 1) {
    const logLower = logDensity + Math.log(lowerSeries(shape, x) / shape);
    const upper = -Math.expm1(logLower);
    return { log: Math.log(upper), slope: -Math.exp(logDensity) / upper };
  }
  const fraction = upperFraction(shape, x);
  return { log: logDensity + Math.log(fraction), slope: -1 / fraction };
}

/** Σ x^n/((shape + 1)…(shape + n)) for n ≥ 0. */
function lowerSeries(shape: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; n <= MOST_TERMS; n += 1) {
    term *= x / (shape + n);
    sum += term;
    if (term < sum * EPSILON) break;
  }
  return sum;
}

/** The continued fraction 1/(x + 1 − a − 1·(1 − a)/(x + 3 − a − …)), by Lentz's method. */
function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n <= MOST_TERMS; n += 1) {
    const a = n * (shape - n);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2 * EPSILON) break;
  }
  return fraction;
}
