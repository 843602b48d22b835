import type { PriceOfSlo } from "../../src/plan/price-summary.ts";
import type { Result } from "../../src/plan/result.ts";
import { resultWith } from "./result-builder.ts";

/** What a test may say about the objective that is priced. */
export interface PriceOptions {
  readonly within?: number;
  readonly target?: number;
  /** Counts with the limits they keep in seconds: at best, as counted, surely. */
  readonly limits?: readonly (readonly [number, number, number, number | null])[];
  /** Targets with the counts that keep them: as counted, as proven. */
  readonly targets?: readonly (readonly [number, number | null, number | null])[];
  /** Whether nothing is random: then only the counted limits are there. */
  readonly isExact?: boolean;
  readonly class?: string | null;
}

/** Dollars of a replica. */
const PRICE = 4.1;

/** One objective's prices: 6 replicas keep 300 ms, 7 surely 250 ms, 5 surely 304 ms. */
export function priceWith(options: PriceOptions = {}): PriceOfSlo {
  const { isExact = false } = options;
  const limits = options.limits ?? [
    [4, 0.379, 0.385, 0.39],
    [5, 0.298, 0.301, 0.304],
    [6, 0.262, 0.264, 0.267],
    [7, 0.248, 0.249, 0.25],
  ];
  const targets = options.targets ?? [
    [0.9, 4, 4],
    [0.95, 4, 4],
    [0.99, 6, 6],
    [0.995, 6, 6],
    [0.999, 7, 7],
    [0.9995, 7, null],
    [0.9999, null, null],
  ];
  return {
    class: options.class ?? null,
    metric: "ttft",
    within: options.within ?? 0.3,
    target: options.target ?? 0.99,
    limits: limits.map(([replicas, atBest, within, surely]) => ({
      replicas,
      settings: {},
      costPerHour: PRICE * replicas,
      within,
      interval: isExact ? null : ([atBest, surely] as const),
    })),
    targets: targets.map(([target, counted, certified]) => ({
      target,
      counted: fleet(counted),
      certified: fleet(certified),
    })),
    marginals: [],
  };
}

function fleet(replicas: number | null): PriceOfSlo["targets"][number]["counted"] {
  return replicas === null ? null : { replicas, settings: {}, costPerHour: PRICE * replicas };
}

/** A made-up result with prices. */
export function pricedResult(...prices: readonly PriceOfSlo[]): Result {
  return { ...resultWith({ price: PRICE }), priceOfSlo: prices };
}
