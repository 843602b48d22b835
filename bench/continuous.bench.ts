import { join } from "node:path";
import { simulate } from "../src/sim/simulate.ts";
import { continuousLoad, saturationRate, type Load } from "./continuous-load.ts";
import { DigestSink } from "./digest-sink.ts";
import { formatMeasurements, measure, timed, type Measurement, type Trial } from "./harness.ts";
import { compileLimit, openLimit } from "./limit/limit.ts";
import { simulateByStepping } from "./stepping.ts";
import { stepSimulation } from "../test/steppers/step-simulation.ts";

/** How much work the bench does. */
interface Size {
  readonly requests: number;
  /** Requests of the stepped runs, which are slow; the tests' own takes quadratic time. */
  readonly stepped: number;
  readonly reference: number;
  readonly rounds: number;
}

const FULL: Size = { requests: 1_000_000, stepped: 40_000, reference: 2000, rounds: 7 };
/** For the tests. */
export const SMOKE: Size = { requests: 4000, stepped: 1000, reference: 200, rounds: 1 };

/** Runs of the engine and of the C++ program each round: the first pays for cold caches. */
const TRIALS = 3;

/**
 * LLM requests a second: the engine's loop, the same algorithm in C++, and simulators that step
 * every token: one on the engine's own arrays, and the tests' independent one. And what drawing the
 * requests costs beside simulating them.
 *
 * @param root - Root of the repository.
 */
export function benchContinuous(root: string, isSmoke: boolean): void {
  const size = isSmoke ? SMOKE : FULL;
  const program = compileLimit(join(root, "bench", "limit"));
  if (program === null) console.log("no g++ here: the C++ program is left out");
  console.log(`one replica saturates at ${saturationRate().toFixed(3)} requests/s`);
  for (const replicas of [8, 64]) {
    const measurements = compareContinuous(replicas, size, program);
    console.log(formatMeasurements(`\ncontinuous, ${replicas} replicas`, measurements));
  }
}

/**
 * Times the variants for one number of replicas.
 *
 * @param program - The C++ program; null to leave it out.
 * @throws Error if the C++ program finds other end times than the engine.
 */
export function compareContinuous(
  replicas: number,
  { reference, requests, rounds, stepped }: Size,
  program: string | null,
): Measurement[] {
  const load = continuousLoad(replicas, requests);
  const short = continuousLoad(replicas, stepped);
  const plain = continuousLoad(replicas, reference);
  const count = load.columns.arrivals.length;
  const limit = program === null ? null : openLimit(program, load, TRIALS);
  const variants = [
    {
      name: "engine",
      requests: count,
      run: () => fastest(Array.from({ length: TRIALS }, () => timed(() => digestOfEngine(load)))),
    },
    ...(limit === null ? [] : [{ name: "C++", requests: count, run: limit.run }]),
    {
      name: "stepping every token, on arrays",
      requests: short.columns.arrivals.length,
      run: () => timed(() => digestOfStepping(short)),
    },
    {
      name: "the tests' stepper",
      requests: plain.columns.arrivals.length,
      run: () => timed(() => digestOfReference(plain)),
    },
    {
      name: "drawing the requests",
      requests: count,
      run: () => timed(() => digestOfDrawing(replicas, requests)),
    },
  ];
  const measurements = measure(variants, rounds);
  limit?.dispose();
  if (limit !== null && measurements[1].digest !== measurements[0].digest) {
    throw new Error(`C++ gives ${measurements[1].digest}, the engine ${measurements[0].digest}`);
  }
  return measurements;
}

function fastest(trials: readonly Trial[]): Trial {
  return trials.reduce((best, trial) => (trial.seconds < best.seconds ? trial : best));
}

function digestOfEngine({ plan, columns }: Load): string {
  const sink = new DigestSink();
  simulate(plan, columns, sink, { needsReplicas: false });
  return sink.digest;
}

function digestOfReference({ plan, columns }: Load): string {
  const { end } = stepSimulation(plan, columns);
  return Math.floor(end.reduce((sum, time) => sum + time, 0))
    .toString(16)
    .padStart(8, "0");
}

/** Hash of the last row: the columns are written whole, so nothing of them can be skipped. */
function digestOfDrawing(replicas: number, requests: number): string {
  const { arrivals, inputs, outputs } = continuousLoad(replicas, requests).columns;
  const row = arrivals.length - 1;
  const last = Math.imul(inputs[row], 31) + outputs[row] + Math.floor(arrivals[row]);
  return (last >>> 0).toString(16).padStart(8, "0");
}

function digestOfStepping(load: Load): string {
  const sink = new DigestSink();
  simulateByStepping(load, sink);
  return sink.digest;
}
