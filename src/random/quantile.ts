/**
 * A quantile function: maps a uniform u in [0, 1) to a variate, never falling as u grows.
 *
 * Every law is sampled by one such call on one uniform, so two runs that share a stream share their
 * variates row by row. u = 0 is allowed and gives a finite value.
 */
export type Quantile = (u: number) => number;

/**
 * Half a step of the grid that uniforms lie on. Laws whose quantile is infinite at 0 take it in
 * place of smaller probabilities.
 */
export const SMALLEST_UNIFORM: number = 2 ** -54;
