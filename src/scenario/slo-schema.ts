import type * as z from "zod";
import { alertsSchema, defaultAlerts } from "./alert-schema.ts";
import { choice } from "./choice.ts";
import { creditsSchema } from "./credit-schema.ts";
import { list } from "./list.ts";
import { unreadOpensloSchema } from "./openslo/openslo-section.ts";
import type { KeyPath } from "./key-path.ts";
import { isMapping, mapping, openMapping } from "./mapping.ts";
import { mutuallyExclusive } from "./messages.ts";
import { described, node, orNull, readPart, type Report } from "./node.ts";
import { parsePercentile, PERCENTILE_FORM } from "./percentile.ts";
import { duration, oneOf, penaltyPrice, share, text } from "./quantity.ts";
import type { AlertSection, ObjectiveSection, SloSection, TimeSliceSection } from "./scenario.ts";

const within = duration({ above: 0 });
const metricNames = oneOf(["latency", "ttft", "tpot", "queueWait"]);

const ofClass = described(
  orNull(text()),
  "Class whose requests count. Left out: those of all classes.",
  "interactive",
);

const full = mapping({
  class: ofClass,
  metric: described(metricNames, "What is measured.", "ttft"),
  within: described(within, "A request is good up to this.", "500ms"),
  target: described(share({ above: 0, below: 1 }), "Share of requests that must be good.", "99%"),
});

const sugarForm = openMapping(
  {
    class: ofClass,
    metric: described(metricNames.prefault("latency"), "What is measured.", "ttft"),
  },
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
  return { class: read.fields.class, metric: read.fields.metric, within: seconds, target };
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

const timeSlice = mapping({
  window: described(duration({ atLeast: 1 }).prefault("1m"), "Length of a slice of time.", "1m"),
  target: described(
    orNull(share({ above: 0, atMost: 1 })),
    "Share of a slice's requests that must be good. Left out: the objective's own target.",
    "99%",
  ),
});

/** The keys before the defaults are filled in that depend on each other. */
interface WrittenSlo extends Omit<SloSection, "timeSlice" | "alerts" | "objectives"> {
  readonly openslo: null;
  readonly objectives: readonly ObjectiveSection[] | null;
  readonly timeSlice: TimeSliceSection | null;
  readonly alerts: readonly AlertSection[] | null;
}

/** What must hold. */
export const sloSchema: z.ZodType<SloSection> = mapping(
  {
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
    openslo: described(
      unreadOpensloSchema,
      "OpenSLO file whose objectives, window and budgeting take the place of these keys.",
      "chat.slo.yaml",
      { file: "chat.slo.yaml", metrics: { "chat-ttft-p99": "ttft" } },
    ),
    objectives: described(
      orNull(list(objective, 1)),
      "All of them must hold. Required without openslo.",
      [{ metric: "ttft", within: "500ms", target: "99%" }, { p95: "8s" }],
    ),
    budgeting: described(
      oneOf(["occurrences", "timeslices"]).prefault("occurrences"),
      "What is counted against the error budget: requests, or slices of time.",
      "timeslices",
    ),
    timeSlice: described(
      orNull(timeSlice),
      "For budgeting: timeslices. Left out: a minute, and the objective's own target.",
      { window: "1m", target: "99%" },
    ),
    alerts: described(
      orNull(alertsSchema),
      "Burn-rate alerts. Left out: 14.4 over 1h and 5m (page), 6 over 6h and 30m (page), 1 over 3d and 6h (ticket), as far as they fit into the window.",
      [{ burn: 14.4, long: "1h", short: "5m", severity: "page" }],
    ),
    penalty: described(
      orNull(penaltyPrice()),
      "What a violation costs. Left out: nothing.",
      "$0.002/violation",
    ),
    credits: described(
      orNull(creditsSchema),
      "What an SLA refunds of the month's bill below a compliance. Left out: nothing.",
      [
        { below: "99.9%", credit: "10%" },
        { below: "99%", credit: "25%" },
      ],
    ),
  },
  checkSlo,
).transform((written: WrittenSlo): SloSection => {
  const { alerts, budgeting, confidence, credits, objectives, penalty, timeSlice, window } =
    written;
  return {
    window,
    confidence,
    objectives: objectives ?? [],
    budgeting,
    timeSlice: timeSlice ?? { window: 60, target: null },
    alerts: alerts ?? defaultAlerts(window),
    penalty,
    credits,
  };
});

function checkSlo(written: Partial<WrittenSlo>, report: Report): void {
  const { window, budgeting, timeSlice, alerts, penalty, credits } = written;
  if (written.objectives === null && written.openslo !== undefined) {
    report({
      code: "missing-key",
      message: "is required",
      hint: "such as objectives: [{p95: 8s}], or openslo: chat.slo.yaml in its place",
      path: ["objectives"],
    });
  }
  if (budgeting === "occurrences" && timeSlice) {
    report({
      code: "conflict",
      message: "must be left out with budgeting: occurrences",
      hint: "remove it, or add budgeting: timeslices",
      path: ["timeSlice"],
    });
  }
  if (typeof penalty === "number" && credits) {
    report({
      code: "conflict",
      message: mutuallyExclusive("penalty", "credits"),
      hint: "price each violation or the month as a whole: remove one of the two",
    });
  }
  if (window === undefined) return;
  const stretches: (readonly [length: number, path: KeyPath])[] = [];
  if (timeSlice) stretches.push([timeSlice.window, ["timeSlice", "window"]]);
  for (const [position, { long }] of (alerts ?? []).entries()) {
    stretches.push([long, ["alerts", position, "long"]]);
  }
  for (const [length, path] of stretches) {
    if (length <= window) continue;
    const message = `must be at most the SLO's window, which is ${window}s, got ${length}s`;
    report({ code: "conflict", message, path });
  }
}
