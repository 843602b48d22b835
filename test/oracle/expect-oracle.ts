import { expectWithinErrors } from "../helpers/expect-within-errors.ts";
import { replicate } from "../helpers/replicate.ts";
import type { Statistic } from "../helpers/statistics.ts";
import { openModel, type Model } from "./model.ts";

/** How to simulate. */
export interface OracleOptions {
  /** True to go by the event loop even where a recursion gives the same. */
  readonly byEvents?: boolean;
}

/**
 * Simulates 32 replications of a model and expects each statistic within 4 standard errors of its
 * exact value.
 *
 * @param model - The queue.
 * @param exact - Statistics with their exact values.
 */
export function expectOracle(
  model: Model,
  exact: readonly (readonly [statistic: Statistic, value: number])[],
  options: OracleOptions = {},
): void {
  const statistics = exact.map(([statistic]) => statistic);
  const estimates = replicate({ ...openModel(model), statistics, ...options });
  exact.forEach(([{ name, relativePower }, value], i) => {
    expectWithinErrors(name, estimates[i], value, { sigmas: 4, relativePower });
  });
}
