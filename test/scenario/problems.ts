import { expect } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import { ScenarioError, type Problem } from "../../src/scenario/scenario-error.ts";

/** Marks, in a YAML text of a test, the character a problem must point at. */
const MARK = "‸";

/** All problems of a scenario; fails if there are none. */
export function problemsOf(text: string, sets: readonly string[] = []): readonly Problem[] {
  return errorOf(text, sets).problems;
}

/** The error that a scenario is refused with; fails if it isn't. */
export function errorOf(text: string, sets: readonly string[] = []): ScenarioError {
  try {
    parseScenario(text, { file: "s.yaml", sets, seed: null });
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  return expect.fail("the scenario was accepted");
}

/** Takes the mark out of a text and says where it was. */
export function splitMark(marked: string): { text: string; line: number; column: number } {
  const at = marked.indexOf(MARK);
  if (at < 0) expect.fail(`no ${MARK} in the text`);
  const before = marked.slice(0, at).split("\n");
  return {
    text: before.join("\n") + marked.slice(at + 1),
    line: before.length,
    column: before[before.length - 1].length + 1,
  };
}

/** Replaces a passage of a text; fails if it isn't there. */
export function edit(text: string, passage: string, replacement: string): string {
  if (!text.includes(passage)) expect.fail(`no ${JSON.stringify(passage)} in the text`);
  return text.replace(passage, () => replacement);
}
