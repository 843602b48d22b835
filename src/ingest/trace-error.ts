import { formatCount, formatCounted } from "./count-words.ts";

/** One thing wrong with a trace; rows and lines count from 1, null when none is at fault. */
export interface TraceProblem {
  /** Data row: the header and blank lines don't count. */
  readonly row: number | null;
  /** Line of the (decompressed) file; null for formats without lines. */
  readonly line: number | null;
  /** The file, where a trace is spread over several. */
  readonly file?: string;
  readonly message: string;
}

/** How many problems an error spells out before it only counts them. */
export const LISTED_PROBLEMS = 10;

/** A trace that can't be used as it is: the user's to mend, so shown without a stack. */
export class TraceError extends Error {
  readonly file: string;
  /** The first problems, at most `LISTED_PROBLEMS`. */
  readonly problems: readonly TraceProblem[];
  /** All problems, those not listed included. */
  readonly count: number;

  /**
   * @param file - The path of the trace, for the message.
   * @param problems - At least one, either all of rows or none; cut after `LISTED_PROBLEMS`.
   * @param count - How many there are in all.
   */
  constructor(file: string, problems: readonly TraceProblem[], count: number = problems.length) {
    const listed = problems.slice(0, LISTED_PROBLEMS);
    super(describeProblems(file, listed, count));
    this.name = "TraceError";
    this.file = file;
    this.problems = listed;
    this.count = count;
  }
}

/** Makes the error for a file that is unusable as a whole. */
export function fileError(file: string, message: string, line: number | null = null): TraceError {
  return new TraceError(file, [{ row: null, line, message }]);
}

function describeProblems(file: string, listed: readonly TraceProblem[], count: number): string {
  const [first] = listed;
  const inRows = first.row !== null;
  if (count === 1 && !inRows) return `${file}: ${describeProblem(first)}`;
  const lines = listed.map((problem) => `  ${describeProblem(problem)}`);
  if (count > listed.length) lines.push(`  and ${formatCount(count - listed.length)} more`);
  if (inRows) {
    lines.push("`workload.trace.onError: skip` leaves such rows out and reports how many");
  }
  const what = inRows ? "malformed row" : "problem";
  return [`${file}: ${formatCounted(count, what)}`, ...lines].join("\n");
}

function describeProblem(problem: TraceProblem): string {
  const places = [
    ...(problem.file === undefined ? [] : [problem.file]),
    ...(problem.row === null ? [] : [`row ${problem.row}`]),
    ...(problem.line === null ? [] : [`line ${problem.line}`]),
  ];
  return places.length === 0 ? problem.message : `${places.join(", ")}: ${problem.message}`;
}
