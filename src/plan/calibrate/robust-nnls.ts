import { quantileSorted } from "./quantile-sorted.ts";
import { dot } from "./least-squares.ts";
import { solveNnls } from "./nnls.ts";

/** One equation of a fit: content · coefficients ≈ target. */
export interface Equation {
  readonly content: Float64Array;
  readonly target: number;
  /** What errors are relative to: the measured value, > 0. */
  readonly size: number;
  /** Equations of one group share the scale of their errors. */
  readonly group: number;
}

/** A robust fit. */
export interface RobustFit {
  readonly coefficients: Float64Array;
  /** Relative error of each equation, signed. */
  readonly errors: Float64Array;
  /** Scale of the errors of each group. */
  readonly scales: Float64Array;
  /** 1 for an equation that was set aside as an outlier. */
  readonly outliers: Uint8Array;
}

/** Huber's constant: 95 % as efficient as least squares on normal errors. */
const HUBER = 1.345;
/** Makes the median absolute deviation of normal errors their standard deviation. */
const MAD_TO_SCALE = 1.4826;
const ROUNDS = 30;
/** Errors both so many scales and so large a share are set aside altogether. */
const OUTLIER_SCALES = 6;
const OUTLIER_SHARE = 0.25;
/** A fit never sets more than this share of its equations aside. */
const MOST_OUTLIERS = 0.2;

/**
 * Fits coefficients ≥ 0 with relative errors, in the presence of rows that are plain wrong: Huber's
 * M-estimate by reweighting, then once more without the equations that stayed far off.
 *
 * @param equations - At least one.
 * @param floors - Least scale of the errors of each group, > 0: how well it may be trusted at best.
 */
export function fitRobustly(equations: readonly Equation[], floors: readonly number[]): RobustFit {
  const none = new Uint8Array(equations.length);
  const first = reweigh(equations, floors, none);
  const outliers = findOutliers(equations, first);
  return outliers.includes(1) ? reweigh(equations, floors, outliers) : first;
}

function reweigh(
  equations: readonly Equation[],
  floors: readonly number[],
  outliers: Uint8Array,
): RobustFit {
  let weights = new Float64Array(equations.length).fill(1);
  let scales = Float64Array.from(floors);
  let coefficients = new Float64Array(equations[0].content.length);
  let errors = new Float64Array(equations.length);
  for (let round = 0; round < ROUNDS; round++) {
    const kept = equations.flatMap((_, index) => (outliers[index] === 0 ? [index] : []));
    const factor = (index: number): number => {
      const { group, size } = equations[index];
      return Math.sqrt(weights[index]) / (size * scales[group]);
    };
    const rows = kept.map((index) =>
      equations[index].content.map((value) => value * factor(index)),
    );
    const targets = Float64Array.from(kept, (index) => equations[index].target * factor(index));
    const next = Float64Array.from(solveNnls(rows, targets));
    const change = next.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - coefficients[index]) / (value || 1)),
      0,
    );
    coefficients = next;
    errors = Float64Array.from(
      equations,
      ({ content, size, target }) => (dot(content, coefficients) - target) / size,
    );
    scales = Float64Array.from(floors, (floor, group) => {
      const sizes = kept.filter((index) => equations[index].group === group);
      return Math.max(floor, medianScale(sizes.map((index) => errors[index])));
    });
    weights = errors.map((error, index) =>
      Math.min(1, (HUBER * scales[equations[index].group]) / Math.max(Math.abs(error), 1e-300)),
    );
    if (change < 1e-9) break;
  }
  return { coefficients, errors, scales, outliers };
}

function findOutliers(equations: readonly Equation[], fit: RobustFit): Uint8Array {
  const isFar = (index: number): boolean => {
    const size = Math.abs(fit.errors[index]);
    return size > OUTLIER_SHARE && size > OUTLIER_SCALES * fit.scales[equations[index].group];
  };
  const far = equations.flatMap((_, index) => (isFar(index) ? [index] : []));
  far.sort((left, right) => Math.abs(fit.errors[right]) - Math.abs(fit.errors[left]));
  const outliers = new Uint8Array(equations.length);
  for (const index of far.slice(0, Math.floor(MOST_OUTLIERS * equations.length))) {
    outliers[index] = 1;
  }
  return outliers;
}

/** Scale of errors around 0: the median of their sizes, as a standard deviation; 0 for none. */
export function medianScale(errors: readonly number[]): number {
  if (errors.length === 0) return 0;
  const sizes = errors.map(Math.abs).sort((left, right) => left - right);
  return MAD_TO_SCALE * quantileSorted(sizes, 0.5);
}

/** Huber's loss of an error in units of its scale: a square near 0, a straight line beyond. */
export function huberLoss(error: number): number {
  const size = Math.abs(error);
  return size < HUBER ? (size * size) / 2 : HUBER * (size - HUBER / 2);
}
