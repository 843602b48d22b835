import { findArrivalFault } from "./check-row.ts";
import type { RowFault } from "./check-row.ts";
import { parseNumber, POWERS_OF_TEN } from "./decimal.ts";
import { GrowableColumn } from "./growable-column.ts";
import { quoteValue } from "./quote-value.ts";
import { ARRIVAL } from "./row-cells.ts";
import type { RowCells } from "./row-cells.ts";
import type { ArrivalLayout, TimeUnit } from "./row-layout.ts";
import { formatMoment, parseTimestamp } from "./timestamp.ts";

/** Numbers count from some start or from 1970; timestamps have a zone or none. */
type Clock = "offset" | "unix" | "naive" | "zoned";

// A count of seconds this large (three years) is no offset but a date since 1970.
const LARGEST_OFFSET = 1e8;
const SECONDS_PER_DAY = 86_400;
const NANOSECONDS: Readonly<Record<TimeUnit, number>> = { s: 1e9, ms: 1e6, us: 1e3, ns: 1 };
const UNIT_NAMES: Readonly<Record<TimeUnit, string>> = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
};

/** A time that fits no clock, and ends the reading; the caller adds file and line. */
export class ClockProblem extends Error {}

/**
 * Reads arrival times and keeps them without rounding: moments as nanoseconds since the first row,
 * which a float64 holds exactly for a hundred days, offsets as seconds.
 *
 * The first readable row settles which clock the trace has.
 */
export class ArrivalClock {
  private clock: Clock | null = null;
  private unit: TimeUnit = "s";
  private isInferred = false;
  private arrival: ArrivalLayout | null = null;
  /** Of moments: the whole seconds of the first. */
  private epochSeconds = 0;
  /** Of numbers since 1970: the whole units of the first. */
  private epochUnits = 0n;
  private pending = 0;
  private readonly times = new GrowableColumn((memory) => new Float64Array(memory));

  /**
   * Reads the arrival of the row at hand.
   *
   * @throws ClockProblem when rows with and without a zone are mixed, or a unit is unclear.
   */
  read(cells: RowCells, arrival: ArrivalLayout): RowFault | null {
    this.arrival ??= arrival;
    if (arrival.kind !== "timestamp" && cells.decimal(ARRIVAL)) {
      const { mantissa, decimals } = cells;
      if (mantissa >= 0) return this.readShort(mantissa, decimals, cells, arrival);
    }
    const text = cells.text(ARRIVAL);
    const value = text === null || arrival.kind === "timestamp" ? NaN : parseNumber(text);
    if (text !== null && value >= 0 && value < Infinity) return this.readLong(text, value, arrival);
    const moment = arrival.kind === "number" || text === null ? null : parseTimestamp(text);
    if (text === null || moment === null) {
      const known = Number.isNaN(value) ? null : value;
      return findArrivalFault(arrival.name, known, text, arrival.kind);
    }
    const fault = this.settle(moment.zoned ? "zoned" : "naive", text, arrival.name);
    if (fault !== null) return fault;
    if (this.times.length === 0) this.epochSeconds = moment.seconds;
    this.pending = (moment.seconds - this.epochSeconds) * 1e9 + moment.nanoseconds;
    return null;
  }

  /** Keeps the time read last. @param lead - Seconds that the request came before it. */
  keep(lead: number): void {
    this.times.push(this.clock === "offset" ? this.pending - lead : this.pending - lead * 1e9);
  }

  /** The times in seconds, ≥ 0, and what a reader of the report should know about them. */
  finish(): { readonly arrivals: Float64Array; readonly notes: readonly string[] } {
    const times = this.times.toArray();
    if (times.length === 0) return { arrivals: times, notes: [] };
    let start = Infinity;
    for (const time of times) if (time < start) start = time;
    if (this.clock !== "offset") {
      for (let row = 0; row < times.length; row++) times[row] = (times[row] - start) / 1e9;
      return { arrivals: times, notes: this.clock === "unix" ? [this.describeUnix(start)] : [] };
    }
    const days = Math.floor(start / SECONDS_PER_DAY);
    if (start >= 0 && (days === 0 || this.arrival?.origin !== "midnight")) {
      return { arrivals: times, notes: [] };
    }
    const shift = start < 0 ? start : days * SECONDS_PER_DAY;
    for (let row = 0; row < times.length; row++) times[row] -= shift;
    const note =
      start < 0
        ? `the first request came ${-start} s before the trace's own start: t = 0 is its arrival`
        : `the trace starts on its day ${days + 1}: t = 0 is the midnight before`;
    return { arrivals: times, notes: [note] };
  }

  private readShort(
    mantissa: number,
    decimals: number,
    cells: RowCells,
    arrival: ArrivalLayout,
  ): RowFault | null {
    const power = POWERS_OF_TEN[decimals];
    if (this.clock === null) this.chooseUnit(mantissa / power, arrival);
    if (this.clock === "offset") {
      const unitsPerSecond = 1e9 / NANOSECONDS[this.unit];
      // Adding 0 makes a written "-0" a plain 0.
      this.pending = mantissa / (power * unitsPerSecond) + 0;
      return null;
    }
    if (this.clock !== "unix")
      return this.settle("offset", cells.text(ARRIVAL) ?? "", arrival.name);
    if (this.times.length === 0) this.epochUnits = BigInt(Math.floor(mantissa / power));
    const units = mantissa - Number(this.epochUnits) * power;
    this.pending = units * (NANOSECONDS[this.unit] / power);
    return null;
  }

  private readLong(text: string, value: number, arrival: ArrivalLayout): RowFault | null {
    if (this.clock === null) this.chooseUnit(value, arrival);
    if (this.clock === "offset") {
      this.pending = value / (1e9 / NANOSECONDS[this.unit]);
      return null;
    }
    if (this.clock !== "unix") return this.settle("offset", text, arrival.name);
    const [, whole, fraction = ""] = /^\+?([0-9]*)\.?([0-9]*)$/u.exec(text) ?? [];
    const digits = whole === undefined ? BigInt(Math.round(value)) : BigInt(whole + fraction);
    const power = whole === undefined ? 1n : 10n ** BigInt(fraction.length);
    if (this.times.length === 0) this.epochUnits = digits / power;
    const units = (digits - this.epochUnits * power) * BigInt(NANOSECONDS[this.unit]);
    this.pending = Number(units) / Number(power);
    return null;
  }

  /** Settles what the first number counts, and whether it counts from 1970. */
  private chooseUnit(value: number, arrival: ArrivalLayout): void {
    this.isInferred = arrival.unit === null && value > LARGEST_OFFSET;
    this.unit = arrival.unit ?? (this.isInferred ? inferUnit(value) : "s");
    const seconds = value / (1e9 / NANOSECONDS[this.unit]);
    this.clock = seconds > LARGEST_OFFSET ? "unix" : "offset";
  }

  /** Checks that a time is of the clock of those before. */
  private settle(clock: Clock, text: string, column: string): RowFault | null {
    this.clock ??= clock;
    if (clock === this.clock) return null;
    const isNumber = this.clock === "offset" || this.clock === "unix";
    if (clock !== "offset" && !isNumber) {
      throw new ClockProblem(
        `has the timestamp ${quoteValue(text)} ${describeZone(clock)}, rows before it are ` +
          `${describeZone(this.clock)}; give all of them a zone or none`,
      );
    }
    const kind = isNumber ? "number" : "timestamp";
    return {
      message: `${column} must be a ${kind} as in the rows before, got ${quoteValue(text)}`,
      label: "another kind of arrival time",
    };
  }

  private describeUnix(start: number): string {
    const unitsPerSecond = 1e9 / NANOSECONDS[this.unit];
    const seconds = Number(this.epochUnits) / unitsPerSecond + start / 1e9;
    const written = this.unit === "s" ? "" : ` (written in ${UNIT_NAMES[this.unit]})`;
    const verb = this.isInferred ? "which looks like Unix time" : "which is Unix time";
    const moment = formatMoment(seconds);
    return `arrivals start at ${seconds} s${written}, ${verb}: t = 0 is the earliest, ${moment}`;
  }
}

/** Finds the unit in which a count since 1970 falls into the years 1973 to 2286. */
function inferUnit(value: number): TimeUnit {
  for (const [unit, perSecond] of [
    ["s", 1],
    ["ms", 1e3],
    ["us", 1e6],
    ["ns", 1e9],
  ] as const) {
    if (value >= 1e8 * perSecond && value < 1e10 * perSecond) return unit;
  }
  throw new ClockProblem(
    `arrives at ${value}, which is no date between 1973 and 2286 in seconds, milliseconds, ` +
      "microseconds or nanoseconds since 1970; say what it counts with `workload.trace.unit`",
  );
}

function describeZone(clock: Clock): string {
  return clock === "zoned" ? "with a time zone" : "without a time zone";
}
