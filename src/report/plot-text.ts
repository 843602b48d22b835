import { formatLimit } from "./format.ts";

/** A row's mark on a line of text, beside the limit that all rows share. */
export interface TextPlot {
  /** Name of what is shown, and the limit where its line is. */
  readonly header: readonly [upper: string, lower: string];
  /** One line for each value, in their order. */
  readonly lines: readonly string[];
}

/** Fewest characters in which marks can be told apart. */
const LEAST_WIDTH = 10;
/** Beyond so many times the limit it doesn't matter how many. */
const FARTHEST = 3;
/** Nor below so small a part of it. */
const LEAST_SHARE = 1 / 30;

/**
 * Plots values on a logarithmic scale, each on a line of its own: dots up to a star, or to an arrow
 * where a value is beyond the scale or unknown, and a bar at the limit. Plain characters only.
 *
 * @param values - Seconds > 0; infinite or null for what has no end.
 * @param limit - Seconds > 0.
 * @param width - Characters of a line.
 */
export function plotInText(
  name: string,
  values: readonly (number | null)[],
  { limit, width }: { readonly limit: number; readonly width: number },
): TextPlot {
  const columns = Math.max(LEAST_WIDTH, Math.floor(width));
  const finite = values.filter((value): value is number => isShown(value));
  const least = Math.max(Math.min(limit, ...finite), limit * LEAST_SHARE) / 1.1;
  const most = Math.min(Math.max(limit, ...finite), FARTHEST * limit) * 1.1;
  const columnOf = (value: number): number =>
    Math.round((Math.log(value / least) / Math.log(most / least)) * (columns - 1));
  const bar = Math.min(columns - 2, columnOf(limit));
  return {
    header: [titleOf(name, columns), limitLine(bar, formatLimit(limit), columns)],
    lines: values.map((value) => {
      const isBeyond = !isShown(value) || value > most;
      const column = isBeyond ? columns - 1 : besideBar(columnOf(value), value, { bar, limit });
      const dots = ".".repeat(column) + (isBeyond ? ">" : "*");
      return withBar(dots.padEnd(columns), bar, column).trimEnd();
    }),
  };
}

/** The name with a word on the scale, as far as there is room. */
function titleOf(name: string, columns: number): string {
  const full = `${name} (log)`;
  return full.length <= columns ? full : name.slice(0, columns);
}

function isShown(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value > 0;
}

/** A value that falls on the bar stands on the side that it is on; only one equal to it on the bar. */
function besideBar(
  column: number,
  value: number,
  { bar, limit }: { readonly bar: number; readonly limit: number },
): number {
  if (column !== bar || value === limit) return Math.max(0, column);
  return value < limit ? Math.max(0, bar - 1) : bar + 1;
}

function withBar(line: string, bar: number, mark: number): string {
  return bar === mark ? line : `${line.slice(0, bar)}|${line.slice(bar + 1)}`;
}

/** The limit beside its bar, on whichever side there is room. */
function limitLine(bar: number, text: string, columns: number): string {
  if (bar + 1 + text.length <= columns) return `${" ".repeat(bar)}|${text}`;
  return `${" ".repeat(Math.max(0, bar - text.length))}${text}|`;
}
