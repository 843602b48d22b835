/** A matrix of two rows and two columns, row by row. */
export type Matrix2 = readonly [a: number, b: number, c: number, d: number];

/** The identity. */
export const IDENTITY: Matrix2 = [1, 0, 0, 1];

/** Sum of two matrices. */
export function add(x: Matrix2, y: Matrix2): Matrix2 {
  return [x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3]];
}

/** Difference of two matrices. */
export function subtract(x: Matrix2, y: Matrix2): Matrix2 {
  return [x[0] - y[0], x[1] - y[1], x[2] - y[2], x[3] - y[3]];
}

/** Product of two matrices. */
export function multiply(x: Matrix2, y: Matrix2): Matrix2 {
  return [
    x[0] * y[0] + x[1] * y[2],
    x[0] * y[1] + x[1] * y[3],
    x[2] * y[0] + x[3] * y[2],
    x[2] * y[1] + x[3] * y[3],
  ];
}

/** A matrix times a number. */
export function scale(x: Matrix2, factor: number): Matrix2 {
  return [x[0] * factor, x[1] * factor, x[2] * factor, x[3] * factor];
}

/** Inverse of a regular matrix. */
export function invert(x: Matrix2): Matrix2 {
  const determinant = x[0] * x[3] - x[1] * x[2];
  return scale([x[3], -x[1], -x[2], x[0]], 1 / determinant);
}

/** The number row · matrix · column. */
export function sandwich(
  row: readonly [number, number],
  x: Matrix2,
  column: readonly [number, number],
): number {
  return (row[0] * x[0] + row[1] * x[2]) * column[0] + (row[0] * x[1] + row[1] * x[3]) * column[1];
}
