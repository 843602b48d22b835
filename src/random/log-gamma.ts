/** Godfrey's coefficients for g = 607/128, the constant term first. */
const COEFFICIENTS: readonly number[] = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746,
  -0.4919138160976202, 3.399464998481189e-5, 4.652362892704858e-5, -9.837447530487956e-5,
  1.580887032249125e-4, -2.1026444172410488e-4, 2.1743961811521265e-4, -1.643181065367639e-4,
  8.441822398385275e-5, -2.6190838401581408e-5, 3.6899182659531625e-6,
];

const G = 607 / 128;
const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * Natural logarithm of the gamma function.
 *
 * The error is below 1e-14 times the larger of 1 and the result. (Close to the zeros at 1 and 2
 * that is an absolute bound.)
 *
 * @param x - Argument, > 0.
 * @see C. Lanczos, "A Precision Approximation of the Gamma Function", SIAM J. Numer. Anal. B 1
 *   (1964) 86–96; coefficients: P. Godfrey, "A note on the computation of the convergent Lanczos
 *   complex Gamma approximation" (2001), http://my.fit.edu/~gabdo/gamma.txt
 */
export function logGamma(x: number): number {
  let sum = 0;
  for (let i = COEFFICIENTS.length - 1; i > 0; i -= 1) sum += COEFFICIENTS[i] / (x + i);
  sum += COEFFICIENTS[0];
  const shifted = x + G + 0.5;
  return (x + 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + Math.log(sum / x);
}
