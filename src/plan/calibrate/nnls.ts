import { dot, solveLeastSquares, type Matrix } from "./least-squares.ts";

/** Gradients below this share of the largest possible count as zero. */
const TOLERANCE = 1e-12;

/**
 * Solves min ‖A x − b‖ with x ≥ 0: the active-set method of Lawson and Hanson, "Solving Least
 * Squares Problems" (1974), chapter 23, on columns scaled to unit length.
 *
 * @param rows - A, with at least one row; every column of finite numbers.
 * @param target - b, one value a row.
 * @returns x, one value a column; a column of zeros gets 0.
 */
export function solveNnls(rows: Matrix, target: Float64Array): Float64Array {
  const width = rows[0].length;
  const lengths = Float64Array.from({ length: width }, (_, column) =>
    Math.hypot(...rows.map((row) => row[column])),
  );
  const scaled = rows.map((row) =>
    row.map((value, c) => (lengths[c] > 0 ? value / lengths[c] : 0)),
  );
  const solution = solveScaled(scaled, target, lengths);
  return solution.map((value, column) => (lengths[column] > 0 ? value / lengths[column] : 0));
}

function solveScaled(rows: Matrix, target: Float64Array, lengths: Float64Array): Float64Array {
  const size = Math.sqrt(dot(target, target));
  const passive = new Set<number>();
  // A column that came in and went straight out again would come in for ever.
  const refused = new Set<number>();
  let solution = new Float64Array(lengths.length);
  for (;;) {
    const entering = steepest(rows, target, solution, (column) => {
      return lengths[column] > 0 && !passive.has(column) && !refused.has(column);
    });
    if (entering === null || entering.gradient <= TOLERANCE * size) return solution;
    passive.add(entering.column);
    let trial = solveOn(rows, target, passive);
    if (trial[entering.column] <= 0) {
      passive.delete(entering.column);
      refused.add(entering.column);
      continue;
    }
    refused.clear();
    while ([...passive].some((column) => trial[column] <= 0)) {
      let step = 1;
      for (const column of passive) {
        if (trial[column] > 0) continue;
        step = Math.min(step, solution[column] / (solution[column] - trial[column]));
      }
      solution = solution.map((value, column) => value + step * (trial[column] - value));
      for (const column of passive) {
        if (trial[column] <= 0 && solution[column] <= TOLERANCE * size) {
          passive.delete(column);
          solution[column] = 0;
        }
      }
      trial = solveOn(rows, target, passive);
    }
    solution = trial;
  }
}

function solveOn(
  rows: Matrix,
  target: Float64Array,
  passive: ReadonlySet<number>,
): Float64Array<ArrayBuffer> {
  const columns = [...passive].sort((left, right) => left - right);
  return Float64Array.from(solveLeastSquares(rows, target, columns));
}

/** The column along which the error falls fastest. */
function steepest(
  rows: Matrix,
  target: Float64Array,
  solution: Float64Array,
  isOpen: (column: number) => boolean,
): { readonly column: number; readonly gradient: number } | null {
  const residual = target.map((value, index) => value - dot(rows[index], solution));
  let best: { column: number; gradient: number } | null = null;
  for (let column = 0; column < solution.length; column++) {
    if (!isOpen(column)) continue;
    let gradient = 0;
    for (let index = 0; index < rows.length; index++)
      gradient += rows[index][column] * residual[index];
    if (best === null || gradient > best.gradient) best = { column, gradient };
  }
  return best;
}
