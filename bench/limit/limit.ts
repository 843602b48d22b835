import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CostCurve } from "../../src/sim/sim-plan.ts";
import type { Load } from "../continuous-load.ts";
import type { Trial } from "../harness.ts";

/**
 * `-ffp-contract=off`: no fused multiply-add, which would round differently and so change the
 * digest; it costs nothing measurable here.
 */
const FLAGS = ["-std=c++17", "-O3", "-march=native", "-flto", "-ffp-contract=off"];
const SOURCES = ["limit.cpp", "pool.cpp"];

/** The C++ program with one load to run. */
export interface Limit {
  /** Runs the load a few times in one process and gives the fastest. */
  readonly run: (this: void) => Trial;
  /** Deletes the load file. */
  readonly dispose: (this: void) => void;
}

/**
 * Compiles the C++ program.
 *
 * @param folder - `bench/limit`.
 * @returns Path of the program; null if there is no `g++`.
 */
export function compileLimit(folder: string): string | null {
  if (!existsSync(join(folder, SOURCES[0]))) throw new Error(`no C++ sources in ${folder}`);
  const program = join(folder, "build", "limit");
  mkdirSync(join(folder, "build"), { recursive: true });
  try {
    execFileSync("g++", ["--version"], { stdio: "ignore" });
  } catch {
    return null;
  }
  execFileSync("g++", [...FLAGS, ...SOURCES, "-o", program], { cwd: folder });
  return program;
}

/**
 * Writes a load to a file that the program reads.
 *
 * @param program - Path of the compiled program.
 * @param trials - Runs of the load in each process, ≥ 1.
 */
export function openLimit(program: string, load: Load, trials: number): Limit {
  const folder = mkdtempSync(join(tmpdir(), "tailcap-limit-"));
  const file = join(folder, "load.bin");
  writeLoad(file, load);
  return {
    run() {
      const text = execFileSync(program, [file, String(trials)], { encoding: "utf8" });
      const rows = text.trim().split("\n");
      const cells = rows.map((row) => row.split(" "));
      const seconds = Math.min(...cells.map((row) => Number(row[0])));
      return { seconds, digest: cells[0][1] };
    },
    dispose() {
      rmSync(folder, { recursive: true });
    },
  };
}

function writeLoad(path: string, { plan, columns }: Load): void {
  const service = plan.service;
  const head = Float64Array.of(
    columns.arrivals.length,
    plan.replicas,
    service.maxBatchedTokens,
    service.maxSequences,
    service.kvBlocks,
    service.blockSize,
    ...lineOf(service.sequenceCost),
    ...lineOf(service.prefillCost),
    service.perContextToken,
    service.perPrefillTokenSquared,
    plan.measureFrom,
    plan.measureTo,
  );
  const file = openSync(path, "w");
  for (const column of [head, columns.arrivals, columns.inputs, columns.outputs]) {
    writeSync(file, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  closeSync(file);
}

/** Base and slope of a straight line. */
function lineOf({ ys }: CostCurve): [base: number, slope: number] {
  return [ys[0], ys[1] - ys[0]];
}
