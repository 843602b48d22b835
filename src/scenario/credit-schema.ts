import type * as z from "zod";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { described, node, readPart } from "./node.ts";
import { share } from "./quantity.ts";
import type { CreditSection } from "./scenario.ts";

const steps = list(
  mapping({
    below: described(
      share({ above: 0, atMost: 1 }),
      "Compliance of the month below which the credit is due.",
      "99.9%",
    ),
    credit: described(share({ above: 0, atMost: 1 }), "Refunded share of the month's bill.", "10%"),
  }),
  1,
);

/** The credits of an SLA: the further below, the more is refunded. */
export const creditsSchema: z.ZodType<readonly CreditSection[]> = node<readonly CreditSection[]>(
  steps,
  (value, report) => {
    const credits = readPart(steps, value, [], report);
    if (credits === undefined) return undefined;
    let isOrdered = true;
    for (let position = 1; position < credits.length; position++) {
      const [before, step] = [credits[position - 1], credits[position]];
      if (step.below < before.below && step.credit > before.credit) continue;
      isOrdered = false;
      report({
        code: "conflict",
        message: "must have a lower below and a higher credit than the step before it",
        hint: "such as [{below: 99.9%, credit: 10%}, {below: 99%, credit: 25%}]",
        path: [position],
      });
    }
    return isOrdered ? credits : undefined;
  },
);
