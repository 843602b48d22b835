import { isRandom, isWorkloadRandom } from "../scenario/is-random.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { chooseBatching } from "./batching-scheme.ts";
import { chooseReplicas } from "./choose.ts";
import type { Question, Result } from "./result.ts";
import type { Sweep, SweptSetting } from "./run-sweep.ts";
import { summarizePoint } from "./summarize-point.ts";

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
  const isExact = settings.every((setting) => !isRandom(setting.scenario));
  const groups = settings.map((setting, index) =>
    sweep.points[index].map((point) =>
      summarizePoint({
        scenario: setting.scenario,
        settings: setting.settings,
        replicas: point.replicas,
        replications: point.replications,
        scheme: chooseBatching(setting.scenario.run.replications),
        confidence: isExact ? null : confidencePerSetting(setting.scenario, settings.length),
        duration: point.duration,
      }),
    ),
  );
  return {
    tailcap: provenance.version,
    schema: 1,
    scenario,
    scenarioSha256: provenance.scenarioSha256,
    workload: sweep.workload,
    question: questionOf(scenario, isExact),
    points: groups.flat(),
    choice: chooseReplicas(groups),
  };
}

/** Choosing among S settings multiplies the chances to err, so each bound errs S times less. */
function confidencePerSetting(scenario: Scenario, settings: number): number {
  return 1 - (1 - scenario.slo.confidence) / settings;
}

function questionOf(scenario: Scenario, isExact: boolean): Question {
  if (isExact) {
    return {
      kind: "hindsight",
      words: "hindsight: exact for this workload, in which nothing is random",
    };
  }
  if (!isWorkloadRandom(scenario.workload)) {
    return {
      kind: "same-trace",
      words: "the same requests again, with other draws of what is random in service and routing",
    };
  }
  return { kind: "future", words: "other traffic of the same kind, drawn from the same generator" };
}
