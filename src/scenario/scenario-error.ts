/** What kind of mistake a problem is. */
export type ProblemCode =
  /** The text isn't YAML, or uses more of YAML than a scenario may. */
  | "yaml"
  | "too-large"
  | "unknown-key"
  | "missing-key"
  | "wrong-type"
  | "missing-unit"
  | "bad-value"
  | "out-of-range"
  /** Values that are fine alone but not together. */
  | "conflict"
  /** A `--set` argument that can't be applied. */
  | "bad-set";

/** One mistake in a scenario. */
export interface Problem {
  readonly code: ProblemCode;
  /** Such as `slo.objectives[0].target`; empty for the document as a whole. */
  readonly path: string;
  /** The file as it was named, or `--set path=value`, or `--seed value`. */
  readonly file: string;
  /** From 1; null outside the file. */
  readonly line: number | null;
  readonly column: number | null;
  /** What was found and what is allowed, opening with the path. */
  readonly message: string;
  /** What to do about it; null if the message says it all. */
  readonly hint: string | null;
}

/** A problem as users get it, without what the finder of it knows besides. */
function withoutMore(problem: Problem): Problem {
  const { code, path, file, line, column, message, hint } = problem;
  return { code, path, file, line, column, message, hint };
}

const MOST_SHOWN = 50;
const WIDEST_FRAME = 96;

/**
 * Says what is wrong with a scenario: all of it at once, in the order of the file.
 *
 * The message holds one block a problem: where and what, the line with a caret below the place, and
 * the hint. It is meant to be shown to the user as it is, without a stack.
 */
export class ScenarioError extends Error {
  override readonly name: string = "ScenarioError";
  readonly problems: readonly Problem[];

  /**
   * @param problems - At least one. What an object has beyond a `Problem` is left out.
   * @param text - Text of the file, for the lines to show.
   */
  constructor(problems: readonly Problem[], text: string) {
    const lines = text.split(/\r\n|\n|\r/);
    const blocks = problems.slice(0, MOST_SHOWN).map((problem) => formatProblem(problem, lines));
    const rest = problems.length - blocks.length;
    if (rest > 0) blocks.push(`and ${rest} more`);
    super(blocks.join("\n"));
    this.problems = problems.map(withoutMore);
  }
}

function formatProblem(problem: Problem, lines: readonly string[]): string {
  const { file, line, column, message, hint } = problem;
  const place = line === null || column === null ? file : `${file}:${line}:${column}`;
  const parts = [`${place}: ${message}`];
  if (line !== null && column !== null) parts.push(...formatFrame(lines[line - 1], line, column));
  if (hint !== null) parts.push(`  hint: ${hint}`);
  return parts.join("\n");
}

function formatFrame(text: string | undefined, line: number, column: number): string[] {
  if (text === undefined || text.trim() === "") return [];
  const from = column > WIDEST_FRAME ? column - WIDEST_FRAME / 2 : 0;
  const shown = text.slice(from, from + WIDEST_FRAME).replaceAll("\t", " ");
  const gutter = `${line} | `.padStart(7);
  return [`${gutter}${shown}`, `${" ".repeat(gutter.length + column - 1 - from)}^`];
}
