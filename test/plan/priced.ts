import type { PooledReplications } from "../../src/plan/pool-replications.ts";
import type { PricedPoint } from "../../src/plan/price-of-slo.ts";
import { poolLatencies } from "./pooled.ts";

/** Fleets of 1, 2, 3, … replicas at $2 each, by the latencies of their requests. */
export function fleetsOf(
  latencies: readonly (readonly number[])[],
  within: number,
): readonly PricedPoint[] {
  return latencies.map((values, index) => pricedPoint(index + 1, poolLatencies(values, within)));
}

/** So many replicas at $2 each, measured for an hour. */
export function pricedPoint(replicas: number, pooled: PooledReplications): PricedPoint {
  return { replicas, settings: {}, costPerHour: 2 * replicas, pooled, span: 3600 };
}

/** So many values of each kind, one kind after the other. */
export function repeated(
  ...kinds: readonly (readonly [value: number, times: number])[]
): readonly number[] {
  return kinds.flatMap(([value, times]) => Array<number>(times).fill(value));
}
