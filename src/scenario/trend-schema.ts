import type * as z from "zod";
import { list, pair } from "./list.ts";
import { mapping } from "./mapping.ts";
import { described, node, orNull, readPart } from "./node.ts";
import { duration, plainNumber } from "./quantity.ts";
import type { TrendSection } from "./scenario.ts";

type Points = readonly (readonly [time: number, factor: number])[];

const pairs = list(
  pair(duration({ atLeast: 0 }), plainNumber({ above: 0, atMost: 1e6 }), "[time, factor]"),
  1,
);

const points = node<Points>(pairs, (value, report) => {
  const read = readPart(pairs, value, [], report);
  if (read === undefined) return undefined;
  const late = read.findIndex(([time], place) => place > 0 && time <= read[place - 1][0]);
  if (late < 0) return read;
  const message = `must be later than the point before it, got ${read[late][0]}s after ${read[late - 1][0]}s`;
  return report({ code: "conflict", message, hint: "times ascend", path: [late] });
});

const EXAMPLE = [
  ["0s", 1.2],
  ["30m", 0.8],
];

const form = mapping({
  input: described(orNull(points), "Factor on the input tokens, linear between points.", EXAMPLE),
  output: described(orNull(points), "Factor on the output tokens, linear between points.", EXAMPLE),
});

/** Factors on token counts over time. */
export const trendSchema: z.ZodType<TrendSection> = node<TrendSection>(form, (value, report) => {
  const read = readPart(form, value, [], report);
  if (read === undefined) return undefined;
  const { input, output } = read;
  return { ...(input === null ? {} : { input }), ...(output === null ? {} : { output }) };
});
