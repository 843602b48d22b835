import type { Delimiter } from "./row-layout.ts";

/**
 * Splits the header of a CSV file; quotes work as in RFC 4180, spaces around names are dropped.
 *
 * @returns The names in order; null when a quote is left open or stands inside a name.
 */
export function splitHeader(line: string, delimiter: Delimiter): readonly string[] | null {
  const field = new RegExp(`("(?:[^"]|"")*"|[^"${delimiter}]*)(${delimiter}|$)`, "uy");
  const names: string[] = [];
  for (;;) {
    const match = field.exec(line);
    if (match === null) return null;
    names.push(unquote(match[1]).trim());
    if (match[2] === "") return names;
  }
}

/** Tells what separates the fields of a file without a telling name, from its header. */
export function guessDelimiter(header: string): Delimiter {
  const bare = header.replaceAll(/"(?:[^"]|"")*"/gu, "");
  if (bare.includes(",")) return ",";
  if (bare.includes("\t")) return "\t";
  return bare.includes(";") ? ";" : ",";
}

function unquote(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}
