import { LineCounter, parseAllDocuments } from "yaml";
import { ScenarioError } from "./scenario-error.ts";
import { TreeBuilder } from "./tree-builder.ts";
import type { Source, Tree } from "./tree.ts";
import { makeProblem, type PlacedProblem } from "./validate-tree.ts";
import { DEEPEST, describeSyntaxError, findTooDeep, MOST_CHARACTERS } from "./yaml-document.ts";

/**
 * Reads all documents of a YAML text into trees that know their places, within the limits of a
 * scenario. Empty documents are left out; what JSON can write is YAML too.
 *
 * @param name - The file's name, for messages.
 * @throws ScenarioError with all that makes it unreadable.
 */
export function readYamlStream(text: string, name: string): readonly Tree[] {
  const lineCounter = new LineCounter();
  const source: Source = {
    name,
    locate(offset) {
      const { line, col } = lineCounter.linePos(offset);
      return { line: Math.max(line, 1), column: Math.max(col, 1) };
    },
  };
  const problem = (start: number, message: string, hint: string | null): PlacedProblem =>
    makeProblem({ source, start }, { code: "yaml", path: "", message, hint });
  const tooDeep = text.length > MOST_CHARACTERS ? 0 : findTooDeep(text, lineCounter);
  if (tooDeep !== null) {
    const limit =
      text.length > MOST_CHARACTERS
        ? "the file must be at most 1 MiB of text"
        : `values must be nested at most ${DEEPEST} deep`;
    throw new ScenarioError([problem(tooDeep, limit, null)], "");
  }
  const problems: PlacedProblem[] = [];
  const trees: Tree[] = [];
  const options = { prettyErrors: false, uniqueKeys: false, logLevel: "error" } as const;
  for (const document of parseAllDocuments(text, options)) {
    for (const error of [...document.errors, ...document.warnings]) {
      const { hint, message } = describeSyntaxError(error.code, error.message);
      problems.push(problem(error.pos[0], message, hint));
    }
    if (document.contents === null) continue;
    const builder = new TreeBuilder(source);
    trees.push(builder.read(document.contents));
    for (const { place, ...found } of builder.problems) problems.push(makeProblem(place, found));
  }
  if (problems.length > 0) throw new ScenarioError(problems, text);
  return trees;
}
