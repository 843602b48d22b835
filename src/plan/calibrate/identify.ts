import type { Equation } from "./robust-nnls.ts";

/** How well the equations of a fit tell its coefficients apart. */
export interface Identification {
  /** Largest over smallest singular value of the columns, each scaled to unit length. */
  readonly condition: number;
  /** Coefficients that can be traded against each other, by index; empty if none can. */
  readonly confounded: readonly number[];
  /** Standard error of each coefficient; NaN for one that wasn't fitted. */
  readonly standardErrors: Float64Array;
}

/**
 * From here on a relative error of 1 % in the measurements can shift a coefficient by its own size
 * and more.
 */
const MOST_CONDITION = 100;
/** Components of the weakest direction that count as part of it. */
const LEAST_COMPONENT = 0.3;
const SWEEPS = 60;

/**
 * Tells whether the equations of a fit determine its coefficients: the singular values of the
 * weighted design with columns of unit length (Belsley, Kuh and Welsch, "Regression Diagnostics",
 * 1980, chapter 3).
 *
 * @param equations - At least one; columns of zeros are left aside.
 * @param scales - Scale of the relative errors of each group.
 */
export function identify(equations: readonly Equation[], scales: Float64Array): Identification {
  const width = equations[0].content.length;
  const rows = equations.map(({ content, group, size }) =>
    content.map((value) => value / (size * scales[group])),
  );
  const lengths = Float64Array.from({ length: width }, (_, c) =>
    Math.hypot(...rows.map((row) => row[c])),
  );
  const used = [...lengths.keys()].filter((c) => lengths[c] > 0);
  const gram = used.map((c) =>
    Float64Array.from(used, (other) => {
      const sum = rows.reduce((total, row) => total + row[c] * row[other], 0);
      return sum / (lengths[c] * lengths[other]);
    }),
  );
  const { values, vectors } = eigenOf(gram);
  const most = Math.max(...values);
  const weakest = values.indexOf(Math.min(...values));
  const condition = Math.sqrt(most / Math.max(values[weakest], Number.EPSILON * most));
  const isWeak = condition > MOST_CONDITION;
  const confounded = used.filter((_, place) => {
    return isWeak && Math.abs(vectors[place][weakest]) > LEAST_COMPONENT;
  });
  const standardErrors = new Float64Array(width).fill(NaN);
  used.forEach((c, place) => {
    const variance = values.reduce((sum, value, k) => {
      return sum + vectors[place][k] ** 2 / Math.max(value, Number.EPSILON * most);
    }, 0);
    standardErrors[c] = Math.sqrt(variance) / lengths[c];
  });
  return { condition, confounded, standardErrors };
}

/** Eigenvalues and vectors (in columns) of a small symmetric matrix, by Jacobi rotations. */
function eigenOf(matrix: readonly Float64Array[]): {
  readonly values: readonly number[];
  readonly vectors: readonly Float64Array[];
} {
  const size = matrix.length;
  const a = matrix.map((row) => row.slice());
  const vectors = matrix.map((_, i) => Float64Array.from(matrix, (__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        off += Math.abs(a[p][q]);
        if (a[p][q] !== 0) rotate(a, vectors, p, q);
      }
    }
    if (off < Number.EPSILON) break;
  }
  return { values: a.map((row, index) => row[index]), vectors };
}

/** Turns the plane of two axes so that their product vanishes. */
function rotate(
  a: readonly Float64Array[],
  vectors: readonly Float64Array[],
  p: number,
  q: number,
): void {
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const sign = theta < 0 ? -1 : 1;
  const tangent = sign / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < a.length; k++) {
    [a[k][p], a[k][q]] = [cosine * a[k][p] - sine * a[k][q], sine * a[k][p] + cosine * a[k][q]];
  }
  for (let k = 0; k < a.length; k++) {
    [a[p][k], a[q][k]] = [cosine * a[p][k] - sine * a[q][k], sine * a[p][k] + cosine * a[q][k]];
    const row = vectors[k];
    [row[p], row[q]] = [cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]];
  }
}
