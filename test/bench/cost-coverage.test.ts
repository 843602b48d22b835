import { expect, it } from "vitest";
import {
  billRuns,
  countCostCoverage,
  elasticScenario,
  STEADY,
} from "../../bench/coverage/cost-coverage.ts";

/** Mean cost over forty days, ± 0.010; see docs/validation.md. */
const LONG_RUN = 12.901;
const RUNS = 40;

// The experiment of docs/validation.md with fewer runs.
it("holds the long-run cost of an autoscaled fleet about as often as promised", () => {
  const scenario = elasticScenario(STEADY, { hours: 1, replications: 1 }, 21);
  const counted = countCostCoverage(billRuns(scenario, RUNS), LONG_RUN);
  const { covered, deviation, halfWidth, mean } = counted;
  expect(covered).toBeGreaterThanOrEqual(0.85);
  expect(Math.abs(mean - LONG_RUN)).toBeLessThan((3 * deviation) / Math.sqrt(RUNS));
  expect(halfWidth).toBeLessThan(4 * deviation);
});
