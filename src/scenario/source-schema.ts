import type * as z from "zod";
import { arrivalSchema } from "./arrival-schema.ts";
import type { UsersSection } from "./class-section.ts";
import { meanWithoutClamp } from "./distribution-mean.ts";
import { durationDistribution, tokenDistribution } from "./distribution-schema.ts";
import { mapping } from "./mapping.ts";
import { described, node, orNull, readPart, remembering, type Report } from "./node.ts";
import { count, duration, plainNumber, text } from "./quantity.ts";
import type { DistributionSection, GenerateSection, TrendSection } from "./scenario.ts";
import { trendSchema } from "./trend-schema.ts";

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

const generator = mapping(
  {
    duration: described(sourceDurationSchema, "Arrivals fall before this.", "1h"),
    arrivals: described(remembering(arrivalSchema), "When requests arrive.", {
      process: "gamma",
      rate: "12/s",
      cv: 2.5,
    }),
    ...tokens,
    correlation: described(
      orNull(plainNumber({ atLeast: -1, atMost: 1 })),
      "Spearman's rank correlation of input and output tokens. Left out: 0.",
      0.3,
    ),
    trend: described(
      orNull(remembering(trendSchema)),
      "Factors on the token counts over time. Left out: 1.",
      {
        output: [
          ["0s", 1.2],
          ["30m", 0.8],
        ],
      },
    ),
    source: described(
      orNull(text()),
      "What the figures were fitted to, for readers.",
      "fitted to last Monday's requests",
    ),
  },
  checkSizes,
);

/** A generated workload. */
export const generateSchema: z.ZodType<GenerateSection> = node<GenerateSection>(
  generator,
  (value, report) => {
    const read = readPart(generator, value, [], report);
    if (read === undefined) return undefined;
    const { correlation, source, trend, ...others } = read;
    return {
      ...others,
      ...(correlation === null ? {} : { correlation }),
      ...(trend === null ? {} : { trend }),
      ...(source === null ? {} : { source }),
    };
  },
);

/** Correlations and trends are about sizes, which then have to have a law. */
function checkSizes(
  written: {
    readonly input?: DistributionSection | null;
    readonly output?: DistributionSection | null;
    readonly correlation?: number | null;
    readonly trend?: TrendSection | null;
  },
  report: Report,
): void {
  const { correlation, trend } = written;
  for (const side of ["input", "output"] as const) {
    if (written[side] !== null) continue;
    const complain = (message: string, ...path: readonly string[]): undefined =>
      report({ code: "conflict", message, hint: `add ${side}, or remove it`, path });
    if (typeof correlation === "number") {
      complain(`needs both input and output, got no ${side}`, "correlation");
    }
    if (trend?.[side] !== undefined) complain(`needs ${side} tokens to change`, "trend", side);
  }
}

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
