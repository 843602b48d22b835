import { benchmarkError } from "./benchmark-error.ts";

/** A JSON value of a file, and where it stands. */
export interface JsonDocument {
  readonly value: unknown;
  /** File and line. */
  readonly source: string;
}

/**
 * Reads a file of one JSON value, of one a line, or of several in a row without anything between
 * them, as `vllm bench serve --append-result` writes them. The items of an array count as values.
 *
 * @param text - The whole file.
 * @param file - Its name, for messages.
 * @throws BenchmarkError if it isn't JSON.
 */
export function readJsonDocuments(text: string, file: string): readonly JsonDocument[] {
  const documents: JsonDocument[] = [];
  let line = 1;
  let start = 0;
  while (start < text.length) {
    const before = text.slice(start).search(/\S/u);
    if (before < 0) break;
    line += countLines(text, start, start + before);
    start += before;
    const end = endOfValue(text, start);
    const source = `${file}:${line}`;
    const value = parse(text.slice(start, end), source);
    if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        documents.push({ value: item, source: `${source}, item ${index + 1}` });
      });
    } else {
      documents.push({ value, source });
    }
    line += countLines(text, start, end);
    start = end;
  }
  return documents;
}

function parse(text: string, source: string): unknown {
  try {
    // Python writes infinities and missing numbers as no JSON has them.
    const plain = text.replace(/(?<=[:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/gu, "null");
    return JSON.parse(plain);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw benchmarkError(source, `isn't valid JSON: ${reason}`);
  }
}

/** Where the object or array that starts at `start` ends; the end of the text if it doesn't. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (isInText) {
      if (letter === "\\") at++;
      else if (letter === '"') isInText = false;
    } else if (letter === '"') {
      isInText = true;
    } else if (letter === "{" || letter === "[") {
      depth++;
    } else if (letter === "}" || letter === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) {
    lines++;
  }
  return lines;
}
