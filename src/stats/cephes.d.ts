/** The part of cephes that is used here; the package hides its own declarations. */
declare module "cephes" {
  /** Resolved once the functions can be called; before that they throw. */
  export const compiled: Promise<void>;
  /** Inverse of the regularised incomplete beta function: x with I_x(a, b) = p. */
  export function incbi(a: number, b: number, p: number): number;
  /** Quantile of Student's t with k degrees of freedom. */
  export function stdtri(k: number, p: number): number;
  /** Quantile of the standard normal distribution. */
  export function ndtri(p: number): number;
  /** Distribution function of the standard normal distribution. */
  export function ndtr(x: number): number;
  /** Distribution function of Student's t with k degrees of freedom. */
  export function stdtr(k: number, x: number): number;
}
