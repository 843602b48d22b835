import type { BatchService } from "../../scenario/scenario.ts";
import type { MeasuredPoint } from "../../workload/measured-point.ts";
import { CalibrationError } from "./calibration-error.ts";
import type { CalibratedPoint, Calibration, Coefficient } from "./calibration.ts";
import { summarizeErrors } from "./error-summary.ts";
import { quantileSorted } from "./quantile-sorted.ts";
import { rangeOf } from "./range-of.ts";
import { fitRobustly } from "./robust-nnls.ts";

/** A batch size and the seconds that a batch of it took. */
type SizePoint = readonly [size: number, seconds: number];

/** A table must beat the straight line by this share, for its greater freedom. */
const LEAST_GAIN = 0.1;
/** A straight line that misses a measured size by more is none. */
const MOST_MISS = 0.05;
/** A straight line this close needs no table. */
const GOOD_ENOUGH = 0.005;
const SCALE_FLOOR = 0.01;
/** Fewest sizes from which one can be left out and a line drawn through the others. */
const LEAST_SIZES = 3;

/**
 * Calibrates dynamic batching: the time of a batch by its size, as a straight line or a table,
 * whichever predicts sizes better that it doesn't know.
 *
 * @param measured - Points of one replica; those without a batch size are left out.
 * @throws CalibrationError if they have fewer than two sizes.
 */
export function calibrateBatch(measured: readonly MeasuredPoint[]): Calibration {
  const points = measured.filter((point) => point.batch !== null && timeOf(point) !== null);
  const sizes = sizePoints(points);
  if (sizes.length < 2) {
    const found = sizes.map(([size]) => size).join(", ") || "none";
    throw new CalibrationError(
      `a batch table needs times at two batch sizes or more, found ${found}: ` +
        "measure at other batch sizes, one batch at a time (perf_analyzer -b N, with --batch N here)",
    );
  }
  const isLine = prefersLine(sizes);
  const latency = isLine ? fitLine(sizes) : { table: sizes };
  const leftOut = sizes.map((_, index) => leftOutError(sizes, index, isLine));
  const error = summarizeErrors(leftOut.filter((one) => one !== null));
  const calibrated = describePoints(points, sizes, leftOut, latency);
  const waits = points.flatMap((point) =>
    point.latency === null || point.serviceTime === null ? [] : [point.latency - point.serviceTime],
  );
  waits.sort((left, right) => left - right);
  const requestOverhead = waits.length === 0 ? 0 : Math.max(0, waits[0]);
  return {
    service: {
      kind: "batch",
      latency,
      maxBatch: sizes[sizes.length - 1][0],
      adaptive: null,
      maxWait: 0,
      preferredBatches: [],
      queuePolicy: null,
      jitter: null,
      requestOverhead,
      calibration: null,
      calibrationError: null,
    },
    error: error?.mean ?? null,
    loadRange: {
      concurrency: null,
      batch: rangeOf(sizes.map(([size]) => size)),
      input: null,
      output: null,
    },
    points: calibrated,
    coefficients: describeCoefficients(latency, requestOverhead),
    accuracy: error === null ? [] : [{ measure: "latency", leaveOneOut: error, heldOut: null }],
    tokens: null,
    notes: measured.length > points.length ? [leftOutNote(measured.length, points.length)] : [],
  };
}

/** Seconds of a batch: what the server computed, or the latency of one with nothing beside it. */
function timeOf({ latency, load, serviceTime }: MeasuredPoint): number | null {
  if (serviceTime !== null) return serviceTime;
  return load.loop === "closed" && load.concurrency === 1 ? latency : null;
}

/** The median time of each size, ascending in size. */
function sizePoints(points: readonly MeasuredPoint[]): readonly SizePoint[] {
  const bySize = new Map<number, number[]>();
  for (const point of points) {
    const time = timeOf(point);
    if (point.batch === null || time === null) continue;
    bySize.set(point.batch, [...(bySize.get(point.batch) ?? []), time]);
  }
  const sizes = [...bySize].map(([size, times]): SizePoint => {
    return [
      size,
      quantileSorted(
        times.sort((left, right) => left - right),
        0.5,
      ),
    ];
  });
  return sizes.sort(([left], [right]) => left - right);
}

function fitLine(sizes: readonly SizePoint[]): { readonly base: number; readonly perItem: number } {
  const equations = sizes.map(([size, seconds]) => ({
    content: Float64Array.of(1, size),
    target: seconds,
    size: seconds,
    group: 0,
  }));
  const [base, perItem] = fitRobustly(equations, [SCALE_FLOOR]).coefficients;
  return { base, perItem };
}

/**
 * Ends of a table can't be left out of it, so both forms are judged on the sizes in between. What
 * was measured is where a batch will most often be, so a line has to come close to all of it too.
 */
function prefersLine(sizes: readonly SizePoint[]): boolean {
  const inner = [...sizes.keys()].slice(1, -1);
  if (inner.length === 0) return false;
  const errorOf = (isLine: boolean): number => {
    const errors = inner.map((index) => Math.abs(leftOutError(sizes, index, isLine) ?? 0));
    return errors.reduce((sum, error) => sum + error, 0) / inner.length;
  };
  const line = fitLine(sizes);
  const isClose = sizes.every(([size, seconds]) => {
    return Math.abs(timeAt(line, size) / seconds - 1) <= MOST_MISS;
  });
  return isClose && errorOf(true) <= Math.max(GOOD_ENOUGH, errorOf(false) / (1 - LEAST_GAIN));
}

function leftOutError(sizes: readonly SizePoint[], left: number, isLine: boolean): number | null {
  const rest = sizes.filter((_, index) => index !== left);
  const isEnd = left === 0 || left === sizes.length - 1;
  if (sizes.length < LEAST_SIZES || (isEnd && !isLine)) return null;
  const [size, seconds] = sizes[left];
  return timeAt(isLine ? fitLine(rest) : { table: rest }, size) / seconds - 1;
}

function timeAt(latency: BatchService["latency"], size: number): number {
  if ("base" in latency) return latency.base + latency.perItem * size;
  const { table } = latency;
  const right = table.findIndex(([at]) => at >= size);
  if (right === -1) return table[table.length - 1][1];
  if (right === 0) return table[0][1];
  const [x0, y0] = table[right - 1];
  const [x1, y1] = table[right];
  return y0 + ((y1 - y0) / (x1 - x0)) * (size - x0);
}

function describePoints(
  points: readonly MeasuredPoint[],
  sizes: readonly SizePoint[],
  leftOut: readonly (number | null)[],
  latency: BatchService["latency"],
): readonly CalibratedPoint[] {
  return points.map((measured) => {
    const size = measured.batch ?? 1;
    return {
      measured,
      isSaturated: false,
      values: [
        {
          measure: "latency",
          measured: timeOf(measured) ?? NaN,
          predicted: timeAt(latency, size),
          leftOutError: leftOut[sizes.findIndex(([at]) => at === size)],
          isOutlier: false,
        },
      ],
    };
  });
}

function describeCoefficients(
  latency: BatchService["latency"],
  requestOverhead: number,
): readonly Coefficient[] {
  const named: readonly (readonly [string, number])[] =
    "base" in latency
      ? [
          ["base", latency.base],
          ["perItem", latency.perItem],
        ]
      : latency.table.map(([size, seconds]) => [`table at ${size}`, seconds]);
  return [...named, ["requestOverhead", requestOverhead] as const].map(([name, value]) => ({
    name,
    value,
    standardError: null,
  }));
}

function leftOutNote(all: number, used: number): string {
  return (
    `${all - used} of ${all} points were left out: they have no batch size, or a latency that ` +
    "holds queueing (measured beside other requests, without the server's compute time)"
  );
}
