import { quoteValue } from "./quote-value.ts";

/** The largest token count of a request: beyond any model's context, so likely another column. */
export const MAX_TOKENS = 10_000_000;

/** What a service time of 0 is raised to where a format allows it: a clock's tick, in seconds. */
export const SHORTEST_DURATION = 1e-6;

/** What is wrong with a row: for the list of an error, and for the count of a note. */
export interface RowFault {
  /** For one row: the column, the value and what is allowed. */
  readonly message: string;
  /** For a count of rows, after "9 with": `0 output tokens`. */
  readonly label: string;
}

/** A value as the file writes it beside what could be made of it. */
interface Cell {
  readonly column: string;
  /** What the column holds, for the label. */
  readonly noun: string;
  readonly text: string | null;
}

/** Says what is wrong with a row that doesn't split into the expected fields. */
export function findShapeFault(
  container: "csv" | "jsonl",
  fields: number | null,
  expected: number,
): RowFault {
  if (container === "jsonl") {
    return { message: "not a JSON object", label: "something else than a JSON object" };
  }
  if (fields === null) {
    const message = "a quote is not closed on its line, or stands inside a field";
    return { message, label: "a stray quote" };
  }
  const message = `expected ${expected} fields as in the header, got ${fields}`;
  return { message, label: fields < expected ? "missing fields" : "extra fields" };
}

/** Says what is wrong with an arrival time that can't be read or used. */
export function findArrivalFault(
  column: string,
  value: number | null,
  text: string | null,
  kind: "number" | "timestamp" | "either",
): RowFault {
  const noun = kind === "timestamp" ? "timestamp" : "arrival time";
  const cell = { column, noun, text };
  if (text === null || text === "") return missing(cell);
  if (value !== null && value < 0) {
    return fault(cell, "must be ≥ 0", `a negative ${noun}`);
  }
  const forms = {
    number: "a number",
    timestamp: "a timestamp like 2023-11-16 18:15:46.6805900 or 2024-05-10T00:00:00.009930+00:00",
    either: "a number of seconds, or a timestamp like 2023-11-16 18:15:46.680 or …T18:15:46Z",
  };
  return fault(cell, `must be ${forms[kind]}`, `an unreadable ${noun}`);
}

/** Tells whether a value is a token count a request can have. */
export function isTokenCount(value: number | null): value is number {
  return value !== null && value >= 1 && value <= MAX_TOKENS && Number.isInteger(value);
}

/** Says what is wrong with a value that is no token count. */
export function findTokenFault(
  column: string,
  noun: "input tokens" | "output tokens",
  value: number | null,
  text: string | null,
): RowFault {
  const cell = { column, noun, text };
  if (text === null || text === "") return missing(cell);
  return fault(cell, "must be a whole number from 1 to 10,000,000", labelTokens(noun, value));
}

function labelTokens(noun: string, value: number | null): string {
  if (value === null) return `unreadable ${noun}`;
  if (value === 0) return `0 ${noun}`;
  if (value < 0) return `negative ${noun}`;
  return value > MAX_TOKENS ? `more than 10 million ${noun}` : `a fraction of ${noun}`;
}

/** Tells whether a value is a service time a request can have. */
export function isDuration(value: number | null): value is number {
  return value !== null && value > 0 && value < Infinity;
}

/** Says what is wrong with a value that is no service time. */
export function findDurationFault(
  column: string,
  value: number | null,
  text: string | null,
): RowFault {
  const cell = { column, noun: "duration", text };
  if (text === null || text === "") return missing(cell);
  const readable = value !== null && value < Infinity;
  const label = readable ? "a duration of 0 or less" : "an unreadable duration";
  return fault(cell, "must be a number of seconds > 0", label);
}

function missing({ column, noun }: Cell): RowFault {
  return { message: `${column} is missing`, label: `no ${noun}` };
}

function fault({ column, text }: Cell, rule: string, label: string): RowFault {
  return { message: `${column} ${rule}, got ${quoteValue(text ?? "")}`, label };
}
