import { parseNumber, POWERS_OF_TEN, readDecimalText } from "./decimal.ts";
import type { RowCells } from "./row-cells.ts";

/** A column of a chunk that the SQL engine returns. */
export interface EngineVector {
  getItem(row: number): unknown;
}

/** Up to here every whole number has at most 15 digits. */
const LARGEST_SHORT = 1e15;

/**
 * A number this large may count from 1970, which is reckoned with by its digits; smaller ones are
 * taken as they are.
 */
const LEAST_DATE = 1e8;

/** Most decimals of a short number below 10. */
const MOST_DECIMALS = 14;

/**
 * Cells of a record that the SQL engine returns: texts, or numbers where a column has a numeric
 * type that a float64 holds. A number is read as its shortest text would be, to the last bit,
 * without writing that text.
 */
export class EngineCells implements RowCells {
  mantissa = 0;
  decimals = 0;
  private readonly values: (number | string | null)[] = [null, null, null, null, null, null];
  private readonly slots: readonly number[];

  /** @param slots - The slot of each column of the chunks. */
  constructor(slots: readonly number[]) {
    this.slots = slots;
  }

  /** Takes one row of a chunk, texts without the spaces around them. */
  take(vectors: readonly EngineVector[], row: number): void {
    const { slots, values } = this;
    for (let column = 0; column < slots.length; column++) {
      const value = vectors[column].getItem(row);
      if (typeof value === "number") values[slots[column]] = value;
      else values[slots[column]] = typeof value === "string" ? value.trim() : null;
    }
  }

  decimal(slot: number): boolean {
    const value = this.values[slot];
    if (typeof value === "string") return readDecimalText(value, this);
    if (value === null || !(Math.abs(value) < LARGEST_SHORT)) return false;
    if (this.shorten(value)) return true;
    if (!(Math.abs(value) < LEAST_DATE)) return false;
    this.mantissa = value;
    this.decimals = 0;
    return true;
  }

  /** Looks for the decimal of at most 15 digits that is this number; there is one or none. */
  private shorten(value: number): boolean {
    let decimals = MOST_DECIMALS;
    while (decimals > 0 && Math.abs(value) * POWERS_OF_TEN[decimals] >= LARGEST_SHORT) decimals--;
    let digits = Math.round(value * POWERS_OF_TEN[decimals]);
    if (Math.abs(digits) >= LARGEST_SHORT || digits / POWERS_OF_TEN[decimals] !== value)
      return false;
    for (; decimals > 0 && digits % 10 === 0; decimals--) digits /= 10;
    this.mantissa = digits;
    this.decimals = decimals;
    return true;
  }

  number(slot: number): number {
    const value = this.values[slot];
    if (value === null) return NaN;
    if (typeof value === "number") return Number.isFinite(value) ? value : NaN;
    if (this.decimal(slot)) return this.mantissa / POWERS_OF_TEN[this.decimals];
    return parseNumber(value);
  }

  text(slot: number): string | null {
    const value = this.values[slot];
    return typeof value === "number" ? String(value) : value;
  }

  list(): readonly unknown[] | null {
    return null;
  }
}
