import type { StepSection } from "../../scenario/scenario.ts";
import type { LoadRange } from "../../scenario/calibration-section.ts";
import type { MeasuredPoint } from "../../workload/measured-point.ts";
import type { Accuracy, CalibratedPoint, Calibration, Coefficient } from "./calibration.ts";
import { CalibrationError } from "./calibration-error.ts";
import type { CalibrationOptions } from "./calibration-options.ts";
import { chooseForm, isSteep, type FormTrial } from "./choose-form.ts";
import { summarizeErrors } from "./error-summary.ts";
import { findHabits, USUAL_HABITS } from "./find-habits.ts";
import { fitStep, SCALE_FLOORS, type FitSetting, type SimulatedFit } from "./fit-step.ts";
import { identify, type Identification } from "./identify.ts";
import { dot } from "./least-squares.ts";
import { GROUP_TPOT, GROUP_TTFT, predict } from "./linearise.ts";
import { rangeOf } from "./range-of.ts";
import { remedyFor, requireIdentified } from "./require-identified.ts";
import { fitRobustly } from "./robust-nnls.ts";
import { drawHeldOut } from "./split-points.ts";
import { partsOf, stepOf, STRAIGHT, type StepForm } from "./step-form.ts";
import { tokenPoints, type TokenPoint } from "./token-point.ts";

/** Points beyond the number of coefficients that any fit needs, to show an error at all. */
const SPARE_POINTS = 1;
const SPLIT_SEED = 1;

interface WholeFit {
  readonly fit: SimulatedFit;
  readonly trials: readonly FormTrial[];
}

/**
 * Calibrates a continuous service: the time of a step and the overhead of a request.
 *
 * @param measured - Points of one replica; those without tokens or TPOT are left out.
 * @throws CalibrationError if there are too few, or they can't tell the coefficients apart.
 */
export function calibrateTokens(
  measured: readonly MeasuredPoint[],
  options: CalibrationOptions,
): Calibration {
  const points = tokenPoints(measured, options.limits.maxBatchedTokens);
  requireEnough(points, options);
  const { fit, trials } = fitWhole(points, options);
  const identification = identify(fit.equations, fit.robust.scales);
  requireIdentified(points, identification, namesOf(fit.form));
  const step = stepOf(fit.form, fit.step);
  requireBase(step);
  const calibrated = describePoints(points, fit);
  const coefficients = describeCoefficients(fit, identification);
  const { limits } = options;
  return {
    service: {
      kind: "continuous",
      step,
      maxBatchedTokens: limits.maxBatchedTokens,
      maxSequences: limits.maxSequences,
      kvCache: limits.kvCache,
      requestOverhead: fit.overhead,
      calibration: null,
      calibrationError: null,
    },
    error: meanError(calibrated),
    loadRange: loadRangeOf(points),
    points: calibrated,
    coefficients,
    accuracy: describeAccuracy(points, calibrated, options),
    tokens: {
      forms: trials,
      habits: fit.habits,
      areHabitsKnown: points.every(({ measured: { inputCv, load, requests } }) => {
        return inputCv !== null && (requests !== null || load.loop === "open");
      }),
      condition: identification.condition,
    },
    notes: [...notesOn(measured, points), ...notesOnCoefficients(points, coefficients)],
  };
}

/**
 * Simulates points that a calibration doesn't know, with the service that it fits to others.
 *
 * @param known - Points to fit.
 * @param unknown - Points to predict.
 * @returns Of each unknown point that has tokens and a TPOT.
 * @throws CalibrationError as `calibrateTokens` does of the known ones.
 */
export function predictUnknown(
  known: readonly MeasuredPoint[],
  unknown: readonly MeasuredPoint[],
  options: CalibrationOptions,
): readonly CalibratedPoint[] {
  const { maxBatchedTokens } = options.limits;
  const points = tokenPoints(known, maxBatchedTokens);
  requireEnough(points, options);
  // Whether a point queues is told by those around it, so all are looked at together.
  const all = tokenPoints([...known, ...unknown], maxBatchedTokens);
  const others = all.filter(({ measured }) => unknown.includes(measured));
  const { fit } = fitWhole(points, options);
  const identification = identify(fit.equations, fit.robust.scales);
  requireIdentified(points, identification, namesOf(fit.form));
  return predictOthers(fit, others, options);
}

function predictOthers(
  fit: SimulatedFit,
  others: readonly TokenPoint[],
  options: CalibrationOptions,
): readonly CalibratedPoint[] {
  const predictions = predict(others, fit, options.limits, fit.habits);
  return others.map((point, index) => {
    const means = predictions[index];
    const valueOf = (measure: "ttft" | "tpot", value: number) => ({
      measure,
      measured: value,
      predicted: means[measure],
      leftOutError: means[measure] / value - 1,
      isOutlier: false,
    });
    return {
      measured: point.measured,
      isSaturated: point.isSaturated,
      values: [
        valueOf("tpot", point.tpot),
        ...(point.ttft === null ? [] : [valueOf("ttft", point.ttft)]),
      ],
    };
  });
}

/** Makes sure that the smallest step takes time, as on any server. */
function requireBase({ base, bySequences }: StepSection): void {
  if ((bySequences === null ? base : bySequences.table[0][1]) > 0) return;
  throw new CalibrationError(
    "the fit leaves a step of one sequence no time at all: measure at a concurrency of 1, or look " +
      "for points whose TPOT is too low",
  );
}

function requireEnough(points: readonly TokenPoint[], { fixed }: CalibrationOptions): void {
  const given = [...fixed.keys()].filter((name) => name !== "requestOverhead").length;
  const unknown = partsOf(STRAIGHT).length - given;
  const wanted = unknown + SPARE_POINTS;
  if (points.length > 0 && points.length >= wanted) return;
  const found = `${points.length} point${points.length === 1 ? "" : "s"}`;
  const remedy =
    points.length === 0
      ? "a token service needs input and output tokens and a TPOT (or TTFT and latency) of each"
      : remedyFor(points);
  throw new CalibrationError(
    `${found} with tokens and TPOT can't be fitted by ${unknown} coefficients and show an ` +
      `error, which takes at least ${wanted}: ${remedy}`,
  );
}

function fitWhole(points: readonly TokenPoint[], options: CalibrationOptions): WholeFit {
  const { fixed, limits } = options;
  const { chosen, trials } =
    fixed.size === 0 ? chooseForm(points) : { chosen: STRAIGHT, trials: [] };
  const setting: FitSetting = { form: chosen, limits, fixed, habits: USUAL_HABITS };
  const habits = findHabits(points, setting);
  const fit = fitStep(points, { ...setting, habits });
  if (chosen === STRAIGHT || isSteep(chosen, fit.step)) return { fit, trials };
  return { fit: fitStep(points, { ...setting, form: STRAIGHT, habits }), trials };
}

/** Names of the coefficients of a form and the overhead; of a table its rises. */
function namesOf({ prefillKnots, sequenceKnots }: StepForm): readonly string[] {
  return [
    "base",
    ...risesOf("bySequences", "perSequence", sequenceKnots),
    "perContextToken",
    ...risesOf("byPrefillTokens", "perPrefillToken", prefillKnots),
    "requestOverhead",
  ];
}

function risesOf(table: string, line: string, knots: readonly number[] | null): readonly string[] {
  if (knots === null) return [line];
  return knots.slice(1).map((to, index) => `${table} ${knots[index]} to ${to}`);
}

function describeCoefficients(
  { form, overhead, step }: SimulatedFit,
  { standardErrors }: Identification,
): readonly Coefficient[] {
  const values = [...step, overhead];
  return namesOf(form).map((name, c) => ({
    name,
    value: values[c],
    standardError: values[c] > 0 && standardErrors[c] >= 0 ? standardErrors[c] : null,
  }));
}

/** Every point with what the fit makes of it, and what it would make of it unseen. */
function describePoints(
  points: readonly TokenPoint[],
  fit: SimulatedFit,
): readonly CalibratedPoint[] {
  const { equations, predictions, robust } = fit;
  let wait = points.length;
  return points.map((point, index): CalibratedPoint => {
    const { isSaturated, measured, tpot, ttft } = point;
    const hasWait = ttft !== null && !isSaturated;
    const own = hasWait ? [index, wait++] : [index];
    const rest = equations.filter((_, other) => !own.includes(other));
    const { coefficients } = fitRobustly(rest, SCALE_FLOORS);
    const errorOf = (place: number): number => {
      const { content, size, target } = equations[place];
      return (dot(content, coefficients) - target) / size;
    };
    const values = [
      {
        measure: "tpot" as const,
        measured: tpot,
        predicted: predictions[index].tpot,
        leftOutError: errorOf(own[GROUP_TPOT]),
        isOutlier: robust.outliers[own[GROUP_TPOT]] === 1,
      },
    ];
    if (ttft === null) return { measured, isSaturated, values };
    const waitValue = {
      measure: "ttft" as const,
      measured: ttft,
      predicted: predictions[index].ttft,
      leftOutError: hasWait ? errorOf(own[GROUP_TTFT]) : null,
      isOutlier: hasWait && robust.outliers[own[GROUP_TTFT]] === 1,
    };
    return { measured, isSaturated, values: [...values, waitValue] };
  });
}

function meanError(points: readonly CalibratedPoint[]): number | null {
  return summarizeErrors(leftOut(points, "tpot"))?.mean ?? null;
}

function leftOut(points: readonly CalibratedPoint[], measure: "ttft" | "tpot"): number[] {
  return points.flatMap(({ isSaturated, values }) =>
    values.flatMap(({ isOutlier, leftOutError, measure: of }) => {
      const counts = of === measure && !isOutlier && !(of === "ttft" && isSaturated);
      return counts && leftOutError !== null ? [leftOutError] : [];
    }),
  );
}

function describeAccuracy(
  points: readonly TokenPoint[],
  calibrated: readonly CalibratedPoint[],
  options: CalibrationOptions,
): readonly Accuracy[] {
  const held = drawHeldOut(points.length, SPLIT_SEED);
  const unseen =
    held === null
      ? null
      : predictOthers(
          fitWhole(
            points.filter((_, index) => !held[index]),
            options,
          ).fit,
          points.filter((_, index) => held[index]),
          options,
        );
  return (["tpot", "ttft"] as const).flatMap((measure) => {
    const leaveOneOut = summarizeErrors(leftOut(calibrated, measure));
    const heldOut = unseen === null ? null : summarizeErrors(leftOut(unseen, measure));
    return leaveOneOut === null && heldOut === null ? [] : [{ measure, leaveOneOut, heldOut }];
  });
}

function loadRangeOf(points: readonly TokenPoint[]): LoadRange {
  const sound = points.filter(({ isSaturated }) => !isSaturated);
  return {
    concurrency: rangeOf(sound.map(({ inFlight }) => inFlight)),
    batch: null,
    input: rangeOf(points.map(({ input }) => input)),
    output: rangeOf(points.map(({ output }) => output)),
  };
}

function notesOn(
  measured: readonly MeasuredPoint[],
  points: readonly TokenPoint[],
): readonly string[] {
  const notes: string[] = [];
  const lacking = measured.length - points.length;
  if (lacking > 0) {
    notes.push(`${lacking} of ${measured.length} points lack tokens or TPOT and were left out`);
  }
  if (points.every(({ ttft }) => ttft === null)) {
    notes.push("no point has a TTFT, so requestOverhead isn't fitted and prefill rests on TPOT");
  }
  return notes;
}

/** A coefficient that may as well be 0 is no news to a reader who sees only its value. */
function notesOnCoefficients(
  points: readonly TokenPoint[],
  coefficients: readonly Coefficient[],
): readonly string[] {
  const vague = coefficients.filter(({ standardError, value }) => (standardError ?? 0) > value);
  if (vague.length === 0) return [];
  const names = vague.map(({ name }) => name).join(", ");
  return [`${names}: known no better than ± itself; to know it, ${remedyFor(points)}`];
}
