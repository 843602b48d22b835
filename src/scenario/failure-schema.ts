import type * as z from "zod";
import { choice } from "./choice.ts";
import { durationDistribution } from "./distribution-schema.ts";
import type {
  FailureSection,
  OutageLaws,
  OutageSection,
  RolloutLimit,
  RolloutSection,
} from "./failure-section.ts";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { mutuallyExclusive } from "./messages.ts";
import { MOST_REPLICAS } from "./most-replicas.ts";
import { described, orNull } from "./node.ts";
import { count, duration, oneOf, plainNumber, share } from "./quantity.ts";

const moment = duration({ atLeast: 0 });

const outageLaws: z.ZodType<OutageLaws> = mapping({
  uptime: described(durationDistribution, "Time in service until a failure.", {
    distribution: "exponential",
    mean: "30d",
  }),
  downtime: described(durationDistribution, "Time until it is back.", "5m"),
});

const spot: z.ZodType<NonNullable<FailureSection["spot"]>> = mapping({
  life: described(durationDistribution, "Time from readiness to the notice.", {
    distribution: "exponential",
    mean: "6h",
  }),
  notice: described(
    moment.prefault("2m"),
    "Time from the notice to the end, 2m on AWS (EC2 User Guide, Spot interruption notices). A successor is asked for at the notice.",
    "2m",
  ),
});

const slow: z.ZodType<NonNullable<FailureSection["slow"]>> = mapping({
  interval: described(durationDistribution, "Time between such stretches.", {
    distribution: "exponential",
    mean: "1h",
  }),
  duration: described(durationDistribution, "How long one lasts.", "30s"),
  factor: described(
    plainNumber({ above: 1, atMost: 1e6 }),
    "What all that starts in it is multiplied by.",
    3,
  ),
});

const outage: z.ZodType<OutageSection> = mapping(
  {
    at: described(moment, "When it starts.", "10m"),
    duration: described(duration({ above: 0 }), "How long it lasts.", "5m"),
    replicas: described(
      orNull(count(1, MOST_REPLICAS)),
      "How many go down, those with the lowest numbers.",
      2,
    ),
    zone: described(orNull(count(0, 999)), "The zone that goes down, counted from 0.", 0),
  },
  ({ replicas, zone }, report) => {
    if (replicas === undefined || zone === undefined) return;
    if ((replicas === null) !== (zone === null)) return;
    if (replicas === null) {
      const hint = "such as replicas: 1, or zone: 0";
      report({ code: "missing-key", message: "must have replicas or zone", hint });
      return;
    }
    const hint = "list two outages to have both";
    report({ code: "conflict", message: mutuallyExclusive("replicas", "zone"), hint });
  },
);

const whole = count(0, MOST_REPLICAS).transform((replicas): RolloutLimit => ({ replicas }));
const part = share({ atLeast: 0, atMost: 1 }).transform((found): RolloutLimit => ({
  share: found,
}));
const rolloutLimit = choice<RolloutLimit>([whole, part], (value) =>
  typeof value === "string" && value.includes("%") ? part : whole,
);

/** Defaults are those of a Deployment's `rollingUpdate` (Kubernetes 1.34, 2025). */
const rollout: z.ZodType<RolloutSection> = mapping(
  {
    at: described(moment, "When it starts.", "15m"),
    maxUnavailable: described(
      rolloutLimit.prefault("25%"),
      "Replicas that may be missing; a share is rounded down (Kubernetes: 25%).",
      "25%",
      0,
    ),
    maxSurge: described(
      rolloutLimit.prefault("25%"),
      "Replicas that may be there in addition; a share is rounded up (Kubernetes: 25%).",
      "25%",
      1,
    ),
  },
  ({ maxUnavailable, maxSurge }, report) => {
    if (!maxUnavailable || !maxSurge || !isNone(maxUnavailable) || !isNone(maxSurge)) return;
    report({
      code: "conflict",
      message: "must have maxUnavailable or maxSurge above 0",
      hint: "with neither no replica can be replaced",
    });
  },
);

/** True of a limit that lets nothing happen. */
export function isNone(limit: RolloutLimit): boolean {
  return ("replicas" in limit ? limit.replicas : limit.share) === 0;
}

/** What goes wrong. */
export const failureSchema: z.ZodType<FailureSection> = mapping({
  onLoss: described(
    oneOf(["fail", "retry", "resume"]).prefault("fail"),
    "What becomes of requests on a replica that stops: they fail, start anew elsewhere, or wait until it is back (elsewhere if it never is).",
    "retry",
  ),
  replica: described(orNull(outageLaws), "Failures of single replicas.", {
    uptime: { distribution: "exponential", mean: "30d" },
    downtime: "5m",
  }),
  zone: described(orNull(outageLaws), "Failures of whole zones.", {
    uptime: { distribution: "exponential", mean: "90d" },
    downtime: "30m",
  }),
  spot: described(orNull(spot), "Capacity that is reclaimed.", {
    life: { distribution: "exponential", mean: "6h" },
    notice: "2m",
  }),
  slow: described(orNull(slow), "Stretches in which a replica is slow.", {
    interval: { distribution: "exponential", mean: "1h" },
    duration: "30s",
    factor: 3,
  }),
  outages: described(list(outage, 0).prefault([]), "Planned outages.", [
    { at: "10m", duration: "5m", zone: 0 },
  ]),
  rollouts: described(list(rollout, 0).prefault([]), "Rolling updates of the whole fleet.", [
    { at: "15m", maxUnavailable: 0, maxSurge: 1 },
  ]),
});
