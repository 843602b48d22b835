/**
 * Lines of a plain table: columns two spaces apart, as wide as their widest cell.
 *
 * @param rows - The head first; all as long as each other.
 * @param words - Columns whose cells stand left; those of the others stand right.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  words: ReadonlySet<number>,
): readonly string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) =>
        words.has(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
}
