import type { DuckDBVector } from "@duckdb/node-api";

import {
  findArrivalFault,
  findDurationFault,
  findShapeFault,
  findTokenFault,
  isDuration,
  isTokenCount,
} from "./check-row.ts";
import type { RowFault } from "./check-row.ts";
import { GrowableColumn } from "./growable-column.ts";
import { findPrefixFault, PrefixCollector } from "./prefix-collector.ts";
import { quoteValue } from "./quote-value.ts";
import type { RowLayout } from "./row-layout.ts";
import { bigintAt, nameCells, numberAt, textAt } from "./result-cells.ts";
import type { ResultCells } from "./result-cells.ts";
import { fileError, LISTED_PROBLEMS, TraceError } from "./trace-error.ts";
import type { TraceProblem } from "./trace-error.ts";
import type { RowChunk } from "./trace-engine.ts";
import { MAX_ROWS } from "./trace-rows.ts";

/** The good rows in file order, and what was found wrong with the others. */
export interface CollectedRows {
  /** Seconds of trace time, ≥ 0; timestamps count from the earliest. */
  readonly arrivals: Float64Array<ArrayBuffer>;
  readonly inputs: Int32Array<ArrayBuffer>;
  readonly outputs: Int32Array<ArrayBuffer>;
  readonly durations: Float64Array<ArrayBuffer>;
  readonly prefixOffsets: Int32Array<ArrayBuffer>;
  readonly prefixHashes: Int32Array<ArrayBuffer>;
  readonly clock: "number" | "timestamp";
  readonly read: number;
  /** Rows left out, by what is wrong with them, in order of appearance. */
  readonly skipped: ReadonlyMap<string, number>;
  /** Blank lines that more rows follow. */
  readonly blankLines: number;
  /** Lines of the file, all of them. */
  readonly lines: number;
}

type Clock = "number" | "naive" | "zoned";

/** Checks rows one by one and keeps the good ones as columns. */
export class RowCollector {
  private readonly path: string;
  private readonly layout: RowLayout;
  private readonly skips: boolean;
  private readonly expectedFields: number;
  private headerDue: boolean;
  private lines = 0;
  private rows = 0;
  private blankLines = 0;
  private blankLinesPending = 0;
  private clock: Clock | null = null;
  /** The first timestamp; the column holds nanoseconds since it, which fit a double. */
  private epoch = 0n;
  private readonly times = new GrowableColumn((length) => new Float64Array(length));
  private readonly inputs = new GrowableColumn((length) => new Int32Array(length));
  private readonly outputs = new GrowableColumn((length) => new Int32Array(length));
  private readonly durations = new GrowableColumn((length) => new Float64Array(length));
  private readonly prefixes = new PrefixCollector();
  private readonly problems: TraceProblem[] = [];
  private readonly faults = new Map<string, number>();

  /** @param onError - Whether malformed rows are left out or make `finish` throw. */
  constructor(path: string, layout: RowLayout, onError: "error" | "skip") {
    this.path = path;
    this.layout = layout;
    this.skips = onError === "skip";
    const { container } = layout;
    this.headerDue = container.kind === "csv";
    this.expectedFields = container.kind === "csv" ? container.header.length : 1;
  }

  /**
   * Takes the next rows of the result of `writeRowQuery`.
   *
   * @throws TraceError when rows with and without a time zone are mixed, or are too many.
   */
  push(chunk: RowChunk): void {
    const cells = nameCells(chunk.vectors);
    for (let index = 0; index < chunk.rows; index++) {
      this.lines++;
      if (cells.blank.getItem(index) === true) {
        this.blankLinesPending++;
      } else if (this.headerDue) {
        this.headerDue = false;
        this.blankLinesPending = 0;
      } else {
        this.takeRow(cells, index);
      }
    }
  }

  /** @throws TraceError with the malformed rows, unless they are to be skipped. */
  finish(): CollectedRows {
    const skippedRows = [...this.faults.values()].reduce((sum, count) => sum + count, 0);
    if (!this.skips && skippedRows > 0) throw new TraceError(this.path, this.problems, skippedRows);
    return {
      arrivals: this.rebase(),
      inputs: this.inputs.toArray(),
      outputs: this.outputs.toArray(),
      durations: this.durations.toArray(),
      ...this.prefixes.finish(),
      clock: this.clock === null || this.clock === "number" ? "number" : "timestamp",
      read: this.rows,
      skipped: this.faults,
      blankLines: this.blankLines,
      lines: this.lines,
    };
  }

  private takeRow(cells: ResultCells, index: number): void {
    this.rows++;
    if (this.rows > MAX_ROWS) {
      throw fileError(this.path, "the trace has more than 100 million rows; cut it");
    }
    this.blankLines += this.blankLinesPending;
    this.blankLinesPending = 0;
    const fault = this.findFault(cells, index);
    if (fault === null) this.keepRow(cells, index);
    else this.refuseRow(fault);
  }

  private findFault(cells: ResultCells, index: number): RowFault | null {
    const { arrival, container, input, output, duration, prefix } = this.layout;
    const fields = numberAt(cells.fields, index);
    // The query counts the keys asked for in JSON, and a null count stands for a broken line.
    if (fields === null || (container.kind === "csv" && fields !== this.expectedFields)) {
      return findShapeFault(container.kind, fields, this.expectedFields);
    }
    return (
      this.findClockFault(cells, index, arrival.name) ??
      checkTokens(input, "input tokens", cells.input, cells.inputText, index) ??
      checkTokens(output, "output tokens", cells.output, cells.outputText, index) ??
      checkDuration(duration, cells, index) ??
      (prefix === null ? null : findPrefixFault(prefix, textAt(cells.prefixText, index)))
    );
  }

  /** Checks the arrival time; the first readable one settles which clock the file has. */
  private findClockFault(cells: ResultCells, index: number, column: string): RowFault | null {
    const seconds = numberAt(cells.seconds, index);
    const isNumber = seconds !== null && seconds >= 0 && seconds < Infinity;
    if (!isNumber && (seconds !== null || bigintAt(cells.nanoseconds, index) === null)) {
      const text = textAt(cells.arrivalText, index);
      return findArrivalFault(column, seconds, text, this.layout.arrival.kind);
    }
    const zoned = !isNumber && cells.zoned.getItem(index) === true;
    const clock = isNumber ? "number" : zoned ? "zoned" : "naive";
    this.clock ??= clock;
    if (clock === this.clock) return null;
    const text = quoteValue(textAt(cells.arrivalText, index) ?? "");
    if (clock !== "number" && this.clock !== "number") {
      const here = `row ${this.rows} has the timestamp ${text} ${describeZone(clock)}`;
      const before = `rows before it are ${describeZone(this.clock)}`;
      const message = `${here}, ${before}; give all of them a zone or none`;
      throw fileError(this.path, message, this.currentLine());
    }
    const kind = this.clock === "number" ? "number" : "timestamp";
    return {
      message: `${column} must be a ${kind} as in the rows before, got ${text}`,
      label: "another kind of arrival time",
    };
  }

  private keepRow(cells: ResultCells, index: number): void {
    if (this.clock === "number") {
      // Adding 0 makes a written "-0" a plain 0.
      this.times.push((numberAt(cells.seconds, index) ?? NaN) / this.layout.arrival.divisor + 0);
    } else {
      const nanoseconds = bigintAt(cells.nanoseconds, index) ?? 0n;
      if (this.times.length === 0) this.epoch = nanoseconds;
      this.times.push(Number(nanoseconds - this.epoch));
    }
    const { input, output, duration, prefix } = this.layout;
    if (input !== null) this.inputs.push(numberAt(cells.input, index) ?? 0);
    if (output !== null) this.outputs.push(numberAt(cells.output, index) ?? 0);
    if (duration !== null) this.durations.push(numberAt(cells.duration, index) ?? NaN);
    if (prefix !== null) this.prefixes.push(textAt(cells.prefixText, index));
  }

  private refuseRow(fault: RowFault): void {
    this.faults.set(fault.label, (this.faults.get(fault.label) ?? 0) + 1);
    if (this.problems.length < LISTED_PROBLEMS) {
      this.problems.push({ row: this.rows, line: this.currentLine(), message: fault.message });
    }
  }

  private currentLine(): number | null {
    return this.layout.container.kind === "parquet" ? null : this.lines;
  }

  private rebase(): Float64Array<ArrayBuffer> {
    const times = this.times.toArray();
    if (this.clock === "number") return times;
    const start = times.reduce((earliest, time) => Math.min(earliest, time), 0);
    return times.map((time) => (time - start) / 1e9);
  }
}

function checkTokens(
  column: string | null,
  noun: "input tokens" | "output tokens",
  values: DuckDBVector,
  texts: DuckDBVector,
  index: number,
): RowFault | null {
  if (column === null) return null;
  const value = numberAt(values, index);
  return isTokenCount(value) ? null : findTokenFault(column, noun, value, textAt(texts, index));
}

function checkDuration(column: string | null, cells: ResultCells, index: number): RowFault | null {
  if (column === null) return null;
  const value = numberAt(cells.duration, index);
  if (isDuration(value)) return null;
  return findDurationFault(column, value, textAt(cells.durationText, index));
}

function describeZone(clock: "naive" | "zoned"): string {
  return clock === "zoned" ? "with a time zone" : "without a time zone";
}
