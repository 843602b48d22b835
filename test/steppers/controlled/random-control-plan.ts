import type { Distribution } from "../../../src/random/distribution.ts";
import {
  BACKOFF_DECORRELATED,
  type ClassPlan,
  type ControlPlan,
  type FailurePlan,
  type RetryPlan,
} from "../../../src/sim/control-plan.ts";
import {
  ROUTER_POWER_OF_TWO,
  SERVICE_BATCH,
  type SimPlan,
  type WorkloadColumns,
} from "../../../src/sim/sim-plan.ts";
import { plainControl } from "../../helpers/plain-control.ts";
import { type RandomCase, randomCase, type ServiceKind } from "../random-case.ts";
import { type Draws, openDraws } from "../random-draws.ts";
import { drawAutoscaler } from "./random-autoscaler.ts";

/** What a case has; everything that isn't named here is drawn from the seed. */
export interface ControlFeatures {
  readonly seed: number;
  readonly router: number;
  /** AUTOSCALER_ constant, or -1 for a fleet of fixed size. */
  readonly autoscaler: number;
  readonly coldStart: boolean;
  readonly warmPool: boolean;
  readonly holdsAtZero: boolean;
  readonly minimumBilling: boolean;
  readonly onLoss: number;
  readonly replicaFailures: boolean;
  readonly zoneFailures: boolean;
  readonly spot: boolean;
  readonly slow: boolean;
  readonly outages: boolean;
  readonly rollouts: boolean;
  readonly again: "never" | "retries" | "hedging";
  /** BUDGET_ constant, or -1 for none. */
  readonly budget: number;
  readonly tokenBucket: boolean;
  readonly adaptiveConcurrency: boolean;
  readonly codel: boolean;
  readonly adaptiveLifo: boolean;
  readonly deadlineAware: boolean;
  readonly queueTimeout: boolean;
  readonly adaptiveBatch: boolean;
  readonly classes: number;
  /** PRIORITY_ constant. */
  readonly priority: number;
  readonly users: boolean;
  readonly stale: boolean;
  readonly instances: number;
  readonly prefixCache: boolean;
}

const CACHE_BLOCK_TOKENS = 2;

/**
 * A random case with these features, in real-valued or dyadic time. Every client gives up at last,
 * so that no run lasts much longer than its arrivals.
 */
export function randomControlPlan(kind: ServiceKind, features: ControlFeatures): RandomCase {
  const base = randomCase(kind, features.seed);
  const draws = openDraws(`control plan ${features.seed}`);
  const { arrivals } = base.columns;
  const rows = arrivals.length;
  const span = Math.max(arrivals[rows - 1], 0.1);
  const { router } = features;
  const { service } = base.plan;
  const timeout = span * draws.pick([0.1, 0.3, 1]);
  const columns: WorkloadColumns = {
    ...base.columns,
    classes: Int32Array.from({ length: rows }, () => draws.integer(0, features.classes - 1)),
    routeUniforms: Float64Array.from(
      { length: router === ROUTER_POWER_OF_TWO ? 2 * rows : rows },
      () => draws.uniform(),
    ),
    ...drawPrefixes(draws, base.columns.inputs, features.prefixCache),
  };
  const plan: SimPlan = {
    ...base.plan,
    router,
    timeout,
    measureFrom: arrivals[rows >> 3],
    measureTo: span,
    service:
      service.kind === SERVICE_BATCH && features.adaptiveBatch
        ? { ...service, adaptiveLatency: service.batchTimes[service.maxBatch] * 0.7 }
        : service,
    control: drawControl(draws, features, base.plan.replicas, timeout, span, rows),
  };
  return { plan, columns, label: `${base.label} ${JSON.stringify(features)}` };
}

/** Prompts that share one of three beginnings. */
function drawPrefixes(
  draws: Draws,
  inputs: Int32Array,
  hasPrefixes: boolean,
): Pick<WorkloadColumns, "prefixOffsets" | "prefixHashes"> {
  const offsets = [0];
  const hashes: number[] = [];
  if (!hasPrefixes) {
    return { prefixOffsets: new Int32Array(0), prefixHashes: new Int32Array(0) };
  }
  for (const input of inputs) {
    const beginning = draws.integer(0, 2);
    for (let block = 0; block < Math.floor(input / CACHE_BLOCK_TOKENS); block++) {
      hashes.push(100 * beginning + block);
    }
    offsets.push(hashes.length);
  }
  return { prefixOffsets: Int32Array.from(offsets), prefixHashes: Int32Array.from(hashes) };
}

function exponential(mean: number): Distribution {
  return { distribution: "exponential", mean, min: null, max: null };
}

function drawControl(
  draws: Draws,
  features: ControlFeatures,
  replicas: number,
  timeout: number,
  span: number,
  rows: number,
): ControlPlan {
  const { again, instances, prefixCache } = features;
  const control = plainControl(replicas, timeout, {
    seed: draws.integer(0, 2 ** 31),
    timelineBins: 20,
    classes: drawClasses(draws, features.classes, timeout),
    users: features.users
      ? [{ class: 0, count: 3, thinkTime: exponential(span / 8), until: span, firstRow: 0, rows }]
      : [],
    routing: {
      staleness: features.stale ? span * 0.05 : 0,
      instances,
      prefixCacheBlocks: prefixCache ? 6 : 0,
      prefixBlockTokens: CACHE_BLOCK_TOKENS,
      scorers: { queue: 2, kv: 2, prefix: 3, running: 1 },
    },
    admission: {
      tokenBucket: features.tokenBucket ? { rate: rows / span, burst: 3 } : null,
      adaptiveConcurrency: features.adaptiveConcurrency
        ? {
            quantile: 0.5,
            updateInterval: span * 0.02,
            minRttInterval: span * 0.2,
            jitter: 0.15,
            minRttRequests: 5,
            minConcurrency: 2,
            maxConcurrency: 100,
            buffer: 0.25,
          }
        : null,
    },
    queue: {
      priority: features.priority,
      codel: features.codel ? { target: timeout * 0.02, interval: timeout * 0.1 } : null,
      adaptiveLifo: features.adaptiveLifo
        ? { interval: timeout * 0.2, busyTimeout: timeout * 0.05 }
        : null,
      deadlineAware: features.deadlineAware ? { estimate: timeout * 0.1 } : null,
      timeout: features.queueTimeout ? { after: timeout * 0.2, action: draws.integer(0, 1) } : null,
    },
    client: {
      retries: again === "retries" ? drawRetries(draws, features.budget, timeout) : null,
      hedging:
        again === "hedging"
          ? { maxAttempts: draws.integer(2, 4), delay: timeout * 0.1, quantile: 0 }
          : null,
    },
    failures: drawFailures(draws, features, span),
    fleet: {
      autoscaler: features.autoscaler < 0 ? null : drawAutoscaler(draws, features.autoscaler, span),
      coldStart: features.coldStart ? [exponential(span * 0.03), exponential(span * 0.02)] : [],
      warmPool: features.warmPool
        ? { size: draws.integer(1, 3), start: exponential(span * 0.005) }
        : null,
      holdsAtZero: features.holdsAtZero ? 1 : 0,
      minimumBilling: features.minimumBilling ? span * 0.2 : 0,
    },
  });
  return { ...control, redrawsService: draws.integer(0, 1) };
}

function drawClasses(draws: Draws, count: number, timeout: number): ClassPlan[] {
  return Array.from({ length: count }, () => ({
    priority: draws.integer(0, 2),
    weight: draws.pick([0.5, 1, 3]),
    reserved: count === 1 ? 0 : draws.pick([0, 0.3]),
    timeout: timeout * draws.pick([0.5, 1]),
  }));
}

function drawRetries(draws: Draws, budget: number, timeout: number): RetryPlan {
  return {
    maxAttempts: draws.pick([2, 4, Infinity]),
    perTryTimeout: draws.pick([Infinity, timeout * 0.3]),
    onRejected: draws.integer(0, 1),
    onTimedOut: draws.integer(0, 1),
    onFailed: draws.integer(0, 1),
    backoff: {
      kind: BACKOFF_DECORRELATED,
      base: timeout * 0.05,
      factor: 2,
      max: timeout * 0.3,
      band: 0,
      law: { distribution: "constant", value: 0 },
    },
    budget:
      budget < 0
        ? null
        : {
            kind: budget,
            share: 0.2,
            least: 2,
            tokens: 10,
            tokenRatio: 0.1,
            cost: 2,
            timeoutCost: 4,
            refund: 1,
          },
  };
}

function drawFailures(draws: Draws, features: ControlFeatures, span: number): FailurePlan {
  const down = exponential(span * 0.05);
  return {
    onLoss: features.onLoss,
    replica: features.replicaFailures ? { uptime: exponential(span * 0.4), downtime: down } : null,
    zones: features.zoneFailures
      ? { count: 2, uptime: exponential(span * 0.5), downtime: down }
      : null,
    spot: features.spot
      ? { life: exponential(span * 0.4), notice: span * draws.pick([0, 0.03]) }
      : null,
    slow: features.slow
      ? { interval: exponential(span * 0.2), duration: exponential(span * 0.1), factor: 3 }
      : null,
    outages: features.outages
      ? [
          { at: span * 0.2, duration: span * 0.1, replicas: 2, zone: -1 },
          {
            at: span * 0.25,
            duration: span * 0.1,
            replicas: 1,
            zone: features.zoneFailures ? 0 : -1,
          },
        ]
      : [],
    rollouts: features.rollouts
      ? [
          { at: span * 0.3, maxUnavailable: draws.integer(0, 1), maxSurge: 1 },
          { at: span * 0.6, maxUnavailable: 1, maxSurge: 0 },
        ]
      : [],
  };
}
