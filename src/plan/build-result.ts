import type { Scenario } from "../scenario/scenario.ts";
import { chooseReplicas } from "./choose.ts";
import { capacityFacts } from "./headroom/capacity-facts.ts";
import { boundReplicas } from "./headroom/perfect-system.ts";
import { priceResult } from "./ledger/price-result.ts";
import { priceSlo } from "./price-summary.ts";
import { describeQuestion, isExact } from "./question.ts";
import type { Result } from "./result.ts";
import type { Sweep, SweptSetting } from "./run-sweep.ts";
import { simulatedPoint } from "./simulated-point.ts";
import { summarizePoint } from "./summarize-point.ts";
import { compareNeighbours } from "./versus-fewer.ts";

/** What a result says about itself besides what was found. */
export interface Provenance {
  /** Version of tailcap. */
  readonly version: string;
  /** SHA-256 of the scenario's canonical JSON, in hexadecimal. */
  readonly scenarioSha256: string;
}

/**
 * Turns a finished sweep into its result: summaries, verdicts and the choice.
 *
 * @param scenario - The scenario's body.
 * @param settings - What was swept, in order.
 * @param sweep - What came out.
 */
export function buildResult(
  scenario: Scenario,
  settings: readonly SweptSetting[],
  sweep: Sweep,
  provenance: Provenance,
): Result {
  const simulated = settings.map((setting, index) => {
    const confidence = isExact(setting.scenario)
      ? null
      : confidencePerSetting(setting.scenario, settings.length);
    return sweep.points[index].map((point) => simulatedPoint(setting, point, confidence));
  });
  const groups = simulated.map((group) => compareNeighbours(group, group.map(summarizePoint)));
  const choice = chooseReplicas(groups);
  const loads = sweep.demands.map((demands) => boundReplicas(demands).mean.load);
  return {
    tailcap: provenance.version,
    schema: 2,
    scenario,
    scenarioSha256: provenance.scenarioSha256,
    workload: sweep.workload,
    question: describeQuestion(settings, sweep.points),
    choice,
    ...capacityFacts(settings, groups, sweep.demands, choice),
    ...priceSlo(simulated, choice),
    headroom: null,
    ...priceResult({ scenario, settings, groups, choice, loads, growthTaken: null }),
  };
}

/** Choosing among S settings multiplies the chances to err, so each bound errs S times less. */
function confidencePerSetting(scenario: Scenario, settings: number): number {
  return 1 - (1 - scenario.slo.confidence) / settings;
}
