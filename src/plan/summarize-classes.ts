import type { Scenario } from "../scenario/scenario.ts";
import { classNames } from "./class-names.ts";
import { METRICS } from "./metrics.ts";
import { outcomesOf } from "./outcomes-of.ts";
import type { PooledReplications } from "./pool-replications.ts";
import type { MetricSummary, Outcomes } from "./result.ts";
import { summarizeMetric } from "./summarize-metric.ts";

/** The requests of one class at one point. */
export interface ClassResult {
  readonly name: string;
  readonly outcomes: Outcomes;
  /** As of all requests, but without intervals. */
  readonly latency: MetricSummary;
  readonly ttft: MetricSummary;
  readonly tpot: MetricSummary;
  readonly queueWait: MetricSummary;
  /** Which of the point's objectives are about this class, counted from 0. */
  readonly objectives: readonly number[];
}

/** The requests of each class by themselves; empty unless there are several classes. */
export function summarizeClasses(pooled: PooledReplications, scenario: Scenario): ClassResult[] {
  const { objectives } = scenario.slo;
  return classNames(scenario).map((name, index) => {
    const { histograms, outcomes } = pooled.classes[index];
    const [latency, ttft, tpot, queueWait] = METRICS.map((_, metric) =>
      summarizeMetric(histograms[metric], pooled.finePerCoarse, null),
    );
    return {
      name,
      outcomes: outcomesOf(outcomes),
      latency,
      ttft,
      tpot,
      queueWait,
      objectives: objectives.flatMap((objective, place) =>
        objective.class === name ? [place] : [],
      ),
    };
  });
}
