import type { Distribution } from "../src/random/distribution.ts";
import { simulate } from "../src/sim/simulate.ts";
import {
  ROUTER_LEAST_OUTSTANDING,
  SERVICE_CONTINUOUS,
  type ContinuousPlan,
  type SimPlan,
  type WorkloadColumns,
} from "../src/sim/sim-plan.ts";
import { generateWorkload } from "../src/workload/generate-workload.ts";

/** Prompts of a chat service: the two quantiles are those of the Azure 2023 conversation trace. */
const INPUT: Distribution = {
  distribution: "lognormal",
  quantiles: [
    [0.5, 1020],
    [0.95, 4083],
  ],
  min: null,
  max: 8192,
};
const OUTPUT: Distribution = { distribution: "lognormal", mean: 250, cv: 1, min: null, max: 2048 };

/** One replica of a mid-sized model on one accelerator. */
const SERVICE: ContinuousPlan = {
  kind: SERVICE_CONTINUOUS,
  maxBatchedTokens: 2048,
  maxSequences: 256,
  kvBlocks: 27_000,
  blockSize: 16,
  sequenceCost: straightLine(6e-3, 50e-6),
  prefillCost: straightLine(0, 60e-6),
  perContextToken: 25e-9,
  perPrefillTokenSquared: 0,
};

/** What `saturationRate` measures, requests a second and replica. */
export const SATURATION_RATE = 8.477;

/** Share of the saturation throughput that the benches offer. */
const LOAD = 0.75;

/** A configuration and its requests. */
export interface Load {
  readonly plan: SimPlan & { readonly service: ContinuousPlan };
  readonly columns: WorkloadColumns;
}

/**
 * A pool of continuously batching replicas at three quarters of the rate that saturates it.
 *
 * @param replicas - Number of replicas, ≥ 1.
 * @param requests - Requests expected; arrivals are Poisson, so their number varies a little.
 */
export function continuousLoad(replicas: number, requests: number): Load {
  return loadAt(replicas, requests, LOAD * replicas * SATURATION_RATE);
}

/** Requests a second that one replica completes when 20,000 are offered at 1,000 a second. */
export function saturationRate(): number {
  const { plan, columns } = loadAt(1, 20_000, 1000);
  const { arrivals } = columns;
  const { drainTime } = simulate(plan, columns, { accept() {} }, { needsReplicas: false });
  return arrivals.length / (arrivals[arrivals.length - 1] + drainTime);
}

function loadAt(replicas: number, requests: number, rate: number): Load {
  const duration = requests / rate;
  const workload = generateWorkload({
    seed: 1,
    replication: 0,
    duration,
    arrivals: { process: "poisson", rate, spikes: [] },
    input: INPUT,
    output: OUTPUT,
  });
  const none = new Float64Array(0);
  return {
    plan: {
      replicas,
      router: ROUTER_LEAST_OUTSTANDING,
      queueLimit: Infinity,
      timeout: Infinity,
      cancel: 1,
      requestOverhead: 0,
      measureFrom: 0,
      measureTo: duration,
      control: null,
      service: SERVICE,
    },
    columns: {
      ...workload,
      serviceTimes: none,
      jitters: none,
      timeouts: none,
      routeUniforms: none,
      classes: new Int32Array(0),
      prefixOffsets: new Int32Array(0),
      prefixHashes: new Int32Array(0),
    },
  };
}

function straightLine(base: number, slope: number): ContinuousPlan["prefillCost"] {
  return { xs: Float64Array.of(0, 1), ys: Float64Array.of(base, base + slope) };
}
