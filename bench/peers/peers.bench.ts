import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FinishedSink } from "../../src/sim/finished-requests.ts";
import { simulateByEvents } from "../../src/sim/simulate.ts";
import { serialLoad } from "../serial-load.ts";

/** What one program made of the load. */
export interface PeerMeasurement {
  readonly name: string;
  readonly requests: number;
  /** Seconds of the fastest trial, simulating alone. */
  readonly seconds: number;
  /** Seconds, of all requests. */
  readonly meanWait: number;
}

const SERVERS = 8;
const TRIALS = 5;
/** Sums of waits in another order, and clocks that add up gaps, agree to this, relatively. */
const AGREEMENT = 1e-6;
const FLAGS = ["-std=c++17", "-O3", "-march=native", "-flto", "-ffp-contract=off"];
const LIBRARIES = ["simpy", "ciw"] as const;

/**
 * M/M/8 at utilisation 0.8 on the very same requests: tailcap's serial event loop, the same
 * calendar in C++, and SimPy and Ciw, which a virtual environment is made for on first use. What
 * isn't installed is left out.
 *
 * @param root - Root of the repository.
 */
export function benchPeers(root: string, isSmoke: boolean): void {
  const sizes = isSmoke ? { fast: 2000, slow: 500 } : { fast: 2_000_000, slow: 100_000 };
  const python = preparePython(root, isSmoke);
  const measurements = comparePeers(root, sizes, python, isSmoke ? 1 : TRIALS);
  const [own] = measurements;
  for (const { meanWait, name, requests, seconds } of measurements) {
    const speed = requests / seconds;
    const ratio = own.requests / own.seconds / speed;
    console.log(
      `peers: ${name.padEnd(28)} ${String(requests).padStart(8)} requests in ` +
        `${seconds.toFixed(3)} s, ${(speed / 1e6).toFixed(4)} M/s, tailcap is ` +
        `${ratio.toPrecision(3)} times as fast; mean wait ${meanWait.toFixed(6)} s`,
    );
  }
}

/**
 * Times all programs, tailcap first.
 *
 * @param sizes - Requests of the compiled ones and of the Python libraries.
 * @param python - An interpreter that has the libraries; null to leave them out.
 * @throws Error if two of them find other mean waits for the same requests.
 */
export function comparePeers(
  root: string,
  sizes: { readonly fast: number; readonly slow: number },
  python: string | null,
  trials: number,
): PeerMeasurement[] {
  const folder = mkdtempSync(join(tmpdir(), "tailcap-peers-"));
  try {
    const [fast, slow] = [sizes.fast, sizes.slow].map((size) => writeLoad(folder, size));
    const measurements = [runOwn("tailcap, by events", fast, trials)];
    const program = compile(root);
    if (program !== null) {
      const args = [fast.file, String(SERVERS), String(trials)];
      measurements.push(runProgram("the same in C++", fast, program, args));
      requireAgreement(measurements[0], measurements[1]);
    }
    if (python !== null) {
      const expected = runOwn("tailcap", slow, 1);
      const script = join(root, "bench", "peers", "mmc.py");
      for (const library of LIBRARIES) {
        const args = [script, library, slow.file, String(SERVERS)];
        const measured = runProgram(library, slow, python, args);
        requireAgreement(expected, measured);
        measurements.push(measured);
      }
    }
    return measurements;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Load = ReturnType<typeof serialLoad> & { readonly file: string; readonly requests: number };

function writeLoad(folder: string, expected: number): Load {
  const load = serialLoad(SERVERS, expected);
  const { arrivals, serviceTimes } = load.columns;
  const values = new Float64Array(2 * arrivals.length);
  values.set(arrivals);
  values.set(serviceTimes, arrivals.length);
  const file = join(folder, `${expected}.bin`);
  writeFileSync(file, new Uint8Array(values.buffer));
  return { ...load, file, requests: arrivals.length };
}

function runOwn(name: string, { columns, plan, requests }: Load, trials: number): PeerMeasurement {
  let seconds = Infinity;
  let waited = 0;
  for (let trial = 0; trial < trials; trial++) {
    waited = 0;
    const sink: FinishedSink = {
      accept({ rows, starts }, count): void {
        for (let i = 0; i < count; i++) waited += starts[i] - columns.arrivals[rows[i]];
      },
    };
    const start = performance.now();
    simulateByEvents(plan, columns, sink);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { name, requests, seconds, meanWait: waited / requests };
}

function runProgram(
  name: string,
  { requests }: Load,
  program: string,
  args: readonly string[],
): PeerMeasurement {
  const text = execFileSync(program, args, { encoding: "utf8" });
  const [seconds, meanWait] = text.trim().split(" ").map(Number);
  return { name, requests, seconds, meanWait };
}

function requireAgreement(one: PeerMeasurement, other: PeerMeasurement): void {
  if (Math.abs(one.meanWait / other.meanWait - 1) <= AGREEMENT) return;
  throw new Error(
    `${other.name} finds a mean wait of ${other.meanWait} s, ${one.name} ${one.meanWait} s`,
  );
}

/** The compiled program; null if there is no `g++`. */
function compile(root: string): string | null {
  if (spawnSync("g++", ["--version"]).status !== 0) {
    console.log("no g++ here: the C++ program is left out");
    return null;
  }
  const build = join(root, "bench", "build");
  mkdirSync(build, { recursive: true });
  const program = join(build, "mmc");
  execFileSync("g++", [...FLAGS, join(root, "bench", "peers", "mmc.cpp"), "-o", program]);
  return program;
}

/** An interpreter that has the libraries, which are installed unless this is a smoke run. */
function preparePython(root: string, isSmoke: boolean): string | null {
  const folder = join(root, "bench", "build", "peers-venv");
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return python;
  const requirements = join(root, "bench", "peers", "requirements.txt");
  const isReady =
    !isSmoke &&
    spawnSync("python3", ["-m", "venv", folder]).status === 0 &&
    spawnSync(python, ["-m", "pip", "install", "--quiet", "-r", requirements]).status === 0;
  if (isReady) return python;
  // Half of an environment would be taken for a whole one next time.
  rmSync(folder, { recursive: true, force: true });
  console.log("no Python libraries here: SimPy and Ciw are left out");
  return null;
}
