import { INPUT, OUTPUT } from "./row-cells.ts";

/** A statement with its bound values. */
export interface TableQuery {
  readonly sql: string;
  readonly values: readonly string[];
}

/** A statement whose columns are cells of rows. */
export interface CellQuery extends TableQuery {
  /** The slot of each column of its result. */
  readonly slots: readonly number[];
}

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** As the engine calls it. */
  readonly type: string;
}

/** Types whose values a float64 holds exactly. */
const EXACT_TYPES: ReadonlySet<string> = new Set([
  "DOUBLE",
  "INTEGER",
  "SMALLINT",
  "TINYINT",
  "UINTEGER",
  "USMALLINT",
  "UTINYINT",
]);

/** Slots whose values are far below where a float64 rounds whole numbers. */
const SMALL_COUNTS: readonly number[] = [INPUT, OUTPUT];

/** Writes the query that lists the columns of a Parquet file, and their types. */
export function describeParquet(path: string): TableQuery {
  return {
    sql: `
      SELECT column_name, column_type
      FROM (DESCRIBE SELECT * FROM read_parquet($1, hive_partitioning = false))`,
    values: [escapeGlob(path)],
  };
}

/**
 * Writes the query that reads columns of a Parquet file.
 *
 * @param names - By slot; null for a cell that no row has.
 * @param found - The columns of the file.
 */
export function selectParquet(
  path: string,
  names: readonly (string | null)[],
  found: readonly TableColumn[],
): CellQuery {
  const { columns, slots } = listCells(names, found);
  return {
    sql: `SELECT ${columns} FROM read_parquet($1, hive_partitioning = false)`,
    values: [escapeGlob(path)],
    slots,
  };
}

/** As {@link selectParquet}, of another query's result. */
export function selectFrom(
  query: string,
  names: readonly (string | null)[],
  found: readonly TableColumn[],
): CellQuery {
  const { columns, slots } = listCells(names, found);
  return { sql: `SELECT ${columns} FROM (\n${query}\n)`, values: [], slots };
}

/** A name as SQL takes it whatever characters it has. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL takes it whatever characters it has. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** File names are patterns to the engine; each special character becomes a class of itself. */
export function escapeGlob(path: string): string {
  return path.replaceAll(/[*?[]/gu, "[$&]");
}

function listCells(
  names: readonly (string | null)[],
  found: readonly TableColumn[],
): { readonly columns: string; readonly slots: readonly number[] } {
  const columns: string[] = [];
  const slots: number[] = [];
  for (const [slot, name] of names.entries()) {
    if (name === null) continue;
    const type = found.find((column) => column.name === name)?.type ?? "";
    columns.push(`${castCell(quoteName(name), type, slot)} AS c${slot}`);
    slots.push(slot);
  }
  return { columns: columns.join(", "), slots };
}

/** Numbers stay numbers where that loses nothing; all else is read as text. */
function castCell(name: string, type: string, slot: number): string {
  if (EXACT_TYPES.has(type)) return name;
  if (type === "BIGINT" && SMALL_COUNTS.includes(slot)) return `CAST(${name} AS DOUBLE)`;
  return `CAST(${name} AS VARCHAR)`;
}
