/**
 * Erlang B: the share of requests lost by servers without a queue, whatever the law of the service
 * time (M/G/c/c). Also the share of time that all servers are busy.
 *
 * By the recursion B(0) = 1, B(n) = a·B(n−1)/(n + a·B(n−1)), which is stable for any size.
 *
 * @param servers - Identical servers c, an integer ≥ 0.
 * @param offeredLoad - Arrival rate times mean service time a, in erlangs, ≥ 0.
 * @see A. K. Erlang, "Solution of some Problems in the Theory of Probabilities of Significance in
 *   Automatic Telephone Exchanges" (1917), https://en.wikipedia.org/wiki/Erlang_(unit)
 */
export function erlangB(servers: number, offeredLoad: number): number {
  let blocking = 1;
  for (let n = 1; n <= servers; n += 1) {
    blocking = (offeredLoad * blocking) / (n + offeredLoad * blocking);
  }
  return blocking;
}
