import { openColumns } from "../../src/compile/open-columns.ts";
import { chooseBatching } from "../../src/plan/batching-scheme.ts";
import { evaluate, type Evaluation } from "../../src/plan/evaluate.ts";
import { evaluationOf } from "../../src/plan/evaluation-of.ts";
import { costInterval } from "../../src/plan/fleet/cost-interval.ts";
import { billOf } from "../../src/plan/fleet/fleet-bill.ts";
import type { Interval } from "../../src/plan/result.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/** Traffic of an autoscaled fleet, six requests a second on average. */
export interface ElasticModel {
  readonly name: string;
  /** The arrival process, as a scenario writes it. */
  readonly arrivals: string;
}

/** Poisson arrivals. */
export const STEADY: ElasticModel = {
  name: "Poisson, 6/s",
  arrivals: "{process: poisson, rate: 6/s}",
};

/** Five minutes at 9 a second, five at 3 a second, on average: as long as an HPA looks back. */
export const BURSTY: ElasticModel = {
  name: "MMPP(9/s, 3/s; 5 min, 5 min)",
  arrivals: "{process: mmpp, states: [{rate: 9/s, meanDwell: 5m}, {rate: 3/s, meanDwell: 5m}]}",
};

/** How long a run is. */
export interface ElasticRun {
  /** Measured hours of a replication, after one hour of warm-up. */
  readonly hours: number;
  readonly replications: number;
}

/**
 * An HPA on utilization with its defaults: a decision every 15 s, and 5 minutes before it scales
 * down. Replicas take 30 s to start, serve one request at a time for 1 s on average and cost $1
 * an hour.
 */
export function elasticScenario(
  { arrivals }: ElasticModel,
  { hours, replications }: ElasticRun,
  seed: number,
): Scenario {
  const text = `
name: cost-coverage
seed: ${seed}
workload: {generate: {duration: ${hours + 1}h, arrivals: ${arrivals}}}
service: {kind: serial, time: {distribution: exponential, mean: 1s}}
fleet:
  price: $1/h
  coldStart: 30s
  autoscaler: {kind: hpa, minReplicas: 1, maxReplicas: 40, metrics: [{signal: utilization, target: 60%}]}
slo: {confidence: 95%, objectives: [{metric: latency, within: 5s, target: 99%}]}
run: {replications: ${replications}, warmup: 1h}
`;
  return parseScenario(text, { file: "cost-coverage", sets: [], seed: null }).scenario;
}

/** What one run says of its fleet's bill, in dollars an hour. */
export interface BilledRun {
  readonly cost: number;
  /** Null if the fleet never changed. */
  readonly interval: Interval | null;
}

/**
 * Bills many independent runs, as `tailcap run` would bill each: run r takes the replications r·R to
 * r·R + R − 1 of the scenario's seed, R being its replications.
 */
export function billRuns(scenario: Scenario, runs: number): readonly BilledRun[] {
  const { replications } = scenario.run;
  const [replicas] = scenario.fleet.replicas;
  return Array.from({ length: runs }, (_, run) => {
    const evaluated = Array.from({ length: replications }, (__, index) => {
      const replication = run * replications + index;
      const drawn = openColumns(scenario, replication, []);
      const evaluation = evaluationOf(scenario, replicas, drawn, replication);
      return evaluate(withoutTimeline(evaluation), drawn.columns, null);
    });
    const point = {
      scenario,
      replicas,
      replications: evaluated,
      resamples: null,
      scheme: chooseBatching(replications),
      confidence: scenario.slo.confidence,
    };
    return { cost: billOf(point).costPerHour, interval: costInterval(point) };
  });
}

/** The same evaluation without the pictures' data, which take most of the time of a short run. */
function withoutTimeline(evaluation: Evaluation): Evaluation {
  const { plan } = evaluation;
  const control = plan.control === null ? null : { ...plan.control, timelineBins: 0 };
  return { ...evaluation, plan: { ...plan, control } };
}

/** How often the intervals held a cost. */
export interface CostCoverage {
  /** Share of runs whose interval holds it. */
  readonly covered: number;
  /** Share of runs whose interval lies below it, above it, and that have none. */
  readonly below: number;
  readonly above: number;
  readonly none: number;
  /** Mean cost, standard deviation over runs, and mean half width of the intervals. */
  readonly mean: number;
  readonly deviation: number;
  readonly halfWidth: number;
}

/** Counts how often intervals hold the true mean cost. */
export function countCostCoverage(runs: readonly BilledRun[], truth: number): CostCoverage {
  const intervals = runs.flatMap(({ interval }) => (interval === null ? [] : [interval]));
  const share = (holds: (interval: Interval) => boolean): number =>
    intervals.filter(holds).length / runs.length;
  const mean = runs.reduce((sum, { cost }) => sum + cost, 0) / runs.length;
  const squares = runs.reduce((sum, { cost }) => sum + (cost - mean) ** 2, 0);
  return {
    covered: share(([low, high]) => low <= truth && truth <= high),
    below: share(([, high]) => high < truth),
    above: share(([low]) => low > truth),
    none: 1 - intervals.length / runs.length,
    mean,
    deviation: Math.sqrt(squares / (runs.length - 1)),
    halfWidth: intervals.reduce((sum, [low, high]) => sum + (high - low) / 2, 0) / intervals.length,
  };
}
