import { dot } from "./least-squares.ts";
import { paceEquations } from "./linearise.ts";
import { SCALE_FLOORS } from "./fit-step.ts";
import { fitRobustly, type Equation } from "./robust-nnls.ts";
import { partsOf, stepOf, STRAIGHT, type StepForm } from "./step-form.ts";
import type { TokenPoint } from "./token-point.ts";

/** What a form came to on points left out. */
export interface FormTrial {
  readonly form: StepForm;
  /** Mean relative error of the TPOT of points that were left out one by one. */
  readonly error: number;
}

/** A form must beat those with fewer coefficients by this share, for its greater freedom. */
const LEAST_GAIN = 0.1;
/** A form this close needs no more freedom. */
const GOOD_ENOUGH = 0.005;
/** The last slope of a table, which goes on beyond it, is at least this share of its mean slope. */
const LEAST_LAST_SLOPE = 0.1;
/** Segments of a table at most, and points each of them should rest on. */
const MOST_SEGMENTS = 4;
const POINTS_PER_SEGMENT = 4;
/** Ratio of neighbouring knots at least. */
const LEAST_RATIO = 1.4;
/** Points beyond the number of coefficients that a form asks for. */
const SPARE_POINTS = 4;
/** Errors count up to here, so that wrong rows don't choose the form. */
const MOST_ERROR = 0.5;

/**
 * Chooses between straight lines and tables in the sequences and the prefill tokens of a step, by
 * leaving out one point at a time.
 *
 * @param points - At least one.
 * @returns All that were tried, the straight lines first, and the one chosen.
 */
export function chooseForm(points: readonly TokenPoint[]): {
  readonly trials: readonly FormTrial[];
  readonly chosen: StepForm;
} {
  const sequences = knotsOf(
    1,
    points.map(({ occupancy }) => occupancy.sequences),
  );
  const chunks = knotsOf(
    0,
    points.flatMap(({ occupancy }) => occupancy.chunks),
  );
  const tables: StepForm[] = [];
  if (sequences !== null) tables.push({ sequenceKnots: sequences, prefillKnots: null });
  if (chunks !== null) tables.push({ sequenceKnots: null, prefillKnots: chunks });
  if (sequences !== null && chunks !== null) {
    tables.push({ sequenceKnots: sequences, prefillKnots: chunks });
  }
  const forms = tables.filter((form) => {
    const hasPoints = partsOf(form).length + SPARE_POINTS <= points.length;
    return hasPoints && staysSteep(form, paceEquations(points, form));
  });
  forms.sort((left, right) => partsOf(left).length - partsOf(right).length);
  const trials = [STRAIGHT, ...forms].map((form) => {
    return { form, error: leaveOneOut(paceEquations(points, form)) };
  });
  const least = Math.min(...trials.map(({ error }) => error));
  // Forms come with ascending freedom, so the first that is good enough is the simplest.
  const enough = Math.max(GOOD_ENOUGH, least / (1 - LEAST_GAIN));
  const chosen = trials.find(({ error }) => error <= enough) ?? trials[0];
  return { trials, chosen: chosen.form };
}

/** Knots from `start` over levels of the counts; null if there are too few for a bend. */
function knotsOf(start: number, counts: readonly number[]): readonly number[] | null {
  const levels = levelsOf(counts.map(Math.round)).filter((count) => count > LEAST_RATIO * start);
  const perSegment = Math.floor(counts.length / POINTS_PER_SEGMENT);
  const segments = Math.min(MOST_SEGMENTS, levels.length, perSegment);
  if (segments < 2) return null;
  const knots = Array.from({ length: segments }, (_, segment) => {
    return levels[Math.ceil(((segment + 1) * levels.length) / segments) - 1];
  });
  return [start, ...knots];
}

/** Counts far enough from each other to tell a slope, the largest among them, ascending. */
function levelsOf(counts: readonly number[]): readonly number[] {
  const levels: number[] = [];
  for (const count of counts.toSorted((left, right) => right - left)) {
    const above = levels.at(-1);
    if (above === undefined || LEAST_RATIO * count <= above) levels.push(count);
  }
  return levels.toReversed();
}

function staysSteep(form: StepForm, equations: readonly Equation[]): boolean {
  const { coefficients } = fitRobustly(equations, SCALE_FLOORS.slice(0, 1));
  return isSteep(form, coefficients);
}

/** False for a table that says load beyond it costs next to nothing. */
export function isSteep(form: StepForm, coefficients: Float64Array): boolean {
  const { bySequences, byPrefillTokens } = stepOf(form, coefficients);
  return [bySequences, byPrefillTokens].every((curve) => {
    if (curve === null) return true;
    const { table } = curve;
    const slope = (from: number, to: number): number =>
      (table[to][1] - table[from][1]) / (table[to][0] - table[from][0]);
    const last = table.length - 1;
    return slope(last - 1, last) >= LEAST_LAST_SLOPE * slope(0, last) && slope(0, last) > 0;
  });
}

/** Mean relative error over equations that were left out in turn. */
function leaveOneOut(equations: readonly Equation[]): number {
  let sum = 0;
  equations.forEach(({ content, size, target }, left) => {
    const rest = equations.filter((_, index) => index !== left);
    const { coefficients } = fitRobustly(rest, SCALE_FLOORS.slice(0, 1));
    sum += Math.min(MOST_ERROR, Math.abs(dot(content, coefficients) - target) / size);
  });
  return sum / equations.length;
}
