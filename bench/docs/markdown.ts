import { format, resolveConfig } from "prettier";

/** A row of cells, as Markdown. */
export type Row = readonly string[];

/** Text as it is to stand in a table: what Markdown would take for a sign is one no longer. */
export function plainCell(text: string): string {
  return text
    .split(/(`[^`]*`)/u)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll(/[*<_[\]]/gu, "\\$&")))
    .join("")
    .replaceAll("|", "\\|")
    .replaceAll("\n", " ");
}

/** Text as code in a table. */
export function codeCell(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``;
}

/** A table without the columns that are empty everywhere. */
export function renderTable(header: Row, rows: readonly Row[]): string {
  const used = header.map((_, column) => rows.some((row) => row[column] !== ""));
  const line = (row: Row): string => `| ${row.filter((_, column) => used[column]).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Markdown as the repository's formatter leaves it. */
export async function tidyMarkdown(text: string, file: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), parser: "markdown" });
}

/** The anchor that GitHub gives to a heading. */
export function anchorOf(heading: string): string {
  return heading
    .replaceAll(/[`*]|\]\([^)]*\)/gu, "")
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
    .replaceAll(" ", "-");
}
