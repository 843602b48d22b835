/**
 * Dollars per hour of a fleet: replicas × price, without the noise of binary fractions, so that six
 * replicas at $4.10 cost $24.60 and not $24.599999999999998.
 *
 * @param replicas - ≥ 0.
 * @param price - Dollars per replica and hour, ≥ 0.
 */
export function costOf(replicas: number, price: number): number {
  return Number((replicas * price).toPrecision(14));
}
