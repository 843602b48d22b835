import { openStream, type Stream } from "../../random/stream.ts";
import type { ArrivalProcess } from "../../workload/arrival-process.ts";
import { generateWorkload, type GeneratedWorkload } from "../../workload/generate-workload.ts";
import { measureWindows } from "../../workload/measure-burstiness.ts";
import type { SizeLaws } from "../../workload/sample-sizes.ts";
import type { BoundedTrace } from "../../workload/trace-rows.ts";
import { FITTED_SCALES } from "./fit-on-off.ts";
import { replayWait } from "./replay-wait.ts";

/** A generator of requests over the span of a trace. */
export interface Generator {
  readonly arrivals: ArrivalProcess;
  readonly sizes: SizeLaws;
}

/** A measure of the trace and of what a generator makes, on average over its draws. */
export interface ComparedValue {
  /** Scale in seconds, or utilisation. */
  readonly at: number;
  readonly trace: number;
  readonly fit: number;
}

/** A generator against a trace. */
export interface Judgement {
  /** Index of dispersion at 1, 10 and 60 s; those missing for which the trace is too short. */
  readonly dispersion: readonly ComparedValue[];
  /** P99 of the queue wait in seconds, at each utilisation. */
  readonly waits: readonly ComparedValue[];
}

/** What generators are held against. */
export interface Yardstick {
  /** Seconds from the first arrival to the last. */
  readonly span: number;
  /** Pairs of scale in seconds and index of dispersion. */
  readonly dispersion: readonly (readonly [scale: number, index: number])[];
  /** P99 of the queue wait at each of {@link USES}, in seconds. */
  readonly waits: readonly number[];
}

/** Utilisations of the replays. */
export const USES: readonly [number, number] = [0.7, 0.85];
/** Full windows that a scale must have for its variance to say something. */
const LEAST_WINDOWS = 10;

/** Measures a trace. */
export function measureYardstick(trace: BoundedTrace): Yardstick {
  const { arrivals } = trace;
  const scales = FITTED_SCALES.filter(
    (scale) => measureWindows(arrivals, scale).windows >= LEAST_WINDOWS,
  );
  return {
    span: arrivals[arrivals.length - 1] - arrivals[0],
    dispersion: scales.map((scale) => [scale, indexAt(arrivals, scale)] as const),
    waits: USES.map((use) => replayWait(arrivals, workOf(trace), use)),
  };
}

/**
 * Mean waits of a trace with its sizes in random order: what is left of it if sizes depend neither
 * on the time nor on each other.
 *
 * @param draws - Orders to average over.
 */
export function shuffledWaits(trace: BoundedTrace, seed: number, draws: number): readonly number[] {
  const shuffles = Array.from({ length: draws }, (_, replication) =>
    shuffle(workOf(trace), openStream(seed, replication, "trace/shuffle")),
  );
  return USES.map((use) => meanOf(shuffles.map((work) => replayWait(trace.arrivals, work, use))));
}

/**
 * Draws from a generator and holds the means against a trace.
 *
 * @param yardstick - Of the trace.
 * @param seed - Of the draws.
 * @param first - Replication of the first draw.
 * @param draws - How many, > 0.
 */
export function judgeGenerator(
  { arrivals, sizes }: Generator,
  yardstick: Yardstick,
  seed: number,
  first: number,
  draws: number,
): Judgement {
  const { dispersion, span: duration, waits } = yardstick;
  const drawn = Array.from({ length: draws }, (_, draw) => {
    const replication = first + draw;
    const one = generateWorkload({ seed, replication, duration, arrivals, ...sizes });
    return measureDraw(one, dispersion);
  });
  const full = drawn.filter((one) => one !== null);
  const mean = (pick: (one: Drawn) => number): number => meanOf(full.map(pick));
  return {
    dispersion: dispersion.map(([at, trace], place) => ({
      at,
      trace,
      fit: mean((one) => one.indexes[place]),
    })),
    waits: USES.map((at, place) => ({
      at,
      trace: waits[place],
      fit: mean((one) => one.waits[place]),
    })),
  };
}

/** The measures of one draw. */
interface Drawn {
  readonly indexes: readonly number[];
  readonly waits: readonly number[];
}

/** null for a draw that has no two requests. */
function measureDraw(one: GeneratedWorkload, dispersion: Yardstick["dispersion"]): Drawn | null {
  if (one.arrivals.length < 2) return null;
  return {
    indexes: dispersion.map(([scale]) => indexAt(one.arrivals, scale)),
    waits: USES.map((use) => replayWait(one.arrivals, workOf(one), use)),
  };
}

/** The values in random order (Fisher and Yates). */
function shuffle(values: Int32Array, stream: Stream): Int32Array {
  const shuffled = values.slice();
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(stream() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return shuffled;
}

/** What a request asks for: its output tokens, or input tokens, or the same as all others. */
function workOf({ inputs, outputs }: Pick<BoundedTrace, "inputs" | "outputs">): Int32Array {
  return outputs.length > 0 ? outputs : inputs;
}

/** The index at a scale; 1 where there are too few arrivals to tell. */
function indexAt(arrivals: Float64Array, scale: number): number {
  return Math.max(measureWindows(arrivals, scale).dispersion ?? 1, Number.MIN_VALUE);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
