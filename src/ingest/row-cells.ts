/** Positions of a row's cells; those of columns that the trace lacks are empty. */
export const ARRIVAL = 0;
export const INPUT = 1;
export const OUTPUT = 2;
export const DURATION = 3;
export const PREFIX = 4;
/** How long the request took, waiting included. */
export const ELAPSED = 5;

/** The cells of the row at hand, whatever holds it: a line of CSV, of JSON, of a log, or a record. */
export interface RowCells {
  /** Of the last `decimal`: the signed digits without their point, at most 15 of them. */
  readonly mantissa: number;
  /** Of the last `decimal`: digits after the point. */
  readonly decimals: number;
  /** Reads a cell as a short plain decimal number, without rounding; false if it is none. */
  decimal(slot: number): boolean;
  /** A cell as a number; NaN when it is missing or no decimal number. */
  number(slot: number): number;
  /** A cell as written, without the spaces around it; null when it is missing. */
  text(slot: number): string | null;
  /** The elements of a cell that holds a list; null when it is missing or holds something else. */
  list(slot: number): readonly unknown[] | null;
}
