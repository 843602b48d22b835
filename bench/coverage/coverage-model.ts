import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { solveMmppMc } from "../../src/theory/mmpp-mc.ts";

/** A queue whose true tail is known; times are in mean service times. */
export interface CoverageModel {
  readonly name: string;
  readonly servers: number;
  /** Mean arrivals per second. */
  readonly arrivalRate: number;
  /** The arrival process, as a scenario writes it. */
  readonly arrivals: string;
  /** Seconds simulated before measuring, so that the run starts in steady state. */
  readonly warmup: number;
  /** Exact quantile of the time from arrival to departure, p in [0, 1). */
  readonly sojournQuantile: (p: number) => number;
}

/** M/M/c at a load of 0.9; the coverage experiments are about eight servers. */
export function steadyModel(servers = 8): CoverageModel {
  const arrivalRate = 0.9 * servers;
  const { sojournQuantile } = solveMmc({ arrivalRate, serviceRate: 1, servers });
  return {
    name: `M/M/${servers}, load 0.9`,
    servers,
    arrivalRate,
    arrivals: `{process: poisson, rate: ${arrivalRate}/s}`,
    warmup: Math.ceil(10 / (Math.sqrt(servers) - Math.sqrt(arrivalRate)) ** 2),
    sojournQuantile,
  };
}

/** MMPP(12, 3; 0.05, 0.05)/M/10: bursts of 20 service times at 1.2 times the capacity. */
export function burstyModel(): CoverageModel {
  const servers = 10;
  const parameters = { arrivalRates: [12, 3], leaveRates: [0.05, 0.05] } as const;
  const solved = solveMmppMc({ ...parameters, serviceRate: 1, servers });
  return {
    name: "MMPP(12, 3; 0.05, 0.05)/M/10",
    servers,
    arrivalRate: solved.arrivalRate,
    arrivals:
      "{process: mmpp, states: [{rate: 12/s, meanDwell: 20s}, {rate: 3/s, meanDwell: 20s}]}",
    // A hundred stays in a state, and above ten correlation times of its violations (about 180).
    warmup: 2000,
    sojournQuantile: solved.sojournQuantile,
  };
}

/** How long one run of a model is. */
export interface RunLength {
  /** Measured requests a run, on average. */
  readonly requests: number;
  /** Independent replications they are shared out to, each with its own warm-up. */
  readonly replications: number;
}

/**
 * The scenario of a model, with one objective at each of the exact quantiles of `trueRates`.
 *
 * @param trueRates - Shares of requests that are truly slower than the objectives' thresholds.
 * @param budget - Share that the objectives allow.
 * @param seed - Of all draws.
 */
export function scenarioOf(
  model: CoverageModel,
  { requests, replications }: RunLength,
  trueRates: readonly number[],
  budget: number,
  seed: number,
): Scenario {
  const duration = requests / replications / model.arrivalRate + model.warmup;
  const objectives = trueRates.map(
    (rate) =>
      `{metric: latency, within: ${model.sojournQuantile(1 - rate)}s, target: ${100 * (1 - budget)}%}`,
  );
  const text = `
name: coverage
seed: ${seed}
workload: {generate: {duration: ${duration}s, arrivals: ${model.arrivals}}}
service: {kind: serial, time: {distribution: exponential, mean: 1s}}
fleet: {replicas: ${model.servers}, router: central-queue, price: $1/h}
slo: {confidence: 95%, objectives: [${objectives.join(", ")}]}
run: {replications: ${replications}, warmup: ${model.warmup}s}
`;
  return parseScenario(text, { file: "coverage", sets: [], seed: null }).scenario;
}
