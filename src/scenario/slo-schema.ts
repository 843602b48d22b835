import type * as z from "zod";
import { choice } from "./choice.ts";
import { list } from "./list.ts";
import { isMapping, mapping, openMapping } from "./mapping.ts";
import { mutuallyExclusive } from "./messages.ts";
import { described, node, readPart } from "./node.ts";
import { parsePercentile, PERCENTILE_FORM } from "./percentile.ts";
import { duration, oneOf, share } from "./quantity.ts";
import type { ObjectiveSection, SloSection } from "./scenario.ts";

const within = duration({ above: 0 });
const metricNames = oneOf(["latency", "ttft", "tpot", "queueWait"]);

const full = mapping({
  metric: described(metricNames, "What is measured.", "ttft"),
  within: described(within, "A request is good up to this.", "500ms"),
  target: described(share({ above: 0, below: 1 }), "Share of requests that must be good.", "99%"),
});

const sugarForm = openMapping(
  { metric: described(metricNames.prefault("latency"), "What is measured.", "ttft") },
  { pattern: PERCENTILE_FORM, name: "p50 … p99.9", schema: within },
);

const sugar = node<ObjectiveSection>(sugarForm, (value, report) => {
  const read = readPart(sugarForm, value, [], report);
  if (read === undefined) return undefined;
  if (read.extras.length !== 1) {
    return report({
      code: "conflict",
      message: `must have one percentile, got ${read.extras.map(([key]) => key).join(", ")}`,
      hint: "write one objective for each",
    });
  }
  const [[key, seconds]] = read.extras;
  const target = parsePercentile(key);
  if (target === null) {
    return report({
      code: "bad-value",
      message: "is not a percentile: it must be between p0 and p100, both excluded",
      hint: "such as p95: 8s",
      path: [key],
    });
  }
  return { metric: read.fields.metric, within: seconds, target };
});

const objective = choice<ObjectiveSection>([full, sugar], (value, report) => {
  if (!isMapping(value)) return full;
  const percentile = Object.keys(value).find((key) => PERCENTILE_FORM.test(key));
  if (percentile === undefined) return full;
  const written = ["within", "target"].find((key) => Object.hasOwn(value, key));
  if (written === undefined) return sugar;
  return report({
    code: "conflict",
    message: mutuallyExclusive(percentile, written),
    hint: `${percentile}: 8s is short for {metric: latency, within: 8s, target: …}`,
  });
});

/** What must hold. */
export const sloSchema: z.ZodType<SloSection> = mapping({
  window: described(
    duration({ above: 0 }).prefault("30d"),
    "Stretch of time over which the error budget is kept.",
    "30d",
  ),
  confidence: described(
    share({ above: 0.5, below: 1 }).prefault("95%"),
    "Confidence of the intervals and of the choice.",
    "95%",
  ),
  objectives: described(list(objective, 1), "All of them must hold.", [
    { metric: "ttft", within: "500ms", target: "99%" },
    { p95: "8s" },
  ]),
});
