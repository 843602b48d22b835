import type { RowCells } from "./row-cells.ts";

/** What the rows of one file mean: what a format's reader tells the shared machinery. */
export interface RowLayout {
  readonly arrival: ArrivalLayout;
  /** Names of the optional columns; null where the trace has none. */
  readonly input: string | null;
  readonly output: string | null;
  readonly duration: string | null;
  /** Name of the list of a prompt's leading blocks. */
  readonly prefix: string | null;
  readonly elapsed: ElapsedLayout | null;
  readonly failed: FailedRows | null;
  /** Whether an output or a duration of 0 is raised to the least a request can have. */
  readonly raisesZeros: boolean;
}

/** Where and how a row says when its request came. */
export interface ArrivalLayout {
  readonly name: string;
  /** What the values may be: numbers, timestamps, or whichever the first row shows. */
  readonly kind: "number" | "timestamp" | "either";
  /** What a number counts; null: seconds, or what its size says. */
  readonly unit: TimeUnit | null;
  /** What t = 0 is where numbers count from some start: that, or the midnight before the first. */
  readonly origin: "written" | "midnight";
  /** What the clock can't tell apart, in seconds, where the format says so. */
  readonly tick: number | null;
}

/** What numbers that stand for times count. */
export type TimeUnit = "s" | "ms" | "us" | "ns";

/** How long requests took, waiting included: no service time, so it is only reported. */
export interface ElapsedLayout {
  readonly name: string;
  /** Units a second: 1000 for milliseconds. */
  readonly perSecond: number;
  /** Whether the row says when the request ended, so that it came that much earlier. */
  readonly isLead: boolean;
}

/** Rows of requests that got no answer, which the log has all the same. */
export interface FailedRows {
  /** Tells whether the row at hand is one of them. */
  readonly isFailed: (cells: RowCells) => boolean;
  /** After a count: `with 0 response tokens (failed)`. */
  readonly label: string;
  readonly treatment: "keep" | "skip";
}

/** A layout in which a row is no more than what `named` says. */
export function layOut(
  arrival: Partial<ArrivalLayout> & Pick<ArrivalLayout, "name" | "kind">,
  named: Partial<Omit<RowLayout, "arrival">>,
): RowLayout {
  return {
    arrival: { unit: "s", origin: "written", tick: null, ...arrival },
    input: null,
    output: null,
    duration: null,
    prefix: null,
    elapsed: null,
    failed: null,
    raisesZeros: false,
    ...named,
  };
}

/** The names of a layout by the slots of its cells. */
export function slotNames(layout: RowLayout): readonly (string | null)[] {
  const { arrival, duration, elapsed, input, output, prefix } = layout;
  return [arrival.name, input, output, duration, prefix, elapsed?.name ?? null];
}

/** What may separate the fields of a line. */
export type Delimiter = "," | "\t" | ";";
