import { LineCounter, parseDocument, Parser, type CST } from "yaml";
import type { ProblemCode } from "./scenario-error.ts";
import { scalarTree, type Source, type Tree } from "./tree.ts";
import { TreeBuilder, type DocumentProblem } from "./tree-builder.ts";

/** What became of a text: its tree (null if it can't be read at all) and what is wrong with it. */
export interface YamlDocument {
  readonly tree: Tree | null;
  readonly problems: readonly DocumentProblem[];
}

/** Longest text that is read. */
export const MOST_CHARACTERS = 1_048_576;
/** A scenario needs fewer than ten levels; the parser recurses once a level. */
export const DEEPEST = 64;

/**
 * Reads one YAML 1.2 document into a tree that knows its places, from text that nobody has vetted.
 *
 * Anchors, aliases and merge keys (`<<`) work; an alias shares its anchor's tree, and what all of
 * them would expand to is bounded. Custom tags, keys that aren't plain scalars, keys given twice
 * and keys that JavaScript objects treat specially are problems. The conversion is this module's
 * own, since the one of `yaml` takes time that grows with the square of the keys and anchors.
 *
 * @param text - At most 1 MiB.
 * @param name - What to call the source in messages.
 * @param isFile - False for an argument, which has no lines and may be empty: that is a null.
 */
export function readYaml(text: string, name: string, isFile: boolean): YamlDocument {
  const lineCounter = new LineCounter();
  const source: Source = {
    name,
    locate(offset) {
      if (!isFile) return null;
      const { line, col } = lineCounter.linePos(offset);
      return { line: Math.max(line, 1), column: Math.max(col, 1) };
    },
  };
  const refuse = (
    code: ProblemCode,
    start: number,
    message: string,
    hint: string,
  ): YamlDocument => ({
    tree: null,
    problems: [{ code, place: { source, start }, path: "", message, hint }],
  });
  if (text.length > MOST_CHARACTERS) {
    const size = text.length.toLocaleString("en-US");
    return refuse(
      "too-large",
      0,
      `the scenario must be at most 1 MiB of text, got ${size} characters`,
      "keep requests in a trace file and name it in workload.trace.file",
    );
  }
  const tooDeep = findTooDeep(text, lineCounter);
  if (tooDeep !== null) {
    const message = `values must be nested at most ${DEEPEST} deep`;
    return refuse("yaml", tooDeep, message, "a bracket or a dash may be repeated by mistake");
  }
  const document = parseDocument(text, {
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  });
  const problems: DocumentProblem[] = [...document.errors, ...document.warnings].map((error) => ({
    code: "yaml",
    place: { source, start: error.pos[0] },
    path: "",
    ...describeSyntaxError(error.code, error.message),
  }));
  const version = document.directives?.yaml;
  if (version?.explicit === true && version.version !== "1.2") {
    const message = `the document must be YAML 1.2, got %YAML ${version.version}`;
    return refuse("yaml", 0, message, "remove the %YAML line");
  }
  if (problems.length > 0) return { tree: null, problems };
  if (document.contents === null && !isFile) {
    return { tree: scalarTree(null, { source, start: 0 }), problems: [] };
  }
  if (document.contents === null) {
    return refuse(
      "yaml",
      0,
      "the document must not be empty",
      "a scenario starts with name: my-service",
    );
  }
  const builder = new TreeBuilder(source);
  return { tree: builder.read(document.contents), problems: builder.problems };
}

/** Says what a syntax error of `yaml` means for whoever wrote the line. */
export function describeSyntaxError(
  code: string,
  message: string,
): { message: string; hint: string | null } {
  if (code === "MULTIPLE_DOCS") {
    return {
      message: "the file must hold one document, got a second one",
      hint: "remove the --- line, or put the second scenario into a file of its own",
    };
  }
  if (code === "TAG_RESOLVE_FAILED") {
    return { message: `tags are not allowed: ${lowerFirst(message)}`, hint: "write a plain value" };
  }
  const hint = code === "TAB_AS_INDENT" ? "indent with spaces" : null;
  return { message: `not valid YAML: ${lowerFirst(message)}`, hint };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/**
 * Finds where a text nests too deeply for a recursive reader, without recursion; null if nowhere.
 * It also tells the line counter where lines begin.
 */
export function findTooDeep(text: string, lineCounter: LineCounter): number | null {
  const pending: { token: CST.Token; depth: number }[] = [];
  for (const token of new Parser(lineCounter.addNewLine).parse(text)) {
    pending.push({ token, depth: 0 });
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { token, depth } = next;
    if (depth > DEEPEST) return token.offset;
    if (token.type === "document") {
      if (token.value) pending.push({ token: token.value, depth });
    } else if ("items" in token) {
      for (const { key, value } of token.items) {
        if (key) pending.push({ token: key, depth: depth + 1 });
        if (value) pending.push({ token: value, depth: depth + 1 });
      }
    }
  }
  return null;
}
