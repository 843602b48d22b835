import type { InspectedFile } from "./inspect-file.ts";
import type { Container, Delimiter, RowLayout } from "./row-layout.ts";

/** A statement with its bound values. */
export interface RowQuery {
  readonly sql: string;
  readonly values: readonly string[];
}

// A decimal number: words (nan, inf), underscores and hexadecimal, which a cast takes, are out.
const NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";
const ZONE = "(Z| UTC|[+-][0-9]{2}(:?[0-9]{2})?)";
// Seconds are required: a file that a spreadsheet has rounded to minutes is no record of arrivals.
const DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const TIME = "[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?";
const TIMESTAMP = `${DATE}[ T]${TIME}${ZONE}?`;

// The line reader splits at this byte, which the inspection has shown not to occur.
const ABSENT = "\u0001";
const MIN_LINE_LIMIT = 65_536;
// The engine's default is 16 lines of the longest kind, a quarter of a gigabyte at worst.
const MIN_BUFFER = 8_388_608;

/**
 * Writes the query that reads every row of a file as text and converts what it can.
 *
 * Lines come in whole and are split here, so that each malformed line is one malformed row with its
 * number: the engine's own CSV reader passes over blank lines and may drop all rows that follow an
 * open quote. Names from the scenario are bound as values or used as positions, and quoted where
 * SQL leaves no other way (Parquet).
 *
 * @returns A query whose columns are those of `ResultCells`, in that order.
 */
export function writeRowQuery(file: InspectedFile, layout: RowLayout): RowQuery {
  const { arrival, duration, input, output, prefix } = layout;
  const names = [arrival.name, input, output, duration, prefix];
  const { sql, values } = selectTexts(file, layout.container, names);
  const mayBe = (kind: "number" | "timestamp"): boolean =>
    arrival.kind === kind || arrival.kind === "either";
  return {
    sql: `
      SELECT blank, fields,
        ${mayBe("number") ? toNumber("arrivalText") : "NULL::DOUBLE"} AS seconds,
        ${mayBe("timestamp") ? toNanoseconds("arrivalText") : "NULL::BIGINT"} AS nanoseconds,
        regexp_matches(arrivalText, '${ZONE}$') AS zoned,
        ${toNumber("inputText")} AS input,
        ${toNumber("outputText")} AS output,
        ${toNumber("durationText")} AS duration,
        arrivalText, inputText, outputText, durationText, prefixText
      FROM (${sql})`,
    values,
  };
}

function toNanoseconds(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, '${TIMESTAMP}')
    THEN epoch_ns(TRY_CAST(${text} AS TIMESTAMP_NS)) END`;
}

function toNumber(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, '${NUMBER}') THEN TRY_CAST(${text} AS DOUBLE) END`;
}

type Names = readonly (string | null)[];

function selectTexts(file: InspectedFile, container: Container, names: Names): RowQuery {
  if (file.kind === "parquet") return selectParquetTexts(file.path, names);
  const lines = readLines(file);
  if (container.kind === "csv") {
    const texts = names.map((name) =>
      name === null ? "NULL::VARCHAR" : `trim(f[${container.header.indexOf(name) + 1}], ' \t')`,
    );
    return {
      sql: `
        SELECT blank, CAST(len(f) AS INTEGER) AS fields, ${aliasTexts(texts)}
        FROM (SELECT coalesce(trim(line, ' \t'), '') = '' AS blank,
                ${splitLine(container.delimiter)} AS f
              FROM (${lines}))`,
      values: [escapeGlob(file.path)],
    };
  }
  const pointers = names.filter((name) => name !== null).map(toPointer);
  const parameters = pointers.map((_, index) => `$${index + 2}`).join(", ");
  let position = 0;
  const texts = names.map((name) =>
    name === null ? "NULL::VARCHAR" : `trim(f[${(position += 1)}], ' \t')`,
  );
  return {
    sql: `
      SELECT blank, CAST(len(f) AS INTEGER) AS fields, ${aliasTexts(texts)}
      FROM (SELECT coalesce(trim(line, ' \t'), '') = '' AS blank,
              CASE WHEN starts_with(trim(line, ' \t'), '{')
                THEN TRY(json_extract_string(line, [${parameters}])) END AS f
            FROM (${lines}))`,
    values: [escapeGlob(file.path), ...pointers],
  };
}

function selectParquetTexts(path: string, names: Names): RowQuery {
  const texts = names.map((name) =>
    name === null ? "NULL::VARCHAR" : `CAST("${name.replaceAll('"', '""')}" AS VARCHAR)`,
  );
  return {
    sql: `
      SELECT false AS blank, 1 AS fields, ${aliasTexts(texts)}
      FROM read_parquet($1, hive_partitioning = false)`,
    values: [escapeGlob(path)],
  };
}

function aliasTexts(texts: readonly string[]): string {
  const [arrival, input, output, duration, prefix] = texts;
  return `${arrival} AS arrivalText, ${input} AS inputText, ${output} AS outputText,
    ${duration} AS durationText, ${prefix} AS prefixText`;
}

/** One row a line, blank lines as NULL; the inspection has proven what makes that exact. */
function readLines(file: InspectedFile & { readonly kind: "text" }): string {
  const lineLimit = Math.max(MIN_LINE_LIMIT, file.longest + 2);
  // With CR LF named and strict mode off, a file that mixes LF and CR LF comes out line by line.
  const newLine = file.carriageReturns ? "\\r\\n" : "\\n";
  return `
    SELECT line FROM read_csv($1, auto_detect = false, header = false, parallel = false,
      columns = {'line': 'VARCHAR'}, delim = '${ABSENT}', quote = '', escape = '',
      new_line = '${newLine}', strict_mode = false, hive_partitioning = false,
      max_line_size = ${lineLimit}, buffer_size = ${Math.max(MIN_BUFFER, 2 * lineLimit)},
      compression = '${file.compression}')`;
}

/** Splits `line` into a list by RFC 4180, without line ends in fields; NULL if it can't. */
function splitLine(delimiter: Delimiter): string {
  const field = `("(?:[^"]|"")*"|[^"${delimiter}]*)`;
  return `
    CASE WHEN NOT contains(line, '"') THEN string_split(line, '${delimiter}')
      WHEN regexp_full_match(line, '${field}(${delimiter}${field})*')
      THEN [CASE WHEN starts_with(x, '"') THEN replace(x[2:-2], '""', '"') ELSE x END
            FOR x IN regexp_extract_all('${delimiter}' || line, '${delimiter}${field}', 1)]
    END`;
}

/** A key as a JSON pointer (RFC 6901). */
function toPointer(key: string): string {
  return `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** File names are patterns to the engine; each special character becomes a class of itself. */
function escapeGlob(path: string): string {
  return path.replaceAll(/[*?[]/gu, "[$&]");
}

/** Writes the query that lists the columns of a Parquet file. */
export function describeParquet(path: string): RowQuery {
  return {
    sql: `
      SELECT column_name
      FROM (DESCRIBE SELECT * FROM read_parquet($1, hive_partitioning = false))`,
    values: [escapeGlob(path)],
  };
}
