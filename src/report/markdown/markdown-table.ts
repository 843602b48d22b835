/** A column of a table: its heading, in Markdown, and where its cells stand. */
export interface MarkdownColumn {
  readonly heading: string;
  readonly align: "left" | "right";
}

/**
 * A table of GitHub-flavoured Markdown.
 *
 * @param rows - Cells in Markdown, on one line and with pipes escaped, as many as columns.
 */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string {
  return [
    lineOf(columns.map(({ heading }) => heading)),
    lineOf(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...rows.map(lineOf),
  ].join("\n");
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
