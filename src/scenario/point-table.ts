import * as z from "zod";
import { openMapping } from "./mapping.ts";
import { mustBe, showCount } from "./messages.ts";
import { node, readPart } from "./node.ts";

/** A count and the seconds measured at it. */
export type TablePoint = readonly [count: number, seconds: number];

/** What a table may hold. */
export interface PointTableOptions {
  /** Fewest points. */
  readonly points: number;
  readonly leastKey: number;
  readonly greatestKey: number;
  readonly seconds: z.ZodType<number>;
}

const KEY = /^-?[0-9][0-9kM._]*$/;

/**
 * A table of times by count, such as `{1: 9ms, 8: 17ms}`; it reads as points ascending in count.
 */
export function pointTable(options: PointTableOptions): z.ZodType<readonly TablePoint[]> {
  const { points, leastKey, greatestKey, seconds } = options;
  const open = openMapping({}, { pattern: KEY, name: "whole numbers", schema: seconds });
  return node<readonly TablePoint[]>(
    { form: z.strictObject({}), patterns: { "^[0-9]+$": seconds } },
    (value, report) => {
      const read = readPart(open, value, [], report);
      if (read === undefined) return undefined;
      const table: TablePoint[] = [];
      for (const [key, time] of read.extras) {
        const count = /^(?:0|[1-9][0-9]*)$/.test(key) ? Number(key) : Number.NaN;
        if (count >= leastKey && count <= greatestKey) {
          table.push([count, time]);
          continue;
        }
        const range = `between ${showCount(leastKey)} and ${showCount(greatestKey)}`;
        report({
          code: "out-of-range",
          message: `must have a whole number ${range} as its key`,
          hint: "such as 8: 17ms",
          path: [key],
        });
      }
      if (table.length < read.extras.length) return undefined;
      if (table.length >= points) return table.sort(([left], [right]) => left - right);
      const noun = points === 1 ? "point" : "points";
      return report({
        code: "out-of-range",
        message: mustBe(`a table of at least ${points} ${noun}`, value),
        hint: "such as {1: 9ms, 8: 17ms}",
      });
    },
  );
}

/**
 * Value of a table beyond its last point, along its last slope.
 *
 * @param table - At least two points, ascending in count.
 * @param count - At or beyond the last point's.
 */
export function extrapolateLast(table: readonly TablePoint[], count: number): number {
  const [beforeCount, before] = table[table.length - 2];
  const [lastCount, last] = table[table.length - 1];
  return last + ((last - before) / (lastCount - beforeCount)) * (count - lastCount);
}
