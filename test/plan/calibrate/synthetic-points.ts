import { compileService } from "../../../src/compile/compile-service.ts";
import { runBenchmark } from "../../../src/plan/calibrate/benchmark-run.ts";
import type { CalibrationOptions } from "../../../src/plan/calibrate/calibration-options.ts";
import type { StepSection } from "../../../src/scenario/scenario.ts";
import { SERVICE_CONTINUOUS, type ContinuousPlan } from "../../../src/sim/sim-plan.ts";
import type { BenchmarkLoad, MeasuredPoint } from "../../../src/workload/measured-point.ts";

/** A step of straight lines: 10 ms and 60 µs a sequence, 30 ns a cached token, 40 µs a prompt's. */
export const KNOWN_STEP: StepSection = {
  base: 10e-3,
  perSequence: 60e-6,
  bySequences: null,
  perPrefillToken: 40e-6,
  byPrefillTokens: null,
  perContextToken: 30e-9,
  perPrefillTokenSquared: 0,
};
export const KNOWN_OVERHEAD = 25e-3;

/** Options of a calibration of a server like the one behind the points. */
export const OPTIONS: CalibrationOptions = {
  kind: null,
  limits: { maxBatchedTokens: 8192, maxSequences: 1024, kvCache: null },
  slots: null,
  fixed: new Map(),
};

/** A point with everything unknown but what is given. */
export function pointWith(given: Partial<MeasuredPoint>): MeasuredPoint {
  return {
    source: "made up",
    load: { loop: "closed", concurrency: 1 },
    batch: null,
    input: null,
    output: null,
    inputCv: null,
    outputCv: null,
    requests: null,
    ttft: null,
    tpot: null,
    latency: null,
    quantiles: [],
    serviceTime: null,
    queueTime: null,
    throughput: null,
    ...given,
  };
}

/** The replica that a step makes. */
export function replicaOf(step: StepSection): ContinuousPlan {
  const plan = compileService({
    kind: "continuous",
    step,
    ...OPTIONS.limits,
    requestOverhead: 0,
    calibration: null,
    calibrationError: null,
  });
  if (plan.kind !== SERVICE_CONTINUOUS) throw new Error("expected a continuous service");
  return plan;
}

/** Loads and sizes that a benchmark goes through. */
export interface Design {
  readonly loads: readonly BenchmarkLoad[];
  readonly shapes: readonly (readonly [input: number, output: number])[];
}

export const CLOSED_LOADS: readonly BenchmarkLoad[] = [2, 8, 32, 96].map((concurrency) => {
  return { loop: "closed", concurrency };
});

/** Every load with every shape of the usual sweep: short, long prompts, long answers. */
export const FULL_DESIGN: Design = {
  loads: CLOSED_LOADS,
  shapes: [
    [512, 256],
    [4096, 256],
    [512, 1024],
  ],
};

/** What a benchmark tool would report of a replica whose step is known. */
export function measure(
  step: StepSection,
  { loads, shapes }: Design,
  requestsPerUser = 8,
): readonly MeasuredPoint[] {
  const replica = replicaOf(step);
  return shapes.flatMap(([input, output]) =>
    loads.map((load, index) => {
      const users = load.loop === "closed" ? load.concurrency : 100;
      const requests = requestsPerUser * users;
      const sizes = { input, output, inputCv: 0.06, outputCv: 0.06, serviceTime: null };
      const means = runBenchmark(replica, { load, requests, latencyGuess: 1, ...sizes });
      return pointWith({
        source: `point ${index + 1} of ${input}/${output}`,
        load,
        input,
        output,
        inputCv: 0.06,
        outputCv: 0.06,
        requests,
        ttft: means.ttft + KNOWN_OVERHEAD,
        tpot: means.tpot,
      });
    }),
  );
}
