/**
 * Table of the logarithm of the unit-scale gamma quantile.
 *
 * The quantile is smooth on the scale of its distance to the nearer end of [0, 1), so the table is
 * log-linear in that distance w (u below one half, 1 − u above): every octave [2^k, 2^(k+1)) is cut
 * into 64 cells of equal width, from 2^-54 to 1/2. Cell and position inside it are bits of the
 * float64, so a lookup takes no logarithm. Each cell holds a cubic Hermite polynomial with the
 * exact derivatives at its ends. Its error in ln x is at most 6/(384·shape·64⁴) = 1e-9/shape where
 * the quantile behaves like a power of u; shapes for which that is large have quantiles below the
 * smallest float there.
 *
 * Cost: 217 kB and a few milliseconds a shape, some 30 for shapes near 1e5.
 */
import { logLowerTail, logUpperTail, type LogTail } from "./incomplete-gamma.ts";
import { logGamma } from "./log-gamma.ts";
import { SMALLEST_UNIFORM } from "./quantile.ts";

const CELL_BITS = 6;
const CELLS_PER_OCTAVE = 2 ** CELL_BITS;
const SMALLEST_EXPONENT = -54;

/** Cells from 2^-54 up to 1/2, and one more whose only point is 1/2. */
const CELLS = (-1 - SMALLEST_EXPONENT) * CELLS_PER_OCTAVE + 1;

/** Bits of a float64's upper word below those that number a cell. */
const SHIFT = 20 - CELL_BITS;
const FIRST_CELL = (1023 + SMALLEST_EXPONENT) * CELLS_PER_OCTAVE;
const POSITION_MASK = 2 ** SHIFT - 1;
const POSITION_SCALE = 2 ** -SHIFT;
const LOW_WORD_SCALE = 2 ** -32;

const FLOAT = new Float64Array([1]);
const WORDS = new Uint32Array(FLOAT.buffer);
const HIGH = WORDS[1] === 0 ? 0 : 1;
const LOW = 1 - HIGH;

/** Tables by shape. A run uses a handful of shapes, again and again in every replication. */
const TABLES = new Map<number, Float64Array>();
const MOST_TABLES = 32;

/**
 * Table for one shape, four polynomial coefficients a cell, the lower half of the probabilities
 * first. Tables are kept, so asking again for the same shape is free.
 *
 * @param shape - Shape of the gamma law, > 0 and at most 1e5.
 */
export function gammaTable(shape: number): Float64Array {
  let table = TABLES.get(shape);
  if (table === undefined) {
    table = new Float64Array(8 * CELLS);
    fillCells(table.subarray(0, 4 * CELLS), invertLowerTail(shape));
    fillCells(table.subarray(4 * CELLS), invertUpperTail(shape));
    if (TABLES.size >= MOST_TABLES) TABLES.clear();
    TABLES.set(shape, table);
  }
  return table;
}

/**
 * Logarithm of the quantile at u.
 *
 * @param table - What `gammaTable` returned.
 * @param u - Probability in [0, 1); below 2^-54 it is taken as 2^-54.
 */
export function lookUpLogQuantile(table: Float64Array, u: number): number {
  const isUpper = u >= 0.5;
  const w = isUpper ? 1 - u : u;
  FLOAT[0] = w < SMALLEST_UNIFORM ? SMALLEST_UNIFORM : w;
  const high = WORDS[HIGH];
  const position = ((high & POSITION_MASK) + WORDS[LOW] * LOW_WORD_SCALE) * POSITION_SCALE;
  const cell = 4 * ((high >>> SHIFT) - FIRST_CELL + (isUpper ? CELLS : 0));
  return (
    ((table[cell + 3] * position + table[cell + 2]) * position + table[cell + 1]) * position +
    table[cell]
  );
}

/** Logarithms of the quantile at the nodes, and their derivatives by w. */
interface Nodes {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

function nodeAt(index: number): number {
  const octave = Math.floor(index / CELLS_PER_OCTAVE);
  return 2 ** (SMALLEST_EXPONENT + octave) * (1 + (index % CELLS_PER_OCTAVE) / CELLS_PER_OCTAVE);
}

/** ln P(shape, e^y) ≤ shape·y − ln Γ(shape + 1), which puts the first guess below the root. */
function invertLowerTail(shape: number): Nodes {
  const start = (Math.log(SMALLEST_UNIFORM) + logGamma(shape + 1)) / shape;
  return invertTail((y) => logLowerTail(shape, y), start);
}

/**
 * A gamma variate exceeds shape + √(2·shape·L) + L with probability at most e^−L, which puts the
 * first guess above the root.
 *
 * @see S. Boucheron, G. Lugosi, P. Massart, Concentration Inequalities (2013), section 2.4.
 */
function invertUpperTail(shape: number): Nodes {
  const logs = -Math.log(SMALLEST_UNIFORM);
  const start = Math.log(shape + Math.sqrt(2 * shape * logs) + logs);
  return invertTail((y) => logUpperTail(shape, y), start);
}

/**
 * Solves ln tail(y) = ln w at every node by Newton's method, from the smallest w on. Both tails are
 * log-concave in y, so that from a start on the side of smaller probabilities the iteration
 * approaches the root from that side only, and each root is such a start for the next node.
 */
function invertTail(tail: (y: number) => LogTail, start: number): Nodes {
  const values = new Float64Array(CELLS);
  const slopes = new Float64Array(CELLS);
  let y = start;
  for (let i = 0; i < CELLS; i += 1) {
    const w = nodeAt(i);
    const target = Math.log(w);
    let slope = 0;
    for (let round = 0; round < 100; round += 1) {
      const at = tail(y);
      const step = (target - at.log) / at.slope;
      slope = at.slope;
      y += step;
      if (Math.abs(step) <= 1e-11 * Math.max(1, Math.abs(y))) break;
    }
    values[i] = y;
    slopes[i] = 1 / (slope * w);
  }
  return { values, slopes };
}

function fillCells(cells: Float64Array, nodes: Nodes): void {
  const { values, slopes } = nodes;
  for (let i = 0; i < CELLS - 1; i += 1) {
    const width = nodeAt(i + 1) - nodeAt(i);
    const rise = values[i + 1] - values[i];
    const first = slopes[i] * width;
    const last = slopes[i + 1] * width;
    cells[4 * i] = values[i];
    cells[4 * i + 1] = first;
    cells[4 * i + 2] = 3 * rise - 2 * first - last;
    cells[4 * i + 3] = first + last - 2 * rise;
  }
  cells[4 * (CELLS - 1)] = values[CELLS - 1];
}
