import { findShapeFault } from "./check-row.ts";
import type { RowFault } from "./check-row.ts";
import { decode, trimBlanks } from "./csv-cells.ts";
import { parseNumber, POWERS_OF_TEN, readDecimalText } from "./decimal.ts";
import type { LineParser } from "./line-parser.ts";
import type { RowCells } from "./row-cells.ts";

// Integers that a float64 may round; words that Python writes though JSON has none.
const LONG_INTEGER = /(?<=[:,[]\s*)-?[0-9]{16,}(?=\s*[,}\]])/gu;
const NO_NUMBER = /(?<=[:,[]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/gu;

/** Reads lines that each hold one JSON object, by its top-level keys. */
export class JsonCells implements RowCells, LineParser {
  readonly hasHeader = false;
  readonly cells: RowCells = this;
  mantissa = 0;
  decimals = 0;
  private readonly names: readonly (string | null)[];
  private row: Readonly<Record<string, unknown>> = {};

  /** @param names - By slot the key; null for none. */
  constructor(names: readonly (string | null)[]) {
    this.names = names;
  }

  load(bytes: Uint8Array, start: number, end: number): RowFault | null {
    const row = parseObject(decode(bytes, start, end));
    if (row === null) return findShapeFault("jsonl", null, 1);
    this.row = row;
    return null;
  }

  decimal(slot: number): boolean {
    const value = this.valueOf(slot);
    if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 1e15) {
      this.mantissa = value;
      this.decimals = 0;
      return true;
    }
    const text = this.text(slot);
    return text !== null && readDecimalText(text, this);
  }

  number(slot: number): number {
    const value = this.valueOf(slot);
    if (typeof value === "number") return value;
    if (this.decimal(slot)) return this.mantissa / POWERS_OF_TEN[this.decimals];
    const text = this.text(slot);
    return text === null ? NaN : parseNumber(text);
  }

  text(slot: number): string | null {
    const value = this.valueOf(slot);
    if (value === null || value === undefined) return null;
    return trimBlanks(typeof value === "string" ? value : JSON.stringify(value));
  }

  list(slot: number): readonly unknown[] | null {
    const value = this.valueOf(slot);
    return Array.isArray(value) ? value : null;
  }

  private valueOf(slot: number): unknown {
    const name = this.names[slot];
    return name !== null && Object.hasOwn(this.row, name) ? this.row[name] : undefined;
  }
}

/**
 * Parses a line as a JSON object, with integers of 16 digits and more as texts, since times in
 * nanoseconds and hashes would be rounded, and NaN and the infinities as texts too.
 *
 * @returns null if the line is anything else.
 */
export function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  const isLong = /[0-9]{16}/u.test(line);
  // Quotes that end up inside a text break it, and then the line is parsed as it is.
  const value = isLong ? tryParse(line.replace(LONG_INTEGER, '"$&"')) : undefined;
  const parsed = value ?? tryParse(line) ?? tryParse(line.replace(NO_NUMBER, '"$&"'));
  return isObject(parsed) ? parsed : null;
}

/** Tells a JSON object from a list, a null and plain values. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
