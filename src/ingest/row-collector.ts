import { ArrivalClock, ClockProblem } from "./arrival-clock.ts";
import {
  findDurationFault,
  findTokenFault,
  isDuration,
  isTokenCount,
  SHORTEST_DURATION,
} from "./check-row.ts";
import type { RowFault } from "./check-row.ts";
import { FaultList } from "./fault-list.ts";
import { GrowableColumn } from "./growable-column.ts";
import { findPrefixFault, PrefixCollector } from "./prefix-collector.ts";
import { DURATION, ELAPSED, INPUT, OUTPUT, PREFIX } from "./row-cells.ts";
import type { RowCells } from "./row-cells.ts";
import type { RowLayout } from "./row-layout.ts";
import { fileError } from "./trace-error.ts";
import { MAX_ROWS } from "./trace-rows.ts";

/** The good rows in the order of the files, and what was found wrong with the others. */
export interface CollectedRows {
  /** Seconds of trace time, ≥ 0; moments count from the earliest. */
  readonly arrivals: Float64Array;
  readonly inputs: Int32Array;
  readonly outputs: Int32Array;
  readonly durations: Float64Array;
  readonly prefixOffsets: Int32Array;
  readonly prefixHashes: Int32Array;
  /** Seconds that requests took, waiting included; NaN where a row doesn't say, empty if none. */
  readonly elapsed: Float64Array;
  readonly clockNotes: readonly string[];
  /** Seconds that the clock of the format can't tell apart; null where it doesn't say. */
  readonly tick: number | null;
  readonly read: number;
  /** Rows left out, by why, in order of appearance. */
  readonly skipped: ReadonlyMap<string, number>;
  /** Rows kept with a change, or kept though they failed, by which, in order of appearance. */
  readonly repaired: ReadonlyMap<string, number>;
  /** Blank lines that more rows follow. */
  readonly blankLines: number;
}

/** Checks rows one by one, of one file or of several, and keeps the good ones as columns. */
export class RowCollector {
  /** Line of the current file; null for formats without lines. */
  line: number | null = null;
  blankLines = 0;
  private readonly path: string;
  private readonly skips: boolean;
  /** The current file, if there are several. */
  private file: string | null = null;
  private layout: RowLayout | null = null;
  private rows = 0;
  private rowsBefore = 0;
  private readonly clock = new ArrivalClock();
  private readonly inputs = new GrowableColumn((memory) => new Int32Array(memory));
  private readonly outputs = new GrowableColumn((memory) => new Int32Array(memory));
  private readonly durations = new GrowableColumn((memory) => new Float64Array(memory));
  private readonly elapsed = new GrowableColumn((memory) => new Float64Array(memory));
  private readonly prefixes = new PrefixCollector();
  private readonly faults = new FaultList();
  private readonly leftOut = new Map<string, number>();
  private readonly repaired = new Map<string, number>();

  /**
   * @param path - The trace as the scenario names it, for messages.
   * @param onError - Whether malformed rows are left out or make `finish` throw.
   */
  constructor(path: string, onError: "error" | "skip") {
    this.path = path;
    this.skips = onError === "skip";
  }

  /** Begins a file. @param file - Its path, if there are several; else null. */
  open(file: string | null, layout: RowLayout): void {
    this.file = file;
    this.layout = layout;
    this.rowsBefore = this.rows;
    this.line = null;
  }

  /**
   * Takes a row.
   *
   * @param lineFault - What is wrong with its line; null if it could be taken into cells.
   * @throws TraceError when rows with and without a time zone are mixed, or are too many.
   */
  take(cells: RowCells, lineFault: RowFault | null): void {
    const { layout } = this;
    if (layout === null) throw new RangeError("a row needs a layout");
    this.rows++;
    if (this.rows > MAX_ROWS) {
      throw fileError(this.path, "the trace has more than 100 million rows; cut it");
    }
    const hasFailed = lineFault === null && layout.failed?.isFailed(cells) === true;
    if (hasFailed && layout.failed.treatment === "skip") {
      count(this.leftOut, layout.failed.label);
      return;
    }
    const fault = lineFault ?? this.findFault(cells, layout);
    if (fault !== null) {
      this.faults.add(fault, this.place());
      return;
    }
    if (hasFailed) count(this.repaired, `${layout.failed.label}: kept`);
    this.keep(cells, layout);
  }

  /** Counts a row that is left out without being malformed. */
  leaveOut(label: string): void {
    this.rows++;
    count(this.leftOut, label);
  }

  /** @throws TraceError with the malformed rows, unless they are to be skipped. */
  finish(): CollectedRows {
    if (!this.skips) this.faults.throwIfAny(this.path);
    const { arrivals, notes } = this.clock.finish();
    return {
      arrivals,
      inputs: this.inputs.toArray(),
      outputs: this.outputs.toArray(),
      durations: this.durations.toArray(),
      ...this.prefixes.finish(),
      elapsed: this.elapsed.toArray(),
      clockNotes: notes,
      tick: this.layout?.arrival.tick ?? null,
      read: this.rows,
      skipped: new Map([...this.leftOut, ...this.faults.counts]),
      repaired: this.repaired,
      blankLines: this.blankLines,
    };
  }

  private findFault(cells: RowCells, layout: RowLayout): RowFault | null {
    const { arrival, input, output, duration, prefix, raisesZeros } = layout;
    return (
      this.findClockFault(cells, arrival) ??
      checkTokens(cells, INPUT, input, false) ??
      checkTokens(cells, OUTPUT, output, raisesZeros) ??
      checkDuration(cells, duration, raisesZeros) ??
      checkLead(cells, layout) ??
      (prefix === null ? null : findPrefixFault(prefix, cells))
    );
  }

  private findClockFault(cells: RowCells, arrival: RowLayout["arrival"]): RowFault | null {
    try {
      return this.clock.read(cells, arrival);
    } catch (error) {
      if (!(error instanceof ClockProblem)) throw error;
      const { line, row } = this.place();
      throw fileError(this.file ?? this.path, `row ${row} ${error.message}`, line);
    }
  }

  private keep(cells: RowCells, layout: RowLayout): void {
    const { input, output, duration, elapsed, prefix } = layout;
    const seconds = elapsed === null ? 0 : cells.number(ELAPSED) / elapsed.perSecond;
    this.clock.keep(elapsed?.isLead === true ? seconds : 0);
    if (elapsed !== null) this.elapsed.push(seconds);
    if (input !== null) this.inputs.push(cells.number(INPUT));
    if (output !== null) this.outputs.push(this.raise(cells.number(OUTPUT), 1, "output tokens"));
    if (duration !== null) {
      this.durations.push(this.raise(cells.number(DURATION), SHORTEST_DURATION, "s of service"));
    }
    if (prefix !== null) this.prefixes.push(cells.list(PREFIX) ?? []);
  }

  private raise(value: number, least: number, noun: string): number {
    if (value !== 0) return value;
    count(this.repaired, `0 ${noun}: raised to ${least}`);
    return least;
  }

  private place(): { readonly row: number; readonly line: number | null; readonly file?: string } {
    const place = { row: this.rows - this.rowsBefore, line: this.line };
    return this.file === null ? place : { ...place, file: this.file };
  }
}

function count(counts: Map<string, number>, label: string): void {
  counts.set(label, (counts.get(label) ?? 0) + 1);
}

function checkTokens(
  cells: RowCells,
  slot: number,
  column: string | null,
  allowsZero: boolean,
): RowFault | null {
  if (column === null) return null;
  const value = cells.number(slot);
  if (isTokenCount(value) || (allowsZero && value === 0)) return null;
  const noun = slot === INPUT ? "input tokens" : "output tokens";
  return findTokenFault(column, noun, Number.isNaN(value) ? null : value, cells.text(slot));
}

function checkDuration(
  cells: RowCells,
  column: string | null,
  allowsZero: boolean,
): RowFault | null {
  if (column === null) return null;
  const value = cells.number(DURATION);
  if (isDuration(value) || (allowsZero && value === 0)) return null;
  return findDurationFault(column, Number.isNaN(value) ? null : value, cells.text(DURATION));
}

/** A time that tells when a request came has to be there. */
function checkLead(cells: RowCells, { elapsed }: RowLayout): RowFault | null {
  if (elapsed?.isLead !== true) return null;
  const value = cells.number(ELAPSED);
  if (value >= 0 && value < Infinity) return null;
  const text = cells.text(ELAPSED);
  return findDurationFault(elapsed.name, Number.isNaN(value) ? null : value, text);
}
