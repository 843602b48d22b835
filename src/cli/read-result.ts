import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../plan/result.ts";
import { cleanText } from "../report/plain-text.ts";
import { canonicalJson } from "../scenario/canonical-json.ts";
import { at } from "../scenario/written-parts.ts";
import { readInputFile } from "./read-input-file.ts";
import { RESULT } from "./result-shape/result-shape.ts";
import { UsageError } from "./usage-error.ts";

/** The format of results that this version writes, and the only one that it reads. */
const SCHEMA: Result["schema"] = 4;

/** A result and the file it was read from. */
export interface OpenedResult {
  readonly file: string;
  /** All of the file. */
  readonly text: string;
  readonly result: Result;
}

/**
 * Reads a result that `tailcap run` wrote.
 *
 * @param path - Its file, or the folder with the result.json.
 * @throws UsageError if it can't be read, or isn't one of this format.
 */
export async function readResult(path: string): Promise<Result> {
  return (await openResult(path)).result;
}

/**
 * Reads a result that `tailcap run` wrote, and keeps its text. A result may come from anybody, so
 * every value in it that is drawn or written is looked at first.
 *
 * @param path - Its file, or the folder with the result.json.
 * @throws UsageError if it can't be read, or isn't one of this format.
 */
export async function openResult(path: string): Promise<OpenedResult> {
  const file = isFolder(path) ? join(path, "result.json") : path;
  const text = await readInputFile(file, "result");
  const value = parse(text, file);
  requireResult(value, file);
  return { file, text, result: value };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const isCut = text.trimStart().startsWith("{") && !text.trimEnd().endsWith("}");
    throw new UsageError(
      isCut
        ? `${file}: ends in the middle of the result: it was cut off, so run its scenario again`
        : `${file}: a result must be JSON, as tailcap run writes it`,
    );
  }
}

function requireResult(value: unknown, file: string): asserts value is Result {
  if (typeof at(value, "tailcap") !== "string" || typeof at(value, "schema") !== "number") {
    throw new UsageError(`${file}: isn't a result of tailcap: name the result.json of a run`);
  }
  const schema = at(value, "schema");
  if (schema !== SCHEMA) {
    throw new UsageError(
      `${file}: is a result of format ${String(schema)}, where format ${SCHEMA} is read: run its scenario again`,
    );
  }
  const problems: string[] = [];
  RESULT.check(value, "", problems);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  ${cleanText(problem)}`);
    throw new UsageError(
      [`${file}: is not a whole result: run its scenario again`, ...lines].join("\n"),
    );
  }
  requireScenario(value, file);
}

/** Checks that the scenario is the one that the result was made from. */
function requireScenario(value: unknown, file: string): void {
  const digest = createHash("sha256")
    .update(canonicalJson(at(value, "scenario")))
    .digest("hex");
  if (digest !== at(value, "scenarioSha256")) {
    throw new UsageError(
      `${file}: scenario was changed after the run (scenarioSha256 differs): run the new one instead`,
    );
  }
}
