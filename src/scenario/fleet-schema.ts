import * as z from "zod";
import { choice } from "./choice.ts";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { described, node, orNull } from "./node.ts";
import { count, oneOf, price } from "./quantity.ts";
import type { FleetSection } from "./scenario.ts";

/** Most replicas of a fleet. */
export const MOST_REPLICAS = 100_000;

const RANGE = /^([0-9]{1,9})\.\.([0-9]{1,9})$/;

const one = count(1, MOST_REPLICAS);
const single = one.transform((replicas): readonly number[] => [replicas]);
const listed = list(one, 1).transform((counts): readonly number[] =>
  [...new Set(counts)].sort((left, right) => left - right),
);

const range = node<readonly number[]>(z.string().regex(RANGE), (value, report) => {
  const match = typeof value === "string" ? RANGE.exec(value) : null;
  if (!match) {
    return report({
      code: "bad-value",
      message: mustBe("a number, a list or a range such as 1..16", value),
      hint: "write the first and the last count with two dots between them",
    });
  }
  const [first, last] = [Number(match[1]), Number(match[2])];
  if (first < 1 || last > MOST_REPLICAS) {
    return report({ code: "out-of-range", message: mustBe("between 1 and 100,000", value) });
  }
  if (first > last) {
    return report({
      code: "out-of-range",
      message: mustBe("a range from its smaller to its larger end", value),
      hint: `did you mean \`${last}..${first}\`?`,
    });
  }
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
});

/** The counts to sweep: a number, a list or a range. */
export const replicasSchema: z.ZodType<readonly number[]> = choice(
  [single, listed, range],
  (value, report) => {
    if (Array.isArray(value)) return listed;
    if (typeof value === "string" && !/^[0-9.]+[kM]$/.test(value)) return range;
    if (typeof value === "number" || typeof value === "string") return single;
    return report({
      code: "wrong-type",
      message: mustBe("a number, a list or a range such as 1..16", value),
    });
  },
);

/** The pool of replicas. */
export const fleetSchema: z.ZodType<FleetSection> = mapping({
  replicas: described(
    replicasSchema,
    "How many replicas: a number, a list or a range. The main axis of the sweep.",
    "1..16",
    4,
    [2, 4, 8],
  ),
  router: described(
    oneOf(["central-queue", "round-robin", "random", "least-outstanding", "power-of-two"]).prefault(
      "least-outstanding",
    ),
    "Who gets an arriving request.",
    "least-outstanding",
  ),
  price: described(price(), "Dollars per replica and hour.", "$4.10/h"),
  queueLimit: described(
    orNull(count(0, 1_000_000_000)),
    "Waiting requests per queue; beyond it a request is rejected. Left out: no limit.",
    500,
  ),
  current: described(
    orNull(one),
    "Replicas that run today, to compare with. Left out: unknown.",
    12,
  ),
});
