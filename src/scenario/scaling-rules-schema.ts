import type * as z from "zod";
import type { ScalingRulesSection } from "./autoscaler-section.ts";
import { renamedInPart } from "./autoscaler-names.ts";
import { tagged } from "./choice.ts";
import { kindKey } from "./kind-key.ts";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { described, orNull } from "./node.ts";
import { count, duration, oneOf, share } from "./quantity.ts";

type Policy = ScalingRulesSection["policies"][number];

/** Longest period and longest window of the API: half an hour and an hour. */
const LONGEST_PERIOD = 1800;
const LONGEST_WINDOW = 3600;

const period = described(
  duration({ above: 0, atMost: LONGEST_PERIOD }),
  "Time in which no more than this may change (periodSeconds).",
  "15s",
);

const policy = tagged<Policy>(
  "type",
  {
    pods: mapping({
      type: kindKey("pods", "What the value is"),
      value: described(count(1, 100_000), "Replicas.", 4),
      period,
    }),
    percent: mapping({
      type: kindKey("percent", "What the value is"),
      value: described(
        share({ above: 0, atMost: 1000 }),
        "Share of the replicas at the start of the period.",
        "100%",
      ),
      period,
    }),
  },
  "what the value is",
  renamedInPart,
);

/** Defaults of one direction, as written. */
interface Defaults {
  readonly stabilizationWindow: string;
  readonly policies: readonly object[];
}

/**
 * Kubernetes' own: `pkg/apis/autoscaling/v2/defaults.go` (1.34, 2025). Limits are those of its
 * validation.
 */
const UP: Defaults = {
  stabilizationWindow: "0s",
  policies: [
    { type: "pods", value: 4, period: "15s" },
    { type: "percent", value: "100%", period: "15s" },
  ],
};
const DOWN: Defaults = {
  stabilizationWindow: "300s",
  policies: [{ type: "percent", value: "100%", period: "15s" }],
};

/** `behavior.scaleUp`. */
export const scaleUpSchema: z.ZodType<ScalingRulesSection> = rulesOf(UP);
/** `behavior.scaleDown`. */
export const scaleDownSchema: z.ZodType<ScalingRulesSection> = rulesOf(DOWN);

/** What `behavior` comes to where an object has none. */
export const NO_BEHAVIOR: {
  readonly scaleUp: ScalingRulesSection;
  readonly scaleDown: ScalingRulesSection;
} = {
  scaleUp: { stabilizationWindow: 0, selectPolicy: "max", policies: [], tolerance: null },
  scaleDown: scaleDownSchema.parse({}),
};

/**
 * Fills in `behavior` as Kubernetes does: the documented defaults where either direction is given,
 * and nothing where neither is.
 */
export function resolveBehavior(written: {
  readonly scaleUp: ScalingRulesSection | null;
  readonly scaleDown: ScalingRulesSection | null;
}): typeof NO_BEHAVIOR {
  const { scaleDown, scaleUp } = written;
  if (scaleUp === null && scaleDown === null) return NO_BEHAVIOR;
  return {
    scaleUp: scaleUp ?? scaleUpSchema.parse({}),
    scaleDown: scaleDown ?? scaleDownSchema.parse({}),
  };
}

function rulesOf({ stabilizationWindow, policies }: Defaults): z.ZodType<ScalingRulesSection> {
  return mapping({
    stabilizationWindow: described(
      duration({ atLeast: 0, atMost: LONGEST_WINDOW }).prefault(stabilizationWindow),
      "The most cautious recommendation of this long is followed.",
      stabilizationWindow,
    ),
    selectPolicy: described(
      oneOf(["max", "min", "disabled"]).prefault("max"),
      "Which policy counts; disabled: no change in this direction.",
      "max",
    ),
    policies: described(
      list(policy, 1).prefault(() => [...policies]),
      "How much may change in how long.",
      policies,
    ),
    tolerance: described(
      orNull(share({ atLeast: 0, below: 1 })),
      "Deviation from the target that is left alone. Left out: that of both directions.",
      "5%",
    ),
  });
}
