import type { Distribution } from "../../src/random/distribution.ts";
import { sampleInto } from "../../src/random/sample-into.ts";
import { openStream, type Stream } from "../../src/random/stream.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import type { ArrivalProcess } from "../../src/workload/arrival-process.ts";
import { generateWorkload } from "../../src/workload/generate-workload.ts";

/** A queue to be simulated; times are in mean service times wherever a test says nothing else. */
export interface Model {
  /** Arrivals per second. */
  readonly rate: number;
  /** How requests arrive at that rate; Poisson if left out. */
  readonly arrivals?: ArrivalProcess;
  /** Requests measured in one replication, on average; 100,000 if left out. */
  readonly requests?: number;
  /** `serial`: law of the service time, or how to draw one. */
  readonly serviceTime?: Distribution | ((stream: Stream) => number);
  /** `batch`: law of the factor on a batch's time. */
  readonly jitter?: Distribution;
  /** Law of the clients' patience. */
  readonly timeout?: Distribution;
  /** `continuous`: laws of the token counts. */
  readonly input?: Distribution;
  readonly output?: Distribution;
  /** What differs from one serial server with one unlimited queue. */
  readonly pool?: Partial<SimPlan>;
  /** Seed of the draws. */
  readonly seed: number;
}

/** Pool and workload of a model, to hand to `replicate`. */
export interface OpenedModel {
  readonly plan: SimPlan;
  readonly draw: (replication: number) => WorkloadColumns;
}

/** Part of the run that is measured; what comes before lets the queue forget that it began empty. */
const MEASURED_SHARE = 0.95;

/**
 * Lowers a model to what the simulator takes.
 *
 * @param model - The model.
 */
export function openModel(model: Model): OpenedModel {
  const duration = (model.requests ?? 100_000) / MEASURED_SHARE / model.rate;
  const plan: SimPlan = {
    replicas: 1,
    router: ROUTER_CENTRAL_QUEUE,
    queueLimit: Infinity,
    timeout: Infinity,
    cancel: 1,
    requestOverhead: 0,
    measureFrom: (1 - MEASURED_SHARE) * duration,
    measureTo: duration,
    control: null,
    service: { kind: SERVICE_SERIAL, concurrency: 1 },
    ...model.pool,
  };
  return { plan, draw: (replication) => drawColumns(model, plan, replication) };
}

function drawColumns(model: Model, plan: SimPlan, replication: number): WorkloadColumns {
  const { seed } = model;
  const workload = generateWorkload({
    seed,
    replication,
    duration: plan.measureTo,
    arrivals: model.arrivals ?? { process: "poisson", rate: model.rate, spikes: [] },
    input: model.input ?? null,
    output: model.output ?? null,
  });
  const requests = workload.arrivals.length;
  const draw = (law: Model["serviceTime"], purpose: string, rows = requests): Float64Array => {
    if (law === undefined) return new Float64Array(0);
    const stream = openStream(seed, replication, purpose);
    const column = new Float64Array(rows);
    if (typeof law === "function") return column.map(() => law(stream));
    sampleInto(law, stream, column);
    return column;
  };
  return {
    ...workload,
    serviceTimes: draw(model.serviceTime, "service"),
    jitters: draw(model.jitter, "jitter"),
    timeouts: draw(model.timeout, "timeout"),
    routeUniforms: draw(UNIFORM, "routing", requests * uniformsPerRequest(plan.router)),
    classes: new Int32Array(0),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
  };
}

const UNIFORM: Distribution = { distribution: "uniform", min: 0, max: 1 };

function uniformsPerRequest(router: number): number {
  if (router === ROUTER_POWER_OF_TWO) return 2;
  return router === ROUTER_RANDOM ? 1 : 0;
}
