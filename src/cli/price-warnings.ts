import type { PriceSource } from "../scenario/price-section.ts";
import { ageProblem } from "../scenario/prices/check-prices.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Today's date as YYYY-MM-DD, in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * What should be known about the prices that a scenario uses: their age, and the notes that came
 * with them. Each once.
 *
 * @param scenarios - The settings of a sweep.
 * @param date - YYYY-MM-DD.
 */
export function priceWarnings(scenarios: readonly Scenario[], date: string): readonly string[] {
  const sources = scenarios.flatMap(({ fleet, pools }) => [
    fleet.priceSource,
    ...pools.flatMap((one) => one.pools.map((pool) => pool.fleet.priceSource)),
  ]);
  const warnings = sources.flatMap((source) => (source === null ? [] : warningsOf(source, date)));
  return [...new Set(warnings)];
}

function warningsOf({ prices, provider, region, sku }: PriceSource, date: string): string[] {
  return prices.flatMap(({ note, retrieved, term }) =>
    [retrieved === null ? null : ageProblem({ retrieved }, date), note].flatMap((message) =>
      message === null ? [] : [`price of ${provider}/${sku}/${region}, ${term}: ${message}`],
    ),
  );
}
