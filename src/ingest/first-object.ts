import type { TextFile } from "./inspect-file.ts";
import { requireNames } from "./require-names.ts";
import { fileError } from "./trace-error.ts";

/**
 * Makes sure that a JSON Lines file starts with an object that has the keys asked for, so that a
 * file of another format gets one clear error instead of one a row.
 *
 * A first line that is broken JSON passes: it is a malformed row like any other.
 *
 * @param keys - Names of top-level keys; null for those not asked for.
 * @throws TraceError that says what the file looks like, or which keys it has.
 */
export function requireKeys(file: TextFile, keys: readonly (string | null)[]): void {
  const text = file.firstLine.trimStart();
  if (text.startsWith("[")) {
    throw fileError(file.path, "is a JSON array; write one object a line (jq -c '.[]')", 1);
  }
  if (!text.startsWith("{")) {
    const message = "is not JSON Lines, whose lines start with {; is it CSV?";
    throw fileError(file.path, message, 1);
  }
  const found = parseKeys(text);
  if (found !== null) requireNames(file.path, found, keys, 1);
}

function parseKeys(text: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? Object.keys(value) : null;
  } catch {
    return null;
  }
}
