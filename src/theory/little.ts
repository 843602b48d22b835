/**
 * Little's law: the mean number of requests in any part of a system is the rate at which they enter
 * it times the mean time they spend there.
 *
 * @param arrivalRate - Requests that enter per second, ≥ 0.
 * @param timeMean - Mean seconds spent inside, ≥ 0.
 * @see J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9 (1961)
 *   383–387, https://doi.org/10.1287/opre.9.3.383
 */
export function meanInSystem(arrivalRate: number, timeMean: number): number {
  return arrivalRate * timeMean;
}
