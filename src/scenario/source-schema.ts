import type * as z from "zod";
import { arrivalSchema } from "./arrival-schema.ts";
import type { UsersSection } from "./class-section.ts";
import { meanWithoutClamp } from "./distribution-mean.ts";
import { durationDistribution, tokenDistribution } from "./distribution-schema.ts";
import { mapping } from "./mapping.ts";
import { described, orNull, remembering } from "./node.ts";
import { count, duration } from "./quantity.ts";
import type { GenerateSection } from "./scenario.ts";

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
