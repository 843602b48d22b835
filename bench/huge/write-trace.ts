import { DuckDBInstance } from "@duckdb/node-api";

/** Seconds of a week, and of the wave that its days make. */
export const WEEK = 604_800;
const DAY = 86_400;

/**
 * How far the days swing: the rate is the mean over 1 + SWING·cos, so from 0.67 to 2 times the
 * mean.
 */
const SWING = 0.5;

/**
 * Writes a trace as large as a week of a cloud's LLM traffic as Parquet: columns `arrival`
 * (seconds), `input` and `output` (tokens), Poisson arrivals on a daily wave, lognormal sizes as
 * in the continuous bench. What is drawn is a hash of the row, so the file is the same wherever it
 * is made.
 *
 * @param path - Of the file.
 * @param rows - Requests.
 * @param rate - Requests a second, mean over a day.
 */
export async function writeTrace(path: string, rows: number, rate: number): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "1GB" });
  const connection = await instance.connect();
  try {
    await connection.run(`
      COPY (
        SELECT
          even + ${(SWING * DAY) / (2 * Math.PI)} * sin(${(2 * Math.PI) / DAY} * even) AS arrival,
          ${tokens("input_normal", 1020, 0.843, 8192)} AS input,
          ${tokens("output_normal", 177, 0.833, 2048)} AS output
        FROM (
          SELECT
            sum(-ln(${uniform("i", 0)})) OVER (ROWS UNBOUNDED PRECEDING) / ${rate} AS even,
            ${normal("i", 1)} AS input_normal,
            ${normal("i", 3)} AS output_normal
          FROM range(${rows}) AS one(i)
        )
      ) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A number in (0, 1) that row and purpose decide. */
function uniform(row: string, purpose: number): string {
  return `((hash(${row} * 8 + ${purpose}) >> 11) + 0.5) / 9007199254740992`;
}

/** Box and Muller's. */
function normal(row: string, purpose: number): string {
  return `sqrt(-2 * ln(${uniform(row, purpose)})) * cos(2 * pi() * ${uniform(row, purpose + 1)})`;
}

function tokens(normalName: string, median: number, sigma: number, most: number): string {
  const value = `round(${median} * exp(${sigma} * ${normalName}))`;
  return `CAST(greatest(1, least(${most}, ${value})) AS INTEGER)`;
}
