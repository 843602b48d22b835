import { findShapeFault } from "./check-row.ts";
import type { RowFault } from "./check-row.ts";
import { parseNumber, POWERS_OF_TEN, readDecimal } from "./decimal.ts";
import type { LineParser } from "./line-parser.ts";
import type { RowCells } from "./row-cells.ts";
import type { Delimiter } from "./row-layout.ts";

const QUOTE = 34;
const SPACE = 32;
const TAB = 9;

/**
 * Splits lines of CSV by RFC 4180, without line ends in fields, and reads cells from their bytes.
 *
 * A line becomes a text only where that can't be helped: quotes, timestamps, malformed values.
 */
export class CsvCells implements RowCells, LineParser {
  readonly hasHeader = true;
  readonly cells: RowCells = this;
  mantissa = 0;
  decimals = 0;
  private readonly delimiter: string;
  private readonly delimiterByte: number;
  private readonly fieldCount: number;
  /** Of each slot the position of its field; −1 where the trace has no such column. */
  private readonly positions: Int32Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private bytes: Uint8Array = new Uint8Array(0);
  /** The fields of a line with quotes; null for one without. */
  private quoted: readonly string[] | null = null;

  /**
   * @param header - All names of the file, in order.
   * @param names - By slot the name of its column; null for none.
   */
  constructor(delimiter: Delimiter, header: readonly string[], names: readonly (string | null)[]) {
    this.delimiter = delimiter;
    this.delimiterByte = delimiter.charCodeAt(0);
    this.fieldCount = header.length;
    this.positions = Int32Array.from(names, (name) => (name === null ? -1 : header.indexOf(name)));
    this.starts = new Int32Array(header.length);
    this.ends = new Int32Array(header.length);
  }

  load(bytes: Uint8Array, start: number, end: number): RowFault | null {
    const { delimiterByte, ends, fieldCount, starts } = this;
    this.bytes = bytes;
    this.quoted = null;
    let fields = 0;
    let fieldStart = start;
    for (let index = start; index < end; index++) {
      const byte = bytes[index];
      if (byte === delimiterByte) {
        if (fields < fieldCount) {
          starts[fields] = fieldStart;
          ends[fields] = index;
        }
        fields++;
        fieldStart = index + 1;
      } else if (byte === QUOTE) {
        return this.loadQuoted(bytes, start, end);
      }
    }
    if (fields < fieldCount) {
      starts[fields] = fieldStart;
      ends[fields] = end;
    }
    fields++;
    return fields === fieldCount ? null : findShapeFault("csv", fields, fieldCount);
  }

  decimal(slot: number): boolean {
    const position = this.positions[slot];
    if (position < 0 || this.quoted !== null) return false;
    const { bytes } = this;
    let start = this.starts[position];
    let end = this.ends[position];
    while (start < end && (bytes[start] === SPACE || bytes[start] === TAB)) start++;
    while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
    return readDecimal(bytes, start, end, this);
  }

  number(slot: number): number {
    if (this.decimal(slot)) return this.mantissa / POWERS_OF_TEN[this.decimals];
    const text = this.text(slot);
    return text === null ? NaN : parseNumber(text);
  }

  text(slot: number): string | null {
    const position = this.positions[slot];
    if (position < 0) return null;
    if (this.quoted !== null) return trimBlanks(this.quoted[position]);
    return trimBlanks(decode(this.bytes, this.starts[position], this.ends[position]));
  }

  list(): null {
    return null;
  }

  private loadQuoted(bytes: Uint8Array, start: number, end: number): RowFault | null {
    const fields = splitQuoted(decode(bytes, start, end), this.delimiter);
    if (fields?.length !== this.fieldCount) {
      return findShapeFault("csv", fields?.length ?? null, this.fieldCount);
    }
    this.quoted = fields;
    return null;
  }
}

/** Splits a line with quotes; null when one is left open or stands inside a field. */
export function splitQuoted(line: string, delimiter: string): readonly string[] | null {
  const fields: string[] = [];
  let index = 0;
  for (;;) {
    let field: string;
    if (line[index] === '"') {
      const close = findClose(line, index + 1);
      if (close < 0) return null;
      field = line.slice(index + 1, close).replaceAll('""', '"');
      index = close + 1;
    } else {
      const next = line.indexOf(delimiter, index);
      field = line.slice(index, next < 0 ? line.length : next);
      if (field.includes('"')) return null;
      index += field.length;
    }
    fields.push(field);
    if (index === line.length) return fields;
    if (line[index] !== delimiter) return null;
    index++;
  }
}

/** Finds the quote that closes a field; a doubled one stands for itself. */
function findClose(line: string, from: number): number {
  let index = line.indexOf('"', from);
  while (index >= 0 && line[index + 1] === '"') index = line.indexOf('"', index + 2);
  return index;
}

/** Turns bytes of a line into a text. */
export function decode(bytes: Uint8Array, start: number, end: number): string {
  const isBuffer = Buffer.isBuffer(bytes);
  const buffer = isBuffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString("utf8", start, end);
}

/** Takes spaces and tabs away from both ends. */
export function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/gu, "");
}
