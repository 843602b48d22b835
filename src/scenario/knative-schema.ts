import type * as z from "zod";
import type { KnativeSection } from "./autoscaler-section.ts";
import { checkBounds } from "./check-bounds.ts";
import { kindKey } from "./kind-key.ts";
import { mapping } from "./mapping.ts";
import { MOST_REPLICAS } from "./most-replicas.ts";
import { described, orNull } from "./node.ts";
import { amount, count, duration, oneOf, plainNumber, share } from "./quantity.ts";

/**
 * `container-concurrency-target-default` and `requests-per-second-target-default` of
 * config-autoscaler (Knative Serving 1.18, 2025).
 */
const DEFAULT_TARGETS = { concurrency: 100, rps: 200 } as const;

/**
 * Knative's pod autoscaler: `config-autoscaler` and the annotations of a revision (Serving 1.18).
 * Limits are those of its validation.
 */
export const knativeSchema: z.ZodType<KnativeSection> = mapping(
  {
    kind: kindKey("knative", "The autoscaler"),
    minScale: described(count(0, MOST_REPLICAS).prefault(0), "Fewest replicas.", 1),
    maxScale: described(
      orNull(count(1, MOST_REPLICAS)),
      "Most replicas. Left out: no limit (Knative 1.18: 0, which is none).",
      20,
    ),
    initialScale: described(
      orNull(count(0, MOST_REPLICAS)),
      "Replicas at the start. Left out: 1, or minScale if that is more (Knative 1.18).",
      1,
    ),
    metric: described(
      oneOf(["concurrency", "rps"]).prefault("concurrency"),
      "What is measured: requests at once, or requests a second.",
      "concurrency",
    ),
    target: described(
      orNull(amount({ atLeast: 0.01, atMost: 1e9 })),
      "What a replica takes, in that unit: its containerConcurrency, if it has one. Left out: 100, or 200 with rps (Knative 1.18).",
      10,
    ),
    targetUtilization: described(
      share({ above: 0, atMost: 1 }).prefault("70%"),
      "Share of the target that is aimed at (Knative 1.18: 70%).",
      "70%",
    ),
    stableWindow: described(
      duration({ atLeast: 6, atMost: 3600 }).prefault("60s"),
      "What the metric is averaged over (Knative 1.18: 60s).",
      "60s",
    ),
    panicWindowPercentage: described(
      share({ atLeast: 0.01, atMost: 1 }).prefault("10%"),
      "The window that panic goes by, as a share of the stable one (Knative 1.18: 10%).",
      "10%",
    ),
    panicThresholdPercentage: described(
      share({ atLeast: 1.1, atMost: 10 }).prefault("200%"),
      "Load relative to capacity at which panic starts (Knative 1.18: 200%).",
      "200%",
    ),
    maxScaleUpRate: described(
      plainNumber({ above: 1, atMost: 1e6 }).prefault(1000),
      "Growth in one decision, at most (Knative 1.18: 1000).",
      1000,
    ),
    maxScaleDownRate: described(
      plainNumber({ above: 1, atMost: 1e6 }).prefault(2),
      "Shrinkage in one decision, at most (Knative 1.18: 2).",
      2,
    ),
    scaleToZeroGracePeriod: described(
      duration({ atLeast: 6 }).prefault("30s"),
      "How long the last replica stays after the decision to stop it (Knative 1.18: 30s, at least 6s).",
      "30s",
    ),
    scaleDownDelay: described(
      duration({ atLeast: 0, atMost: 3600 }).prefault("0s"),
      "How long less load must last before the fleet shrinks (Knative 1.18: 0s).",
      "0s",
    ),
  },
  ({ minScale, maxScale, initialScale }, report) => {
    checkBounds(["minScale", minScale], ["maxScale", maxScale], report);
    checkBounds(["initialScale", initialScale], ["maxScale", maxScale], report);
  },
).transform((written): KnativeSection => ({
  ...written,
  // Knative starts with the more of the two.
  initialScale: Math.max(written.minScale, written.initialScale ?? 1),
  target: written.target ?? DEFAULT_TARGETS[written.metric],
}));
