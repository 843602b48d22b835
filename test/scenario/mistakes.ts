import { expect, it } from "vitest";
import { edit, problemsOf, splitMark } from "./problems.ts";

/**
 * One mistake a row: a passage of a valid scenario, what stands there instead (with ‸ where the
 * problem must point), and parts of the problem.
 */
export type Row = readonly [
  base: string,
  passage: string,
  mistake: string,
  path: string,
  message: string,
  hint?: string,
];

/** Where in which scenario a mistake stands. */
export type Place = readonly [base: string, passage: string, mistake: string];

function check([base, passage, mistake, path, message, hint]: Row): void {
  const { text, line, column } = splitMark(edit(base, passage, mistake));
  const problems = problemsOf(text);
  expect(problems).toHaveLength(1);
  const [problem] = problems;
  expect(problem).toMatchObject({ file: "s.yaml", path, line, column });
  expect(problem.message.startsWith(`${path} `)).toBe(true);
  expect(problem.message).toContain(message);
  if (hint !== undefined) expect(problem.hint).toContain(hint);
}

/** Tests that each mistake gives its one problem, at its place. */
export function refuseEach(title: string, rows: readonly Row[]): void {
  it.each(rows.map((row) => [row[2], row[4], row] as const))(`${title}: %s → %s`, (_, __, row) => {
    check(row);
  });
}
