/** A matrix as rows of equal length. */
export type Matrix = readonly Float64Array[];

/** Below this share of its own length, what is left of a column counts as nothing. */
const DEPENDENT = 1e-10;

/**
 * Solves min ‖A x − b‖ over some of the columns by modified Gram–Schmidt with a second pass, which
 * is as accurate as Householder reflections on the small, scaled systems of a calibration.
 *
 * @param rows - A, with at least one row.
 * @param target - b, one value a row.
 * @param columns - Indices of the columns to use, in ascending order; the others get 0.
 * @returns x, one value a column of A. A column that depends on those before it gets 0.
 */
export function solveLeastSquares(
  rows: Matrix,
  target: Float64Array,
  columns: readonly number[],
): Float64Array {
  const solution = new Float64Array(rows[0].length);
  const basis: Float64Array[] = [];
  const kept: number[] = [];
  const triangle: number[][] = [];
  for (const column of columns) {
    const vector = Float64Array.from(rows, (row) => row[column]);
    const length = norm(vector);
    const weights = basis.map(() => 0);
    for (let pass = 0; pass < 2; pass++) {
      basis.forEach((unit, index) => {
        const share = dot(unit, vector);
        weights[index] += share;
        addScaled(vector, unit, -share);
      });
    }
    const rest = norm(vector);
    if (!(rest > DEPENDENT * length)) continue;
    addScaled(vector, vector, 1 / rest - 1);
    basis.push(vector);
    kept.push(column);
    triangle.push([...weights, rest]);
  }
  const left = target.slice();
  const projections = basis.map((unit) => {
    const share = dot(unit, left);
    addScaled(left, unit, -share);
    return share;
  });
  for (let index = kept.length - 1; index >= 0; index--) {
    const value = projections[index] / triangle[index][index];
    solution[kept[index]] = value;
    for (let above = 0; above < index; above++)
      projections[above] -= triangle[index][above] * value;
  }
  return solution;
}

/** Inner product of two vectors of equal length. */
export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
  return sum;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * other[i];
}
