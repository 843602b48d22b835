import { compileService } from "../../compile/compile-service.ts";
import { SERVICE_CONTINUOUS, type ContinuousPlan } from "../../sim/sim-plan.ts";
import { runBenchmark, type SimulatedMeans } from "./benchmark-run.ts";
import type { ServerLimits } from "./calibration-options.ts";
import { dot } from "./least-squares.ts";
import type { Equation } from "./robust-nnls.ts";
import { contentOf, partsOf, stepOf, type StepForm } from "./step-form.ts";
import { latencyOf, type TokenPoint } from "./token-point.ts";

/** How a benchmark was run, where its file doesn't tell. */
export interface LoopHabits {
  /** Requests sent a user of a closed loop. */
  readonly requestsPerUser: number;
  /** Coefficient of variation of token counts. */
  readonly sizeCv: number;
}

/** Groups of equations: errors of either kind share a scale. */
export const GROUP_TPOT = 0;
export const GROUP_TTFT = 1;

/** Coefficients of a form, and the overhead, in seconds. */
export interface StepFit {
  readonly form: StepForm;
  readonly step: Float64Array;
  readonly overhead: number;
}

/** Requests of an open loop whose file doesn't tell how many it sent. */
const OPEN_REQUESTS = 1000;
/** More requests than this many, and than so many a user, would only repeat themselves. */
const MOST_REQUESTS = 4000;
const MOST_PER_USER = 20;

/** Relative step of the derivatives: large enough to average over how steps happen to align. */
const STEP = 0.1;

/** Simulates every point with a fit. */
export function predict(
  points: readonly TokenPoint[],
  fit: StepFit,
  limits: ServerLimits,
  habits: LoopHabits,
): readonly SimulatedMeans[] {
  const plan = planOf(fit.form, fit.step, limits);
  return points.map((point) => {
    const { latency, tpot, ttft } = simulatePoint(point, plan, habits);
    return { tpot, ttft: ttft + fit.overhead, latency: latency + fit.overhead };
  });
}

function planOf(form: StepForm, coefficients: Float64Array, limits: ServerLimits): ContinuousPlan {
  const plan = compileService({
    kind: "continuous",
    step: stepOf(form, coefficients),
    requestOverhead: 0,
    calibrationError: null,
    calibration: null,
    ...limits,
  });
  if (plan.kind !== SERVICE_CONTINUOUS) throw new RangeError("a step needs a continuous service");
  return plan;
}

function simulatePoint(
  { input, measured, output, tpot, ttft }: TokenPoint,
  plan: ContinuousPlan,
  habits: LoopHabits,
): SimulatedMeans {
  const { load, requests } = measured;
  const users = load.loop === "closed" ? load.concurrency : 1;
  const usual = load.loop === "closed" ? habits.requestsPerUser * users : OPEN_REQUESTS;
  const most = Math.max(MOST_REQUESTS, MOST_PER_USER * users);
  return runBenchmark(plan, {
    load,
    requests: Math.min(requests ?? usual, most),
    latencyGuess: latencyOf(ttft, tpot, output),
    input,
    output,
    inputCv: measured.inputCv ?? habits.sizeCv,
    outputCv: measured.outputCv ?? habits.sizeCv,
    serviceTime: null,
  });
}

/**
 * Equations of the pace alone by formula, where the search starts: the mean step of each point.
 */
export function paceEquations(points: readonly TokenPoint[], form: StepForm): readonly Equation[] {
  return points.map(({ occupancy, tpot }) => ({
    content: contentOf(form, occupancy),
    target: tpot,
    size: tpot,
    group: GROUP_TPOT,
  }));
}

/**
 * Equations of a fit around where it stands: how the simulated TPOT of every point, and the TTFT of
 * those that don't queue, change with the coefficients and the overhead.
 *
 * Two more simulations a point give the derivatives along all prefill coefficients together and
 * along all others together; within either they are shared out as the mean step is.
 *
 * @param fit - With prefill coefficients that aren't all 0.
 * @param predictions - Of all points, by the fit.
 * @returns TPOT of all points, then TTFT; coefficients in the order of the form, then the overhead.
 */
export function lineariseAround(
  points: readonly TokenPoint[],
  fit: StepFit,
  predictions: readonly SimulatedMeans[],
  limits: ServerLimits,
  habits: LoopHabits,
): readonly Equation[] {
  const { form, overhead, step } = fit;
  const parts = partsOf(form);
  const isPrefill = parts.map((part) => part === "prefill");
  const moved = (prefill: boolean): readonly SimulatedMeans[] => {
    const scaled = step.map((value, c) => (isPrefill[c] === prefill ? value * (1 + STEP) : value));
    return predict(points, { form, overhead, step: scaled }, limits, habits);
  };
  const withPrefill = moved(true);
  const withRest = moved(false);
  const at = Float64Array.of(...step, overhead);

  const equationOf = (index: number, key: "tpot" | "ttft", size: number): Equation => {
    const inner = contentOf(form, points[index].occupancy);
    const sums = [0, 0];
    inner.forEach((value, c) => (sums[isPrefill[c] ? 1 : 0] += value * step[c]));
    const now = predictions[index][key];
    const slopes = [withRest, withPrefill].map((means) => (means[index][key] - now) / STEP);
    const content = Float64Array.of(
      ...inner.map((value, c) => {
        const half = isPrefill[c] ? 1 : 0;
        return sums[half] > 0 ? (value / sums[half]) * slopes[half] : 0;
      }),
      key === "ttft" ? 1 : 0,
    );
    const group = key === "ttft" ? GROUP_TTFT : GROUP_TPOT;
    return { content, target: size - now + dot(content, at), size, group };
  };
  const paces = points.map(({ tpot }, index) => equationOf(index, "tpot", tpot));
  const waits = points.flatMap(({ isSaturated, ttft }, index) =>
    ttft === null || isSaturated ? [] : [equationOf(index, "ttft", ttft)],
  );
  return [...paces, ...waits];
}
