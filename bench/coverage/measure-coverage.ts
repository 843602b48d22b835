import { openColumns } from "../../src/compile/open-columns.ts";
import { chooseBatching } from "../../src/plan/batching-scheme.ts";
import { evaluate } from "../../src/plan/evaluate.ts";
import { judgeObjective } from "../../src/plan/judge-objective.ts";
import { poolReplications, sumOf } from "../../src/plan/pool-replications.ts";
import type { ObjectiveJudgement, Verdict } from "../../src/plan/result.ts";
import { evaluationOf } from "../../src/plan/evaluation-of.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { clopperPearson } from "../../src/stats/violation-bounds.ts";

/** What many runs said about an objective whose true violation rate is known. */
export interface Coverage {
  readonly trueRate: number;
  readonly runs: number;
  /** Share of runs whose upper bound on the violation rate is at least the true one. */
  readonly covered: number;
  /** Share of runs whose lower bound is at most the true one. */
  readonly coveredBelow: number;
  /** The same of the upper bound that takes requests for independent of each other. */
  readonly coveredIfIndependent: number;
  /** Share of runs whose bound doesn't hold and that still give an answer. */
  readonly wrong: number;
  /** Share of runs by verdict. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Median over runs of the violations' worth of independent evidence. */
  readonly effectiveViolations: number;
  /** Mean over runs of the violation rate seen. */
  readonly rateMean: number;
}

/** What one run says about one objective. */
export interface JudgedRun extends ObjectiveJudgement {
  /** Upper Clopper–Pearson bound on the violation rate of as many independent requests. */
  readonly upperIfIndependent: number;
}

/**
 * Judges the objectives of a scenario in many independent runs, as `tailcap run` would judge each.
 *
 * Run r takes the replications r·R to r·R + R − 1 of the scenario's seed, R being its replications.
 *
 * @returns The verdicts of each run, by objective.
 */
export function judgeRuns(scenario: Scenario, runs: number): JudgedRun[][] {
  const { confidence, objectives } = scenario.slo;
  const { replications } = scenario.run;
  const [replicas] = scenario.fleet.replicas;
  const byObjective = objectives.map((): JudgedRun[] => []);
  for (let run = 0; run < runs; run++) {
    const evaluated = Array.from({ length: replications }, (_, index) => {
      const replication = run * replications + index;
      const drawn = openColumns(scenario, replication, []);
      return evaluate(evaluationOf(scenario, replicas, drawn, replication), drawn.columns, null);
    });
    const pooled = poolReplications(evaluated, chooseBatching(replications), objectives.length);
    objectives.forEach((objective, index) => {
      const judged = judgeObjective(pooled, { ...objective, index }, confidence);
      const requests = sumOf(pooled.batchRequests);
      const { upper } = clopperPearson(1 - judged.compliance, requests, confidence);
      byObjective[index].push({ ...judged, upperIfIndependent: upper });
    });
  }
  return byObjective;
}

/**
 * Counts how often the bounds held.
 *
 * @param judged - One objective in each run, at least one.
 * @param trueRate - Share of requests that truly violate it.
 */
export function countCoverage(judged: readonly JudgedRun[], trueRate: number): Coverage {
  const runs = judged.length;
  const share = (holds: (result: JudgedRun) => boolean): number =>
    judged.filter(holds).length / runs;
  const isCovered = ({ interval }: JudgedRun): boolean => 1 - interval![0] >= trueRate;
  const evidence = judged.map(({ effectiveViolations }) => effectiveViolations!);
  return {
    trueRate,
    runs,
    covered: share(isCovered),
    coveredBelow: share(({ interval }) => 1 - interval![1] <= trueRate),
    coveredIfIndependent: share(({ upperIfIndependent }) => upperIfIndependent >= trueRate),
    wrong: share((result) => !isCovered(result) && result.verdict !== "insufficient"),
    verdicts: {
      met: share(({ verdict }) => verdict === "met"),
      missed: share(({ verdict }) => verdict === "missed"),
      undecided: share(({ verdict }) => verdict === "undecided"),
      insufficient: share(({ verdict }) => verdict === "insufficient"),
    },
    effectiveViolations: evidence.toSorted((a, b) => a - b)[runs >> 1],
    rateMean: judged.reduce((sum, { compliance }) => sum + 1 - compliance, 0) / runs,
  };
}
