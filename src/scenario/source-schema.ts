import type * as z from "zod";
import { arrivalSchema } from "./arrival-schema.ts";
import type { UsersSection } from "./class-section.ts";
import { meanWithoutClamp } from "./distribution-mean.ts";
import { durationDistribution, tokenDistribution } from "./distribution-schema.ts";
import { pair } from "./list.ts";
import { mapping } from "./mapping.ts";
import { described, node, orNull, readPart, remembering, type Report } from "./node.ts";
import { count, duration, oneOf, plainNumber, text } from "./quantity.ts";
import type { GenerateSection, TraceSection } from "./scenario.ts";

const columns = mapping({
  arrival: described(text(), "Column of arrival times, in seconds.", "t"),
  input: described(orNull(text()), "Column of input token counts.", "in"),
  output: described(orNull(text()), "Column of output token counts.", "out"),
  duration: described(orNull(text()), "Column of service times, in seconds.", "seconds"),
});

const cut = pair(duration({ atLeast: 0 }), duration({ above: 0 }), "[start, end]");

const window = node<readonly [number, number]>(cut, (value, report) => {
  const stretch = readPart(cut, value, [], report);
  if (stretch === undefined || stretch[0] < stretch[1]) return stretch;
  const message = `must start before it ends, got ${stretch[0]}s to ${stretch[1]}s`;
  return report({ code: "conflict", message, hint: "written [start, end]" });
});

/** A recorded request log. */
export const traceSchema: z.ZodType<TraceSection> = mapping(
  {
    file: described(text(), "Path, relative to the scenario file.", "requests.csv.gz"),
    format: described(
      oneOf(["azure-llm", "mooncake", "columns"]),
      "How the file is laid out; columns: any CSV, JSONL or Parquet, by the names of its columns.",
      "columns",
    ),
    columns: described(orNull(columns), "Names of the columns, for format: columns.", {
      arrival: "t",
      input: "in",
      output: "out",
    }),
    window: described(orNull(window), "Stretch of the trace to keep.", ["0s", "30m"]),
    speed: described(
      plainNumber({ above: 0, atMost: 1e6 }).prefault(1),
      "Compresses time: 2 is the same requests at twice the rate.",
      2,
    ),
    copies: described(
      count(1, 1000).prefault(1),
      "Superposes shifted copies: 3 is three times the rate, smoother.",
      3,
    ),
    onError: described(
      oneOf(["error", "skip"]).prefault("error"),
      "What to do with a malformed row.",
      "skip",
    ),
  },
  checkColumns,
);

function checkColumns(
  { format, columns }: Partial<Pick<TraceSection, "format" | "columns">>,
  report: Report,
): void {
  if (format === undefined || columns === undefined) return;
  if (format === "columns" && columns === null) {
    report({
      code: "missing-key",
      message: "is required with format: columns",
      hint: "such as columns: {arrival: t, input: in, output: out}",
      path: ["columns"],
    });
  }
  if (format !== "columns" && columns !== null) {
    report({
      code: "conflict",
      message: `must be left out with format: ${format}, which names its own columns`,
      hint: "remove it, or use format: columns",
      path: ["columns"],
    });
  }
}

/** Length of a workload that is not recorded. */
export const sourceDurationSchema: z.ZodType<number> = duration({ above: 0 });

const tokens = {
  input: described(orNull(remembering(tokenDistribution)), "Input tokens of a request.", {
    distribution: "lognormal",
    p50: 1020,
    p95: 4083,
  }),
  output: described(orNull(remembering(tokenDistribution)), "Output tokens of a request.", {
    distribution: "lognormal",
    p50: 129,
    p95: 451,
  }),
};

/** A generated workload. */
export const generateSchema: z.ZodType<GenerateSection> = mapping({
  duration: described(sourceDurationSchema, "Arrivals fall before this.", "1h"),
  arrivals: described(remembering(arrivalSchema), "When requests arrive.", {
    process: "gamma",
    rate: "12/s",
    cv: 2.5,
  }),
  ...tokens,
});

/** Most users of one class. */
const MOST_USERS = 1_000_000;

/** A closed loop of users who wait for their answer. */
export const usersSchema: z.ZodType<UsersSection> = mapping(
  {
    count: described(count(1, MOST_USERS), "Users, each with one request at a time.", 50),
    thinkTime: described(
      remembering(durationDistribution),
      "From an answer to the user's next request: a duration or a distribution.",
      "5s",
    ),
    duration: described(sourceDurationSchema, "No request is sent at or after this.", "1h"),
    ...tokens,
  },
  ({ thinkTime }, report) => {
    if (thinkTime === undefined || meanWithoutClamp(thinkTime) !== 0) return;
    report({
      code: "out-of-range",
      message: "must have a mean above 0s",
      hint: "users who never think send their next request at the instant of a rejection",
      path: ["thinkTime"],
    });
  },
);
