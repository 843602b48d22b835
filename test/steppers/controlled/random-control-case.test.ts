import { describe, expect, it } from "vitest";

import {
  OUTCOME_COMPLETED,
  OUTCOME_FAILED,
  OUTCOME_REJECTED_NO_REPLICA,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_REJECTED_SHED,
  OUTCOME_TIMED_OUT,
} from "../../../src/sim/sim-plan.ts";
import { randomControlCase, type RandomControlCase } from "./random-control-case.ts";
import { stepControl } from "./step-control.ts";

const SEEDS = 300;

const OUTCOME_NAMES: ReadonlyMap<number, string> = new Map([
  [OUTCOME_COMPLETED, "completed"],
  [OUTCOME_REJECTED_QUEUE_FULL, "rejected: queue full"],
  [OUTCOME_TIMED_OUT, "timed out"],
  [OUTCOME_FAILED, "failed"],
  [OUTCOME_REJECTED_SHED, "rejected: shed"],
  [OUTCOME_REJECTED_NO_REPLICA, "rejected: no replica"],
]);

function featuresOfPlan({ control, plan }: RandomControlCase): string[] {
  const { autoscaler, failures } = control.fleet;
  const { hedging, retries } = control.client;
  const features = [`router ${plan.router}`];
  const note = (feature: string, occurs: boolean): void => {
    if (occurs) features.push(feature);
  };
  const canFail = failures.replica !== null || failures.outages.length > 0;
  note(`loss ${failures.onLoss}`, canFail);
  note("schedule", autoscaler !== null);
  note("schedule and failures", autoscaler !== null && canFail);
  note("retries and failures", retries !== null && canFail);
  note("hedging and failures", hedging !== null && canFail);
  note(`budget ${retries?.budget?.kind}`, retries?.budget != null);
  note(`priority ${control.queue.priority} of classes`, control.classes.length > 1);
  note(
    "reserved share",
    control.classes.some(({ reserved }) => reserved > 0),
  );
  note("overhead", plan.requestOverhead > 0);
  note("queue limit", plan.queueLimit < Infinity);
  return features;
}

/** In how many percent of the cases each feature occurs. */
function shareOfFeatures(kind: "serial" | "batch"): Map<string, number> {
  const shares = new Map<string, number>();
  for (let seed = 0; seed < SEEDS; seed++) {
    const example = randomControlCase(kind, seed);
    const features = new Set(featuresOfPlan(example));
    const { table, tally } = stepControl(example.plan, example.columns, (occurrence) => {
      features.add(occurrence);
    });
    for (const outcome of table.outcome) features.add(OUTCOME_NAMES.get(outcome) ?? "unknown");
    for (const [count, value] of Object.entries(tally)) if (value > 0) features.add(count);
    for (const feature of features) {
      shares.set(feature, (shares.get(feature) ?? 0) + 100 / SEEDS);
    }
  }
  return shares;
}

/** Least percentage of the cases in which each feature must occur. */
const COMMON_SHARES: Readonly<Record<string, number>> = {
  ...Object.fromEntries([0, 1, 3].map((router) => [`router ${router}`, 25])),
  ...Object.fromEntries([0, 1, 2].map((loss) => [`loss ${loss}`, 15])),
  ...Object.fromEntries([0, 1, 2].map((budget) => [`budget ${budget}`, 5])),
  schedule: 40,
  "schedule and failures": 25,
  "retries and failures": 25,
  "hedging and failures": 10,
  overhead: 30,
  "queue limit": 40,
  "two events at one instant": 90,
  completed: 80,
  "rejected: queue full": 25,
  "rejected: no replica": 8,
  "rejected: shed": 8,
  failed: 5,
  "timed out": 25,
  retries: 25,
  retriesDenied: 8,
  "attempts are used up": 10,
  "no time left for a retry": 5,
  hedges: 15,
  hedgeWins: 3,
  "a hedge is sent at once": 10,
  "another attempt goes on": 3,
  "an answer beats another attempt": 8,
  "served too late": 8,
  "served for a client who has gone": 30,
  "gives up waiting": 20,
  "gives up in service": 25,
  "a replica is avoided": 10,
  "held at the door": 15,
  "the door is full": 8,
  lost: 25,
  "paused work goes on": 10,
  "a repaired replica stays down": 3,
  "a draining replica fails": 3,
  "a ready replica is let go": 30,
  "a down replica is let go": 4,
  "a starting replica is let go": 1,
  "a replica drains with work left": 15,
  "a number is used again": 20,
};

const KIND_SHARES: Readonly<Record<"serial" | "batch", Readonly<Record<string, number>>>> = {
  serial: {
    "priority 0 of classes": 10,
    "priority 1 of classes": 10,
    "priority 2 of classes": 10,
    "reserved share": 15,
    "a reserved share holds some back": 5,
    "an earlier arrival is overtaken": 8,
  },
  batch: {},
};

describe.each(["serial", "batch"] as const)("random controlled %s cases", (kind) => {
  it("contain every feature often enough", () => {
    const shares = shareOfFeatures(kind);
    const tooRare = Object.entries({ ...COMMON_SHARES, ...KIND_SHARES[kind] })
      .map(([feature, least]) => ({ feature, least, share: shares.get(feature) ?? 0 }))
      .filter(({ share, least }) => share < least);
    expect(tooRare).toEqual([]);
  });

  it("are the same for the same seed and differ between seeds", () => {
    expect(randomControlCase(kind, 7)).toEqual(randomControlCase(kind, 7));
    expect(randomControlCase(kind, 7).columns).not.toEqual(randomControlCase(kind, 8).columns);
  });
});
