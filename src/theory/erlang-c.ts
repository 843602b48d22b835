import { erlangB } from "./erlang-b.ts";

/**
 * Erlang C: the share of requests that wait in M/M/c, from Erlang B as B/(1 − ρ(1 − B)).
 *
 * @param servers - Identical servers c, an integer ≥ 1.
 * @param offeredLoad - Arrival rate times mean service time, in erlangs, below `servers`.
 * @throws RangeError if the offered load isn't below the number of servers.
 * @see A. K. Erlang (1917), https://en.wikipedia.org/wiki/Erlang_(unit)#Erlang_C_formula
 */
export function erlangC(servers: number, offeredLoad: number): number {
  if (!(offeredLoad < servers)) {
    throw new RangeError(`offered load must be below ${servers} servers, got ${offeredLoad}`);
  }
  const blocking = erlangB(servers, offeredLoad);
  return blocking / (1 - (offeredLoad / servers) * (1 - blocking));
}
