import { openColumns } from "../../src/compile/open-columns.ts";
import { chooseBatching } from "../../src/plan/batching-scheme.ts";
import { evaluate, type Replication } from "../../src/plan/evaluate.ts";
import { evaluationOf } from "../../src/plan/evaluation-of.ts";
import type { Point } from "../../src/plan/result.ts";
import { summarizePoint, type SimulatedPoint } from "../../src/plan/summarize-point.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/** Runs every replication of a scenario without traces, on its first count. */
export function runAll(scenario: Scenario): readonly Replication[] {
  const [replicas] = scenario.fleet.replicas;
  return Array.from({ length: scenario.run.replications }, (_, replication) => {
    const drawn = openColumns(scenario, replication, []);
    return evaluate(evaluationOf(scenario, replicas, drawn, replication), drawn.columns, null);
  });
}

/** The same as a point, in hindsight. */
export function simulate(scenario: Scenario): SimulatedPoint {
  return {
    scenario,
    settings: {},
    replicas: scenario.fleet.replicas[0],
    replications: runAll(scenario),
    resamples: null,
    scheme: chooseBatching(scenario.run.replications),
    confidence: null,
    duration: openColumns(scenario, 0, []).duration,
  };
}

/** What is said of it. */
export function pointOf(scenario: Scenario): Point {
  return summarizePoint(simulate(scenario));
}
