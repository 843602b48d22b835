import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { digestOfEngine } from "./continuous-engine.ts";
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

/** Runs of the engine and of the C++ program in each of their processes: the first is cold. */
const TRIALS = 6;

/**
 * LLM requests a second: the engine's loop, the same algorithm in C++, and simulators that step
 * every token: one on the engine's own arrays, and the tests' independent one. And what drawing the
 * requests costs beside simulating them.
 *
 * @param root - Root of the repository.
 */
export function benchContinuous(root: string, isSmoke: boolean): void {
  const size = isSmoke ? SMOKE : FULL;
  const limit = compileLimit(join(root, "bench", "limit"));
  const engine = join(root, "bench", "build", "bench", "continuous-engine.js");
  if (limit === null) console.log("no g++ here: the C++ program is left out");
  console.log(`one replica saturates at ${saturationRate().toFixed(3)} requests/s`);
  for (const replicas of [8, 64]) {
    const measurements = compareContinuous(replicas, size, { engine, limit });
    console.log(formatMeasurements(`\ncontinuous, ${replicas} replicas`, measurements));
  }
}

/**
 * Times the variants for one number of replicas.
 *
 * @param programs - The C++ program, null to leave it out; the engine's own, null to run it in this
 *   process.
 * @throws Error if the C++ program finds other end times than the engine.
 */
export function compareContinuous(
  replicas: number,
  { reference, requests, rounds, stepped }: Size,
  programs: { readonly engine: string | null; readonly limit: string | null },
): Measurement[] {
  const load = continuousLoad(replicas, requests);
  const short = continuousLoad(replicas, stepped);
  const plain = continuousLoad(replicas, reference);
  const count = load.columns.arrivals.length;
  const limit = programs.limit === null ? null : openLimit(programs.limit, load, TRIALS);
  const variants = [
    {
      name: "engine",
      requests: count,
      run: () =>
        programs.engine === null
          ? timed(() => digestOfEngine(load))
          : runEngine(programs.engine, replicas, requests),
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

function runEngine(program: string, replicas: number, requests: number): Trial {
  const args = [program, String(replicas), String(requests), String(TRIALS)];
  const [seconds, digest] = execFileSync(process.execPath, args, { encoding: "utf8" })
    .trim()
    .split(" ");
  return { seconds: Number(seconds), digest };
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
