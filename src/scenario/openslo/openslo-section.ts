import type * as z from "zod";
import { choice } from "../choice.ts";
import { mapping, openMapping } from "../mapping.ts";
import { described, node, orNull, readPart } from "../node.ts";
import { parsePercentile, PERCENTILE_FORM } from "../percentile.ts";
import { duration, oneOf, text } from "../quantity.ts";
import type { ObjectiveSection } from "../scenario.ts";

/** What an indicator measures, where its file doesn't tell. */
export type IndicatorMapping = "skip" | MeasureMapping;

/** The measure of an indicator, and what its file doesn't say of it. */
export interface MeasureMapping {
  readonly metric: ObjectiveSection["metric"];
  /** Seconds up to which a request is good; null for what the file says. */
  readonly within: number | null;
  /** The share whose quantile the indicator is; null for what its query says. */
  readonly quantile: number | null;
  /** Unit of the objective's value; null for what its query says, else seconds. */
  readonly unit: "s" | "ms" | null;
}

/** Which file to take objectives from, and what its indicators measure. */
export interface OpensloSection {
  readonly file: string;
  /** By the name of an SLO or of its indicator. */
  readonly metrics: ReadonlyMap<string, IndicatorMapping>;
}

const METRICS = ["latency", "ttft", "tpot", "queueWait"] as const;

const quantile = node<number>(text(), (value, report) => {
  const share = typeof value === "string" ? parsePercentile(value) : null;
  if (share !== null && typeof value === "string" && PERCENTILE_FORM.test(value)) return share;
  return report({ code: "bad-value", message: "must be a percentile such as p99" });
});

const word = oneOf([...METRICS, "skip"]).transform((name): IndicatorMapping =>
  name === "skip" ? name : { metric: name, within: null, quantile: null, unit: null },
);

const full = mapping({
  metric: described(oneOf(METRICS), "What the indicator measures.", "ttft"),
  within: described(
    orNull(duration({ above: 0 })),
    "A request is good up to this. Left out: the bound that the file names.",
    "500ms",
  ),
  quantile: described(
    orNull(quantile),
    "The quantile that the indicator is. Left out: that of its query.",
    "p99",
  ),
  unit: described(
    orNull(oneOf(["s", "ms"])),
    "Unit of the objective's value. Left out: ms if its query says so, else s.",
    "ms",
  ),
});

const indicator = choice<IndicatorMapping>([word, full], (value) =>
  typeof value === "string" ? word : full,
);

const indicators = openMapping({}, { pattern: /^.+$/, name: "names", schema: indicator });

const file = text().transform((name): OpensloSection => ({ file: name, metrics: new Map() }));

const whole = mapping({
  file: described(text(), "Path, relative to the scenario file.", "chat.slo.yaml"),
  metrics: described(
    indicators.prefault({}),
    "What indicators measure, by their name or that of the SLO; skip leaves one out.",
    { "chat-ttft-p99": "ttft", "chat-availability": { metric: "latency", within: "30s" } },
  ),
}).transform(({ file: name, metrics }): OpensloSection => ({
  file: name,
  metrics: new Map(metrics.extras),
}));

const form = choice<OpensloSection>([file, whole], (value) =>
  typeof value === "string" ? file : whole,
);

/** The key `slo.openslo` as written. */
export const opensloSchema: z.ZodType<OpensloSection> = form;

/**
 * The key where it is still there when the scenario is validated: whoever parses a scenario puts
 * the file's objectives in its place.
 */
export const unreadOpensloSchema: z.ZodType<null> = orNull(
  node<null>(form, (value, report) => {
    if (readPart(form, value, [], report) === undefined) return undefined;
    return report({
      code: "bad-value",
      message: "names a file of SLOs that has not been read",
      hint: "pass what it holds to parseScenario, as imports",
    });
  }),
).transform((): null => null);
