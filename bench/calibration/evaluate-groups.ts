import type { BenchmarkRow } from "../../src/ingest/benchmarks/benchmark-table.ts";
import { predictUnknown } from "../../src/plan/calibrate/calibrate-tokens.ts";
import { CalibrationError } from "../../src/plan/calibrate/calibration-error.ts";
import type { CalibrationOptions } from "../../src/plan/calibrate/calibration-options.ts";
import type { CalibratedPoint } from "../../src/plan/calibrate/calibration.ts";
import { quantileSorted } from "../../src/plan/calibrate/quantile-sorted.ts";
import { openStream } from "../../src/random/stream.ts";

/** Labels by which points are grouped: one service each. */
const GROUPED_BY = ["model", "system", "engine", "engine_version", "precision", "tensor_parallel"];
/** A group with fewer points than this leaves nothing to hold out. */
const LEAST_POINTS = 8;
const HELD_OUT = 0.2;

/** What vLLM's API server takes on large GPUs; the other engines are taken to do alike. */
export const OPTIONS: CalibrationOptions = {
  kind: "continuous",
  limits: { maxBatchedTokens: 8192, maxSequences: 1024, kvCache: null },
  slots: null,
  fixed: new Map(),
};

/** Dense models of the data; the others are mixtures of experts. */
const DENSE = /^(?:Llama|Qwen3-32B)/u;

/** What became of one group. */
export interface GroupOutcome {
  readonly name: string;
  readonly isDense: boolean;
  readonly points: number;
  /** Points held out, with predictions; empty if the group was refused. */
  readonly heldOut: readonly CalibratedPoint[];
  /** Why it was refused; null if it wasn't. */
  readonly refusal: string | null;
}

/** Sizes of relative errors of one measure. */
export interface Errors {
  readonly points: number;
  readonly median: number;
  readonly p90: number;
}

/** Splits points into services. */
export function groupRows(rows: readonly BenchmarkRow[]): readonly (readonly BenchmarkRow[])[] {
  const groups = new Map<string, BenchmarkRow[]>();
  for (const row of rows) {
    const key = nameOf(row);
    const group = groups.get(key) ?? [];
    group.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function nameOf({ labels }: BenchmarkRow): string {
  return GROUPED_BY.map((label) => labels[label] ?? "–").join(" | ");
}

/**
 * Calibrates on four fifths of a group's points, drawn at random, and predicts the others.
 *
 * @param rows - Points of one service.
 * @param seed - Decides which are held out.
 */
export function evaluateGroup(rows: readonly BenchmarkRow[], seed: number): GroupOutcome {
  const name = nameOf(rows[0]);
  const outcome = { name, isDense: DENSE.test(name), points: rows.length };
  if (rows.length < LEAST_POINTS) {
    return { ...outcome, heldOut: [], refusal: `fewer than ${LEAST_POINTS} points` };
  }
  const stream = openStream(seed, 0, name);
  const shuffled = rows
    .map(({ point }) => ({ point, key: stream() }))
    .sort((left, right) => left.key - right.key)
    .map(({ point }) => point);
  const count = Math.round(HELD_OUT * rows.length);
  try {
    const heldOut = predictUnknown(shuffled.slice(count), shuffled.slice(0, count), OPTIONS);
    return { ...outcome, heldOut, refusal: null };
  } catch (error) {
    if (error instanceof CalibrationError) {
      return { ...outcome, heldOut: [], refusal: error.message };
    }
    throw error;
  }
}

/**
 * Sums up how far predictions are off.
 *
 * @param isSaturated - Whether to look at points past saturation or below.
 */
export function sumUp(
  points: readonly CalibratedPoint[],
  measure: "ttft" | "tpot",
  isSaturated: boolean,
): Errors {
  const sizes = points
    .filter((point) => point.isSaturated === isSaturated)
    .flatMap(({ values }) => values.filter((value) => value.measure === measure))
    .map(({ measured, predicted }) => Math.abs(predicted / measured - 1))
    .sort((left, right) => left - right);
  return {
    points: sizes.length,
    median: quantileSorted(sizes, 0.5),
    p90: quantileSorted(sizes, 0.9),
  };
}
