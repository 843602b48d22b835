import { foldSeed } from "../../random/counter-uniform.ts";
import type { Distribution } from "../../random/distribution.ts";
import { sampleCountsInto } from "../../random/sample-into.ts";
import { openStream } from "../../random/stream.ts";
import type { ControlPlan } from "../../sim/control-plan.ts";
import type { FinishedBlock, FinishedSink } from "../../sim/finished-requests.ts";
import { quietControl } from "../../sim/quiet-control.ts";
import { simulate } from "../../sim/simulate.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  type ContinuousPlan,
  type SerialPlan,
  type SimPlan,
  type WorkloadColumns,
} from "../../sim/sim-plan.ts";
import { generateArrivals } from "../../workload/generate-arrivals.ts";
import type { BenchmarkLoad } from "../../workload/measured-point.ts";

/** A benchmark as it was run against one replica. */
export interface BenchmarkRun extends BenchmarkSizes {
  readonly load: BenchmarkLoad;
  /** Requests sent, ≥ 1. */
  readonly requests: number;
  /** About how long an answer takes, in seconds; decides how long it takes to find out. */
  readonly latencyGuess: number;
}

/** What a benchmark asks for. */
export interface BenchmarkSizes {
  /** Mean input and output tokens, ≥ 1. */
  readonly input: number;
  readonly output: number;
  /** Coefficients of variation of both, ≥ 0. */
  readonly inputCv: number;
  readonly outputCv: number;
  /** `serial`: seconds each request holds its slot, by its tokens and a uniform; else null. */
  readonly serviceTime: ((input: number, output: number, uniform: number) => number) | null;
}

/** What a benchmark would have reported: means over all its requests, in seconds. */
export interface SimulatedMeans {
  readonly ttft: number;
  /** Mean over requests of two or more output tokens; NaN without any. */
  readonly tpot: number;
  readonly latency: number;
}

/** The replica behind a benchmark. */
export type BenchmarkService = SerialPlan | ContinuousPlan;

/**
 * Users who ask again at once still send after the step that answered them has been followed by
 * another: no client is faster than that. A closed loop must think for a time above zero.
 */
const THINK_TIME = 1e-6;
const SEED = 1;
/** The first run of a closed loop goes on a little longer than it seems to need. */
const GUESS_SLACK = 1.1;
/** A uniform law on positive values varies no more than this. */
const MOST_UNIFORM_CV = 0.5;

/**
 * Runs a benchmark against a simulated replica, as its tool would have run it: everything it sends
 * counts, the rush at the start and the run-down at the end included.
 *
 * @param service - The replica.
 * @param run - The benchmark.
 */
export function runBenchmark(service: BenchmarkService, run: BenchmarkRun): SimulatedMeans {
  // Averages over repeats needn't be whole.
  const whole = { ...run, requests: Math.max(1, Math.round(run.requests)) };
  const sizes = drawSizes(whole);
  const { load } = whole;
  return load.loop === "closed"
    ? runClosed(service, whole, Math.max(1, Math.round(load.concurrency)), sizes)
    : runOpen(service, whole, load, sizes);
}

interface Sizes {
  readonly inputs: Int32Array;
  readonly outputs: Int32Array;
  readonly serviceTimes: Float64Array;
}

function drawSizes(run: BenchmarkRun): Sizes {
  const { input, inputCv, output, outputCv, requests, serviceTime } = run;
  const draw = (mean: number, cv: number, purpose: string): Int32Array => {
    const counts = new Int32Array(requests);
    sampleCountsInto(sizeLaw(mean, cv), openStream(SEED, 0, purpose), counts);
    return counts;
  };
  const inputs = draw(input, inputCv, "input");
  const outputs = draw(output, outputCv, "output");
  const serviceTimes = new Float64Array(serviceTime === null ? 0 : requests);
  if (serviceTime !== null) {
    const stream = openStream(SEED, 0, "service");
    inputs.forEach((tokens, row) => {
      serviceTimes[row] = serviceTime(tokens, outputs[row], stream());
    });
  }
  return { inputs, outputs, serviceTimes };
}

/** Tools draw synthetic sizes uniformly; what varies more comes from a corpus, with a long tail. */
function sizeLaw(mean: number, cv: number): Distribution {
  if (cv === 0) return { distribution: "constant", value: mean };
  if (cv > MOST_UNIFORM_CV) return { distribution: "lognormal", mean, cv, min: null, max: null };
  const half = Math.sqrt(3) * cv * mean;
  return { distribution: "uniform", min: mean - half, max: mean + half };
}

function runOpen(
  service: BenchmarkService,
  { requests }: BenchmarkRun,
  { rate, cv }: Extract<BenchmarkLoad, { loop: "open" }>,
  sizes: Sizes,
): SimulatedMeans {
  const law = { rate, spikes: [] };
  const process =
    cv === 0
      ? ({ process: "deterministic", ...law } as const)
      : ({ process: "gamma", cv, ...law } as const);
  // Twice the mean duration and more: that fewer arrive is out of the question.
  const duration = (2 * requests + 20 * (1 + cv) * Math.sqrt(requests)) / rate;
  const streams = {
    arrivals: openStream(SEED, 0, "arrivals"),
    states: openStream(SEED, 0, "states"),
  };
  const arrivals = generateArrivals(process, duration, streams).slice(0, requests);
  const columns = columnsOf(arrivals, sizes);
  const means = new Means(sizes, () => arrivals);
  simulate(planOf(service, null), columns, means, { needsReplicas: false });
  return means.toMeans();
}

/**
 * Users can be told when to stop, not after how many requests; so a first run finds the moment at
 * which the last request was sent, and a second, identical up to there, ends at it.
 */
function runClosed(
  service: BenchmarkService,
  run: BenchmarkRun,
  users: number,
  sizes: Sizes,
): SimulatedMeans {
  if (run.requests <= users) return runUsers(service, run.requests, sizes, 2 * THINK_TIME).means;
  let until = GUESS_SLACK * (run.requests / users) * run.latencyGuess;
  for (;;) {
    const { sent } = runUsers(service, users, sizes, until);
    if (sent.length >= run.requests) {
      until = sent[run.requests - 1] * (1 + Number.EPSILON);
      return runUsers(service, users, sizes, until).means;
    }
    until *= GUESS_SLACK + (run.requests - sent.length) / sent.length;
  }
}

function runUsers(
  service: BenchmarkService,
  users: number,
  sizes: Sizes,
  until: number,
): { readonly sent: Float64Array; readonly means: SimulatedMeans } {
  let sent = new Float64Array(0);
  const log = new Means(sizes, () => sent);
  const control = controlOf(users, until, sizes.inputs.length);
  const recording = simulate(planOf(service, control), columnsOf(new Float64Array(0), sizes), log, {
    needsReplicas: false,
  });
  sent = Float64Array.from(recording.control?.arrivals ?? []);
  return { sent, means: log.toMeans() };
}

/** Adds up what a benchmark reports, when the run is over and all arrivals are known. */
class Means implements FinishedSink {
  private readonly rows: number[] = [];
  private readonly firsts: number[] = [];
  private readonly ends: number[] = [];
  private readonly sizes: Sizes;
  private readonly arrivals: () => Float64Array;

  constructor(sizes: Sizes, arrivals: () => Float64Array) {
    this.sizes = sizes;
    this.arrivals = arrivals;
  }

  accept({ ends, firsts, rows }: FinishedBlock, count: number): void {
    for (let i = 0; i < count; i++) {
      this.rows.push(rows[i]);
      this.firsts.push(firsts[i]);
      this.ends.push(ends[i]);
    }
  }

  toMeans(): SimulatedMeans {
    const { ends, firsts, rows } = this;
    const { outputs } = this.sizes;
    const arrivals = this.arrivals();
    let waits = 0;
    let stays = 0;
    let paces = 0;
    let paced = 0;
    for (const [index, row] of rows.entries()) {
      waits += firsts[index] - arrivals[row];
      stays += ends[index] - arrivals[row];
      const output = outputs[row % outputs.length];
      if (output < 2) continue;
      paces += (ends[index] - firsts[index]) / (output - 1);
      paced++;
    }
    return { ttft: waits / rows.length, tpot: paces / paced, latency: stays / rows.length };
  }
}

function planOf(service: BenchmarkService, control: ControlPlan | null): SimPlan {
  return {
    replicas: 1,
    router: ROUTER_CENTRAL_QUEUE,
    queueLimit: Infinity,
    timeout: Infinity,
    cancel: 0,
    requestOverhead: 0,
    measureFrom: 0,
    measureTo: 0,
    service,
    control,
  };
}

function columnsOf(
  arrivals: Float64Array,
  { inputs, outputs, serviceTimes }: Sizes,
): WorkloadColumns {
  const none = new Float64Array(0);
  return {
    arrivals,
    inputs,
    outputs,
    serviceTimes,
    jitters: none,
    timeouts: none,
    routeUniforms: none,
    classes: new Int32Array(0),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
  };
}

/** One replica that never changes, and users who think for next to no time. */
function controlOf(users: number, until: number, rows: number): ControlPlan {
  const thinkTime = { distribution: "constant", value: THINK_TIME } as const;
  return {
    ...quietControl(1, Infinity),
    seed: foldSeed(SEED, 0),
    redrawsService: 0,
    users: [{ class: 0, count: users, thinkTime, until, firstRow: 0, rows }],
  };
}
