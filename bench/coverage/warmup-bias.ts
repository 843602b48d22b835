import { compilePlan } from "../../src/compile/compile-plan.ts";
import { openColumns } from "../../src/compile/open-columns.ts";
import { findWarmup } from "../../src/plan/warmup/find-warmup.ts";
import { LatencySeries } from "../../src/plan/warmup/latency-series.ts";
import type { FinishedSink } from "../../src/sim/finished-requests.ts";
import { simulate } from "../../src/sim/simulate.ts";
import type { SimPlan, WorkloadColumns } from "../../src/sim/sim-plan.ts";
import { truncateMser } from "../../src/stats/mser.ts";
import { scenarioOf, type CoverageModel } from "./coverage-model.ts";

/** Mean over runs of what is measured after a warm-up. */
export interface WarmupBias {
  readonly rule: string;
  /** Seconds discarded. */
  readonly warmup: number;
  /** Mean seconds from arrival to departure. */
  readonly latency: number;
  /** Share of requests that are slower than the true quantile at the budget. */
  readonly rate: number;
  /** Standard error of that share. */
  readonly standardError: number;
}

type WarmupRule = (plan: SimPlan, columns: WorkloadColumns) => number;

const RULES: Readonly<Record<string, WarmupRule>> = {
  none: () => 0,
  "MSER-5 alone": cutByMser,
  auto: findWarmup,
};

/**
 * Compares rules for the warm-up on runs that start empty.
 *
 * @param requests - Requests a run, on average.
 * @param budget - True share of violations.
 */
export function measureWarmupBias(
  model: CoverageModel,
  requests: number,
  budget: number,
  runs: number,
  seed: number,
): WarmupBias[] {
  const cold = { ...model, warmup: 0 };
  const scenario = scenarioOf(cold, { requests, replications: 1 }, [budget], budget, seed);
  const [{ within }] = scenario.slo.objectives;
  const sums = Object.keys(RULES).map(() => ({ warmup: 0, latency: 0, rate: 0, squares: 0 }));
  for (let run = 0; run < runs; run++) {
    const { columns, duration } = openColumns(scenario, run, []);
    const planned = { replication: run, duration, arrivals: columns.arrivals.length };
    const plan = compilePlan(scenario, model.servers, planned);
    const latencies = latenciesOf(plan, columns);
    Object.values(RULES).forEach((rule, index) => {
      const warmup = rule(plan, columns);
      const first = columns.arrivals.findIndex((arrival) => arrival >= warmup);
      const kept = latencies.subarray(first);
      const rate = kept.reduce((sum, value) => sum + (value > within ? 1 : 0), 0) / kept.length;
      const sum = sums[index];
      sum.warmup += warmup;
      sum.latency += kept.reduce((total, value) => total + value, 0) / kept.length;
      sum.rate += rate;
      sum.squares += rate ** 2;
    });
  }
  return Object.keys(RULES).map((rule, index) => {
    const { warmup, latency, rate, squares } = sums[index];
    const variance = (squares - rate ** 2 / runs) / (runs - 1);
    return {
      rule,
      warmup: warmup / runs,
      latency: latency / runs,
      rate: rate / runs,
      standardError: Math.sqrt(variance / runs),
    };
  });
}

function cutByMser(plan: SimPlan, columns: WorkloadColumns): number {
  const series = new LatencySeries(plan, columns);
  simulate(plan, columns, series, { needsReplicas: false });
  const { firstRows, means } = series.toMeans();
  const cut = truncateMser(means);
  return cut === 0 ? 0 : columns.arrivals[firstRows[cut]];
}

function latenciesOf(plan: SimPlan, columns: WorkloadColumns): Float64Array {
  const { arrivals } = columns;
  const latencies = new Float64Array(arrivals.length);
  const sink: FinishedSink = {
    accept({ ends, rows }, count): void {
      for (let i = 0; i < count; i++) latencies[rows[i]] = ends[i] - arrivals[rows[i]];
    },
  };
  simulate(plan, columns, sink, { needsReplicas: false });
  return latencies;
}
