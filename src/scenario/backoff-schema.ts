import * as z from "zod";
import { checkBounds } from "./check-bounds.ts";
import { choice } from "./choice.ts";
import { durationDistribution } from "./distribution-schema.ts";
import { isMapping, mapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { described, node, orNull } from "./node.ts";
import { duration, plainNumber, share } from "./quantity.ts";
import type { BackoffSection } from "./retries-section.ts";

/** Doubling is what all do; a decorrelated wait is drawn from up to three times the last. */
const DOUBLING = 2;
const TREBLING = 3;

const WORDS = ["full", "decorrelated"] as const;

const word = node<(typeof WORDS)[number]>(z.enum(WORDS), (value, report) => {
  const found = WORDS.find((known) => known === value);
  if (found !== undefined) return found;
  return report({
    code: typeof value === "string" ? "bad-value" : "wrong-type",
    message: mustBe("full, decorrelated or a share such as 20%", value),
    hint: "0% for none",
  });
});
const band = share({ atLeast: 0, atMost: 1 });
const jitter = choice<"full" | "decorrelated" | number>([word, band], (value) =>
  typeof value === "string" && value.includes("%") ? band : word,
);

const growing = mapping(
  {
    base: described(duration({ atLeast: 0 }), "Before the first retry.", "100ms"),
    factor: described(
      orNull(plainNumber({ atLeast: 1, atMost: 1000 })),
      "Multiplies the wait from retry to retry. Left out: 2. Not if decorrelated.",
      2,
    ),
    max: described(orNull(duration({ above: 0 })), "Longest wait. Left out: no limit.", "20s"),
    jitter: described(
      jitter.prefault("full"),
      "full: anything from 0 to the wait; decorrelated: from base to 3 times the wait before (AWS Architecture Blog, 2015); a share: so much around it.",
      "full",
      "decorrelated",
      "20%",
    ),
  },
  ({ base, factor, max, jitter }, report) => {
    checkBounds(["base", base], ["max", max], report);
    if (jitter !== "decorrelated" || typeof factor !== "number") return;
    report({
      code: "conflict",
      message: "is of no use with jitter: decorrelated, which goes up to 3 times the wait before",
      path: ["factor"],
    });
  },
).transform((written): BackoffSection => ({
  ...written,
  factor: written.factor ?? (written.jitter === "decorrelated" ? TREBLING : DOUBLING),
}));

const drawn = durationDistribution.transform((law): BackoffSection => ({ law }));

/** The wait before a retry: one that grows, or a law. */
export const backoffSchema: z.ZodType<BackoffSection> = choice<BackoffSection>(
  [growing, drawn],
  (value) => (isMapping(value) && !Object.hasOwn(value, "distribution") ? growing : drawn),
);
