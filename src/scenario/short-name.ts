import * as z from "zod";
import type { ExtraKeys } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { node } from "./node.ts";

/** A name that can stand in a path: it starts with a letter. */
const SHORT_NAME = /^[a-z][a-z0-9-]{0,99}$/;

const WANTED = "lower-case letters, digits and dashes, starting with a letter";

/** The name of a part of a scenario, such as a class or a pool. */
export const shortNameSchema: z.ZodType<string> = node(
  z.string().regex(SHORT_NAME),
  (value, report) =>
    typeof value === "string" && SHORT_NAME.test(value)
      ? value
      : report({
          code: "bad-value",
          message: mustBe(WANTED, value),
          hint: "such as interactive; at most 100 characters",
        }),
);

/** Keys of a mapping that are names chosen by the writer, each with a value of one schema. */
export function byName<T>(schema: z.ZodType<T>): ExtraKeys<T> {
  return { pattern: SHORT_NAME, name: `names of ${WANTED}`, schema };
}
