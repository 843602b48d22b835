import { quoteValue } from "./quote-value.ts";
import { suggestName } from "./suggest-name.ts";
import { fileError, TraceError } from "./trace-error.ts";

const LISTED_NAMES = 20;

/**
 * Makes sure that a file has the columns (or JSON keys) that are asked of it, each once.
 *
 * @param found - The names the file has, in its order.
 * @param needed - The names asked for; null for those that aren't.
 * @param line - Where the names stand; null for formats without lines.
 * @throws TraceError that lists what was found, with the nearest name.
 */
export function requireNames(
  file: string,
  found: readonly string[],
  needed: readonly (string | null)[],
  line: number | null,
): void {
  const problems = needed
    .filter((name) => name !== null)
    .map((name) => describeFault(name, found))
    .filter((message) => message !== null)
    .map((message) => ({ row: null, line, message }));
  if (problems.length === 1) throw fileError(file, problems[0].message, line);
  if (problems.length > 1) throw new TraceError(file, problems);
}

function describeFault(name: string, found: readonly string[]): string | null {
  const count = found.filter((other) => other === name).length;
  if (count === 1) return null;
  if (count > 1) return `the column ${quoteValue(name)} stands there ${count} times`;
  const nearest = suggestName(name, found);
  const listed = found.slice(0, LISTED_NAMES).map(quoteValue).join(", ");
  const more = found.length > LISTED_NAMES ? ` and ${found.length - LISTED_NAMES} more` : "";
  const hint = nearest === null ? "" : `; did you mean ${quoteValue(nearest)}?`;
  return `there is no column ${quoteValue(name)}, only ${listed}${more}${hint}`;
}
