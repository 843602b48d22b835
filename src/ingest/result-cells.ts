import type { DuckDBVector } from "@duckdb/node-api";

/**
 * The columns that a row query returns for a stretch of rows. `…Text` is what the file says,
 * without the spaces around it; the value beside it is null where the text is missing or can't be
 * read.
 */
export interface ResultCells {
  /** Whether the line is blank; all else is then null. */
  readonly blank: DuckDBVector;
  /** Fields on the line, or keys asked for; null when it can't be split. */
  readonly fields: DuckDBVector;
  /** The arrival, if it is a number. */
  readonly seconds: DuckDBVector;
  /** The arrival as a bigint since 1970, if it is a timestamp. */
  readonly nanoseconds: DuckDBVector;
  /** Whether the arrival ends in a time zone. */
  readonly zoned: DuckDBVector;
  readonly input: DuckDBVector;
  readonly output: DuckDBVector;
  readonly duration: DuckDBVector;
  readonly arrivalText: DuckDBVector;
  readonly inputText: DuckDBVector;
  readonly outputText: DuckDBVector;
  readonly durationText: DuckDBVector;
  readonly prefixText: DuckDBVector;
}

/** Gives the vectors of a row query their names; the order is that of its SELECT list. */
export function nameCells(vectors: readonly DuckDBVector[]): ResultCells {
  const [blank, fields, seconds, nanoseconds, zoned, input, output, duration, ...texts] = vectors;
  const [arrivalText, inputText, outputText, durationText, prefixText] = texts;
  return {
    blank,
    fields,
    seconds,
    nanoseconds,
    zoned,
    input,
    output,
    duration,
    arrivalText,
    inputText,
    outputText,
    durationText,
    prefixText,
  };
}

/** Reads a number; null where the cell is null. */
export function numberAt(vector: DuckDBVector, index: number): number | null {
  const value = vector.getItem(index);
  return typeof value === "number" ? value : null;
}

/** Reads a 64-bit integer; null where the cell is null. */
export function bigintAt(vector: DuckDBVector, index: number): bigint | null {
  const value = vector.getItem(index);
  return typeof value === "bigint" ? value : null;
}

/** Reads a text; null where the cell is null. */
export function textAt(vector: DuckDBVector, index: number): string | null {
  const value = vector.getItem(index);
  return typeof value === "string" ? value : null;
}
