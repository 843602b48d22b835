import type { Result } from "../plan/result.ts";

/**
 * Writes a result as JSON for people and programs: indented, but each point of a CDF and each
 * interval on one line.
 *
 * @returns Text that ends with a line break.
 */
export function renderResultJson(result: Result): string {
  const indented = JSON.stringify(result, null, 2);
  return `${indented.replace(NUMBER_PAIR, "[$1, $2]")}\n`;
}

const NUMBER_PAIR = /\[\s+(-?[\d.eE+-]+),\s+(-?[\d.eE+-]+)\s+\]/g;
