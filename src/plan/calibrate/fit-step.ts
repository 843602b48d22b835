import type { SimulatedMeans } from "./benchmark-run.ts";
import { FIXABLE, type Fixable, type ServerLimits } from "./calibration-options.ts";
import {
  GROUP_TPOT,
  GROUP_TTFT,
  lineariseAround,
  paceEquations,
  predict,
  type LoopHabits,
  type StepFit,
} from "./linearise.ts";
import { fitRobustly, huberLoss, type Equation, type RobustFit } from "./robust-nnls.ts";
import { partsOf, type StepForm } from "./step-form.ts";
import type { TokenPoint } from "./token-point.ts";

/** A fit by simulation, with what it rests on. */
export interface SimulatedFit extends StepFit {
  readonly habits: LoopHabits;
  /** Of each point. */
  readonly predictions: readonly SimulatedMeans[];
  /** Linearised at the fit; see `lineariseAround`. Coefficients that were given are taken out. */
  readonly equations: readonly Equation[];
  /** The fit of these. */
  readonly robust: RobustFit;
  /** Mean loss a point, for comparing fits of the same points. */
  readonly loss: number;
}

/** What a fit is done under. */
export interface FitSetting {
  readonly form: StepForm;
  readonly limits: ServerLimits;
  readonly habits: LoopHabits;
  readonly fixed: ReadonlyMap<Fixable, number>;
}

/** Least scale of the relative errors of either group: benchmarks repeat no more closely. */
export const SCALE_FLOORS: readonly number[] = [0.01, 0.05];
/** Scales by which fits are compared. */
const LOSS_SCALES: readonly number[] = [0.03, 0.15];

/** Rounds of the search, and the shortest share of a step it tries. */
const ROUNDS = 5;
const SHORTEST = 0.1;
/** A round that gains less than this share of the loss is the last. */
const LEAST_GAIN = 1e-3;
/** Share of the largest TPOT that prefill starts at if the formula finds none. */
const LEAST_PREFILL = 0.02;

/**
 * Fits step and overhead so that simulating the benchmark gives what it measured: Gauss–Newton with
 * robust non-negative least squares, from where the formula for the mean step puts it.
 *
 * @param points - At least one.
 * @param rounds - Rounds at most.
 */
export function fitStep(
  points: readonly TokenPoint[],
  setting: FitSetting,
  rounds: number = ROUNDS,
): SimulatedFit {
  const { habits, limits } = setting;
  let fit = startOf(points, setting);
  let predictions = predict(points, fit, limits, habits);
  let loss = lossOf(points, predictions);
  let system = solveAround(points, fit, predictions, setting);
  for (let round = 0; round < rounds; round++) {
    const goal = system.robust.coefficients;
    const before = loss;
    for (let share = 1; share > SHORTEST && loss === before; share /= 2) {
      const next = towards(fit, goal, share, setting);
      const simulated = predict(points, next, limits, habits);
      const nextLoss = lossOf(points, simulated);
      if (nextLoss < loss) [fit, predictions, loss] = [next, simulated, nextLoss];
    }
    if (loss === before) break;
    system = solveAround(points, fit, predictions, setting);
    if (before - loss < LEAST_GAIN * before) break;
  }
  return { ...fit, ...system, habits, predictions, loss };
}

/** Where the formula for the mean step puts the fit. */
function startOf(points: readonly TokenPoint[], setting: FitSetting): StepFit {
  const { fixed, form } = setting;
  const parts = partsOf(form);
  const known = knownValues(setting);
  const equations = withoutKnown(paceEquations(points, form), known.subarray(0, parts.length));
  const { coefficients } = fitRobustly(equations, SCALE_FLOORS.slice(0, 1));
  const step = coefficients.map((value, c) => (Number.isNaN(known[c]) ? value : known[c]));
  const prefill = parts.indexOf("prefill");
  if (
    parts.every((part, c) => part !== "prefill" || step[c] === 0) &&
    !fixed.has("perPrefillToken")
  ) {
    const most = Math.max(...points.map(({ occupancy }) => occupancy.prefillTokens));
    step[prefill] = (LEAST_PREFILL * Math.max(...points.map(({ tpot }) => tpot))) / most;
  }
  return { form, step, overhead: fixed.get("requestOverhead") ?? 0 };
}

function solveAround(
  points: readonly TokenPoint[],
  fit: StepFit,
  predictions: readonly SimulatedMeans[],
  setting: FitSetting,
): { readonly equations: readonly Equation[]; readonly robust: RobustFit } {
  const { habits, limits } = setting;
  const all = lineariseAround(points, fit, predictions, limits, habits);
  const equations = withoutKnown(all, knownValues(setting));
  return { equations, robust: fitRobustly(equations, SCALE_FLOORS) };
}

/** The values that were given, by coefficient of the form and then the overhead; NaN for others. */
function knownValues({ fixed, form }: FitSetting): Float64Array {
  const known = new Float64Array(partsOf(form).length + 1).fill(NaN);
  // A form with tables has other coefficients, of which none can be given but these.
  const places: Partial<Record<Fixable, number>> = { requestOverhead: known.length - 1 };
  if (known.length === FIXABLE.length) FIXABLE.forEach((name, c) => (places[name] = c));
  for (const [name, value] of fixed) {
    const place = places[name];
    if (place !== undefined) known[place] = value;
  }
  return known;
}

/** Takes what is known out of equations: its columns are 0 then, and its share leaves the target. */
function withoutKnown(equations: readonly Equation[], known: Float64Array): readonly Equation[] {
  if (known.every(Number.isNaN)) return equations;
  return equations.map((equation) => {
    let { target } = equation;
    const content = equation.content.map((value, c) => {
      if (Number.isNaN(known[c])) return value;
      target -= value * known[c];
      return 0;
    });
    return { ...equation, content, target };
  });
}

function towards(fit: StepFit, goal: Float64Array, share: number, setting: FitSetting): StepFit {
  const known = knownValues(setting);
  const move = (value: number, c: number): number =>
    Number.isNaN(known[c]) ? value + share * (goal[c] - value) : known[c];
  return {
    form: fit.form,
    step: fit.step.map(move),
    overhead: move(fit.overhead, fit.step.length),
  };
}

function lossOf(points: readonly TokenPoint[], predictions: readonly SimulatedMeans[]): number {
  let sum = 0;
  points.forEach(({ isSaturated, tpot, ttft }, index) => {
    const means = predictions[index];
    sum += huberLoss((means.tpot / tpot - 1) / LOSS_SCALES[GROUP_TPOT]);
    if (ttft === null || isSaturated) return;
    sum += huberLoss((means.ttft / ttft - 1) / LOSS_SCALES[GROUP_TTFT]);
  });
  return sum / points.length;
}
