import type { Scenario } from "../scenario/scenario.ts";
import type { Choice, ObjectiveResult, Point, WorkloadFacts } from "./result.ts";
import type { EndedPoint, SearchOutcome } from "./search.ts";

/** The answer of `tailcap choose`, as data. */
export interface SearchAnswer {
  /** Version of tailcap that made it. */
  readonly tailcap: string;
  readonly scenario: Scenario;
  readonly scenarioSha256: string;
  readonly workload: WorkloadFacts;
  readonly choice: Choice | null;
  /** True if the choice holds and the count below it, if any, is proven too few. */
  readonly isSettled: boolean;
  /** Requests simulated in all. */
  readonly requests: number;
  /** `--set run.replications=` this repeats the last look on every count. */
  readonly replications: number;
  /** Whether the scenario's own `fleet.replicas` is enough; null unless asked. */
  readonly gate: GateAnswer | null;
  /** What was simulated to the end, by setting and replica count, without the pictures' data. */
  readonly points: readonly SearchedPoint[];
  /** What was given up, since it couldn't hold the SLO any more; none of `points`. */
  readonly endedEarly: readonly EndedAnswer[];
}

/** A configuration that was given up, with the objective that it can't hold. */
export type EndedAnswer = Pick<EndedPoint, "replicas" | "settings" | "replications" | "requests"> &
  Pick<ObjectiveResult, "class" | "metric" | "within" | "target"> &
  Pick<EndedPoint, "violations" | "allowed">;

/** What a gate says of the count that a scenario runs. */
export interface GateAnswer {
  readonly replicas: number;
  readonly isEnough: boolean;
}

/** The verdict at one configuration. */
export type SearchedPoint = Pick<
  Point,
  | "replicas"
  | "settings"
  | "costPerHour"
  | "costInterval"
  | "costPerMonth"
  | "objectives"
  | "verdict"
>;

/**
 * Puts the outcome of a search into the form that is printed.
 *
 * @param outcome - What the search found.
 * @param scenario - The scenario's body.
 * @param gated - The count to gate on; null for no gate.
 */
export function answerSearch(
  outcome: SearchOutcome,
  scenario: Scenario,
  gated: number | null,
  provenance: { readonly version: string; readonly scenarioSha256: string },
): SearchAnswer {
  const { choice, isSettled, points, replications, requests, workload } = outcome;
  return {
    tailcap: provenance.version,
    scenario,
    scenarioSha256: provenance.scenarioSha256,
    workload,
    choice,
    isSettled,
    requests,
    replications,
    gate:
      gated === null
        ? null
        : { replicas: gated, isEnough: choice !== null && choice.replicas <= gated },
    points: points.map(
      ({ replicas, settings, costPerHour, costInterval, costPerMonth, objectives, verdict }) => ({
        replicas,
        settings,
        costPerHour,
        costInterval,
        costPerMonth,
        objectives,
        verdict,
      }),
    ),
    endedEarly: outcome.endedEarly.map((ended) => endedAnswer(ended, scenario)),
  };
}

function endedAnswer(ended: EndedPoint, scenario: Scenario): EndedAnswer {
  const { allowed, replicas, replications, requests, settings, violations } = ended;
  const objective = scenario.slo.objectives[ended.objective];
  const { class: only, metric, target, within } = objective;
  return {
    replicas,
    settings,
    replications,
    requests,
    class: only,
    metric,
    within,
    target,
    violations,
    allowed,
  };
}
