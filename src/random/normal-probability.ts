import { logUpperTail } from "./incomplete-gamma.ts";

/**
 * Probability that a standard normal variate is at most z, with a relative error near 1e-14 in both
 * tails: half of Q(1/2, z²/2) is the tail beyond |z|.
 *
 * @param z - Any number.
 * @see NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/7.11.E2
 */
export function normalProbability(z: number): number {
  if (z === 0) return 0.5;
  const tail = Math.exp(logUpperTail(0.5, Math.log((z * z) / 2)).log) / 2;
  return z < 0 ? tail : 1 - tail;
}
