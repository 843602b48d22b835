/** A statement with its bound values. */
export interface TableQuery {
  readonly sql: string;
  readonly values: readonly string[];
}

/** Writes the query that lists the columns of a Parquet file. */
export function describeParquet(path: string): TableQuery {
  return {
    sql: `
      SELECT column_name
      FROM (DESCRIBE SELECT * FROM read_parquet($1, hive_partitioning = false))`,
    values: [escapeGlob(path)],
  };
}

/** Writes the query that reads columns of a Parquet file as texts; null for a column of nulls. */
export function selectParquet(path: string, names: readonly (string | null)[]): TableQuery {
  return {
    sql: `SELECT ${castAll(names)} FROM read_parquet($1, hive_partitioning = false)`,
    values: [escapeGlob(path)],
  };
}

/** Writes the query that reads columns of another query's result as texts. */
export function selectFrom(query: string, names: readonly (string | null)[]): TableQuery {
  return { sql: `SELECT ${castAll(names)} FROM (\n${query}\n)`, values: [] };
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

function castAll(names: readonly (string | null)[]): string {
  return names
    .map((name, slot) =>
      name === null
        ? `NULL::VARCHAR AS c${slot}`
        : `CAST(${quoteName(name)} AS VARCHAR) AS c${slot}`,
    )
    .join(", ");
}
