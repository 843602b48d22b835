import type * as z from "zod";
import type { PredictiveSection } from "./autoscaler-section.ts";
import { checkStart } from "./check-bounds.ts";
import { kindKey } from "./kind-key.ts";
import { mapping } from "./mapping.ts";
import { MOST_REPLICAS } from "./most-replicas.ts";
import { described, orNull } from "./node.ts";
import { count, duration, rate, share } from "./quantity.ts";

/** Replicas for a forecast of the rate: a straight line through the last windows. */
export const predictiveSchema: z.ZodType<PredictiveSection> = mapping(
  {
    kind: kindKey("predictive", "The autoscaler"),
    min: described(count(0, MOST_REPLICAS).prefault(1), "Fewest replicas.", 2),
    max: described(count(1, MOST_REPLICAS), "Most replicas.", 20),
    initial: described(orNull(count(0, MOST_REPLICAS)), "Replicas at the start. Left out: min.", 2),
    perReplica: described(rate({ above: 0 }), "Arrivals that a replica is to take.", "12/s"),
    interval: described(
      duration({ atLeast: 0.1 }).prefault("30s"),
      "Time between forecasts.",
      "30s",
    ),
    window: described(
      duration({ atLeast: 0.1 }).prefault("1m"),
      "Length of a window whose arrivals are counted.",
      "1m",
    ),
    windows: described(
      count(2, 10_000).prefault(10),
      "How many of the last windows the line goes through.",
      10,
    ),
    horizon: described(
      orNull(duration({ atLeast: 0 })),
      "How far ahead the line is followed. Left out: the mean cold start.",
      "2m",
    ),
    headroom: described(
      share({ atLeast: 0, atMost: 100 }).prefault("10%"),
      "Added to the forecast.",
      "10%",
    ),
    scaleDownDelay: described(
      duration({ atLeast: 0 }).prefault("5m"),
      "How long a lower forecast must last before the fleet shrinks.",
      "5m",
    ),
  },
  ({ min, max, initial }, report) =>
    checkStart(["initial", initial], ["min", min], ["max", max], report),
).transform((written): PredictiveSection => ({
  ...written,
  initial: written.initial ?? written.min,
}));
