import { quantileFunction } from "../../random/quantile-function.ts";
import type { DistributionSection, SerialTime } from "../../scenario/scenario.ts";
import { SERVICE_SERIAL } from "../../sim/sim-plan.ts";
import type { MeasuredPoint } from "../../workload/measured-point.ts";
import { runBenchmark } from "./benchmark-run.ts";
import { CalibrationError } from "./calibration-error.ts";
import type { CalibrationOptions } from "./calibration-options.ts";
import type { CalibratedPoint, Calibration } from "./calibration.ts";
import { summarizeErrors } from "./error-summary.ts";
import { rangeOf } from "./range-of.ts";
import { fitRobustly } from "./robust-nnls.ts";

/** A fitted serial service. */
interface SerialFit {
  readonly slots: number;
  readonly time: Exclude<SerialTime, { readonly column: "duration" }>;
  readonly overhead: number;
}

interface LatencyPoint extends MeasuredPoint {
  readonly latency: number;
}

/** From this multiple of the latency at the least load on, requests wait for a slot. */
const QUEUEING = 1.2;
const SCALE_FLOOR = 0.02;
const REQUESTS = 2000;
/** Points that leaving one out still leaves something to fit. */
const LEAST_POINTS = 3;
/** Quantiles that make a law. */
const LEAST_QUANTILES = 3;
const LEAST_TIME = 1e-9;
/** Share of the requests that are taken for the fastest. */
const LOWEST_SHARE = 0.01;

/**
 * Calibrates a serial service: how long a request holds its slot, and how many slots there are.
 *
 * The time comes from where nothing waits: as a law through the quantiles of the least loaded
 * point, or as a line in the tokens where these differ. The slots come from where more users bring
 * no more answers.
 *
 * @param measured - Points of one replica; those without a latency are left out.
 * @throws CalibrationError if there is no latency, or no point that tells the slots.
 */
export function calibrateSerial(
  measured: readonly MeasuredPoint[],
  options: CalibrationOptions,
): Calibration {
  const points = measured.filter((point): point is LatencyPoint => point.latency !== null);
  if (points.length === 0) {
    throw new CalibrationError("a serial service needs a latency: none of the points has one");
  }
  const fit = fitSerial(points, options.slots);
  const calibrated = points.map((point, index): CalibratedPoint => {
    const predicted = predictLatency(fit, point);
    const unseen = points.length < LEAST_POINTS ? null : leaveOut(points, index, options.slots);
    return {
      measured: point,
      isSaturated: false,
      values: [
        {
          measure: "latency",
          measured: point.latency,
          predicted,
          leftOutError: unseen === null ? null : unseen / point.latency - 1,
          isOutlier: false,
        },
      ],
    };
  });
  const errors = calibrated.flatMap(({ values: [{ leftOutError }] }) =>
    leftOutError === null ? [] : [leftOutError],
  );
  const error = summarizeErrors(errors);
  return {
    service: {
      kind: "serial",
      concurrency: fit.slots,
      time: fit.time,
      requestOverhead: fit.overhead,
      calibration: null,
      calibrationError: null,
    },
    error: error?.mean ?? null,
    loadRange: {
      concurrency: rangeOf(points.map((point) => inFlight(point))),
      batch: null,
      input: null,
      output: null,
    },
    points: calibrated,
    coefficients: [
      { name: "slots", value: fit.slots, standardError: null },
      { name: "mean time", value: meanTime(fit, points[0]), standardError: null },
      { name: "requestOverhead", value: fit.overhead, standardError: null },
    ],
    accuracy: error === null ? [] : [{ measure: "latency", leaveOneOut: error, heldOut: null }],
    tokens: null,
    notes:
      measured.length > points.length
        ? [`${measured.length - points.length} points without a latency were left out`]
        : [],
  };
}

function inFlight({ latency, load, throughput }: LatencyPoint): number {
  if (load.loop === "closed") return load.concurrency;
  return (throughput ?? load.rate) * latency;
}

function leaveOut(
  points: readonly LatencyPoint[],
  left: number,
  slots: number | null,
): number | null {
  try {
    const rest = points.filter((_, index) => index !== left);
    return predictLatency(fitSerial(rest, slots), points[left]);
  } catch (error) {
    // The point was the only one to tell the slots.
    if (error instanceof CalibrationError) return null;
    throw error;
  }
}

function fitSerial(points: readonly LatencyPoint[], given: number | null): SerialFit {
  const idle = points.toSorted((left, right) => inFlight(left) - inFlight(right))[0];
  const overhead =
    idle.serviceTime === null
      ? 0
      : Math.max(0, idle.latency - idle.serviceTime - (idle.queueTime ?? 0));
  const time = timeLaw(points, idle, overhead);
  const seconds = idle.serviceTime ?? idle.latency;
  return { slots: given ?? findSlots(points, seconds + overhead, seconds), time, overhead };
}

/** Busy slots by Little's law, where requests wait for one. */
function findSlots(points: readonly LatencyPoint[], idle: number, seconds: number): number {
  const waiting = points.filter(
    ({ latency, throughput }) => throughput !== null && latency > QUEUEING * idle,
  );
  if (waiting.length === 0) {
    const most = Math.max(...points.map((point) => inFlight(point)));
    throw new CalibrationError(
      `the slots of a replica can't be told: with up to ${Number(most.toPrecision(3))} requests ` +
        "in flight none waited for one; measure at more users, until the latency grows, or say " +
        "how many there are with --slots N",
    );
  }
  const busy = waiting.map(({ throughput }) => (throughput ?? 0) * seconds);
  return Math.max(1, Math.round(Math.max(...busy)));
}

function timeLaw(
  points: readonly LatencyPoint[],
  idle: LatencyPoint,
  overhead: number,
): SerialFit["time"] {
  const line = tokenLine(points, overhead);
  if (line !== null) return line;
  const hasWaited = (idle.queueTime ?? 0) > (QUEUEING - 1) * idle.latency;
  if (idle.quantiles.length >= LEAST_QUANTILES && !hasWaited) {
    const quantiles = idle.quantiles.map(([share, seconds]) => {
      return [share, Math.max(LEAST_TIME, seconds - overhead)] as const;
    });
    const law = { distribution: "empirical", min: null, max: null } as const;
    return { ...law, quantiles: withMean(quantiles, idle.serviceTime ?? idle.latency - overhead) };
  }
  return { distribution: "constant", value: idle.serviceTime ?? idle.latency };
}

/**
 * Quantiles with one more below them, so that the law has the mean that was measured: below its
 * lowest quantile a law is flat, which makes the faster half as slow as the median.
 */
function withMean(
  quantiles: readonly (readonly [share: number, seconds: number])[],
  mean: number,
): readonly (readonly [share: number, seconds: number])[] {
  const [[share, seconds]] = quantiles;
  if (share <= LOWEST_SHARE) return quantiles;
  const law = { distribution: "empirical", quantiles, min: null, max: null } as const;
  const excess = meanTime({ time: law }, { input: null, output: null }) - mean;
  const lowest = seconds - (2 * excess) / (share + LOWEST_SHARE);
  return excess <= 0 ? quantiles : [[LOWEST_SHARE, Math.max(LEAST_TIME, lowest)], ...quantiles];
}

/** A line in the tokens, if the points that don't queue differ in them; else null. */
function tokenLine(
  points: readonly LatencyPoint[],
  overhead: number,
): { base: number; perInputToken: number; perOutputToken: number } | null {
  const alone = points.filter(
    ({ load, serviceTime }) =>
      serviceTime !== null || (load.loop === "closed" && load.concurrency === 1),
  );
  const shapes = new Set(alone.map(({ input, output }) => `${input}/${output}`));
  if (shapes.size < LEAST_POINTS || alone.some(({ input }) => input === null)) return null;
  const equations = alone.map(({ input, latency, output, serviceTime }) => {
    const seconds = serviceTime ?? latency - overhead;
    const content = Float64Array.of(1, input ?? 0, output ?? 0);
    return { content, target: seconds, size: seconds, group: 0 };
  });
  const [base, perInputToken, perOutputToken] = fitRobustly(equations, [SCALE_FLOOR]).coefficients;
  return { base, perInputToken, perOutputToken };
}

/** Seconds a request holds its slot, as a function of its tokens and a uniform. */
function holdingTime(
  time: SerialFit["time"],
): (input: number, output: number, uniform: number) => number {
  if ("distribution" in time) {
    const quantile = quantileFunction(time satisfies DistributionSection);
    return (_input, _output, uniform) => quantile(uniform);
  }
  const { base, perInputToken, perOutputToken } = time;
  return (input, output) => base + perInputToken * input + perOutputToken * output;
}

function meanTime(
  { time }: Pick<SerialFit, "time">,
  { input, output }: Pick<LatencyPoint, "input" | "output">,
): number {
  const hold = holdingTime(time);
  const grid = Array.from({ length: 1000 }, (_, index) => (index + 0.5) / 1000);
  const sum = grid.reduce((total, uniform) => total + hold(input ?? 1, output ?? 1, uniform), 0);
  return sum / grid.length;
}

function predictLatency({ overhead, slots, time }: SerialFit, point: LatencyPoint): number {
  const users = point.load.loop === "closed" ? point.load.concurrency : 1;
  const most = Math.max(REQUESTS, 4 * users);
  const run = {
    load: point.load,
    requests: Math.min(point.requests ?? REQUESTS, most),
    latencyGuess: point.latency,
    input: point.input ?? 1,
    output: point.output ?? 1,
    inputCv: point.inputCv ?? 0,
    outputCv: point.outputCv ?? 0,
    serviceTime: holdingTime(time),
  };
  return runBenchmark({ kind: SERVICE_SERIAL, concurrency: slots }, run).latency + overhead;
}
