import { describe, expect, it } from "vitest";
import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
} from "../../src/sim/sim-plan.ts";
import { type RandomCase, randomCase, type ServiceKind } from "./random-case.ts";
import type { RequestTable } from "./request-table.ts";
import { stepSimulation } from "./step-simulation.ts";

const SEEDS = 300;

/** In how many of the cases each feature occurs. */
function countFeatures(kind: ServiceKind): Map<string, number> {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < SEEDS; seed++) {
    const example = randomCase(kind, seed);
    const features = new Set<string>(featuresOfCase(example));
    const table = stepSimulation(example.plan, example.columns, (occurrence) => {
      features.add(occurrence);
    });
    for (const feature of featuresOfTable(table)) features.add(feature);
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return counts;
}

function featuresOfCase({ plan, columns }: RandomCase): string[] {
  const features: string[] = [`router ${plan.router}`, `replicas ${plan.replicas}`];
  const note = (feature: string, occurs: boolean): void => {
    if (occurs) features.push(feature);
  };
  note("no queue", plan.queueLimit === 0);
  note("queue limit", plan.queueLimit > 0 && plan.queueLimit < Infinity);
  note("constant timeout", plan.timeout < Infinity);
  note("timeout by request", columns.timeouts.length > 0);
  note("overhead", plan.requestOverhead > 0);
  const service = plan.service;
  switch (service.kind) {
    case SERVICE_SERIAL:
      features.push(`concurrency ${service.concurrency}`);
      break;
    case SERVICE_BATCH:
      note("no hold", service.maxWait === 0);
      note("preferred sizes", service.hasPreferred === 1);
      note("preferred sizes without hold", service.hasPreferred === 1 && service.maxWait === 0);
      note("jitter", columns.jitters.length > 0);
      break;
    case SERVICE_CONTINUOUS:
      note("one-token input", columns.inputs.includes(1));
      note("one-token output", columns.outputs.includes(1));
      note("tiny budget", service.maxBatchedTokens <= 8);
      note("prompt beyond budget", Math.max(...columns.inputs) > service.maxBatchedTokens);
      note("limited memory", service.kvBlocks < Infinity);
      note("sequence table", service.sequenceCost.xs[0] !== 0);
      note("prefill table", service.prefillCost.xs[0] !== 0);
      note("context cost", service.perContextToken > 0);
      note("attention cost", service.perPrefillTokenSquared > 0);
      break;
  }
  return features;
}

function featuresOfTable(table: RequestTable): string[] {
  const features = new Set<string>();
  if (table.preemptions > 0) features.add("preemptions");
  table.outcome.forEach((outcome, row) => {
    if (outcome === OUTCOME_COMPLETED) features.add("completed");
    if (outcome === OUTCOME_REJECTED_QUEUE_FULL) features.add("rejected: queue full");
    if (outcome === OUTCOME_REJECTED_CANNOT_FIT) features.add("rejected: cannot fit");
    if (outcome !== OUTCOME_TIMED_OUT) return;
    if (Number.isNaN(table.start[row])) features.add("timed out before start");
    else if (Number.isNaN(table.first[row])) features.add("timed out before first token");
    else features.add("timed out after first token");
  });
  return [...features];
}

/** Least percentage of the cases in which each feature must occur. */
const COMMON_SHARES: Readonly<Record<string, number>> = {
  ...Object.fromEntries([0, 1, 2, 3, 4].map((router) => [`router ${router}`, 12])),
  ...Object.fromEntries([1, 2, 3, 4, 5].map((replicas) => [`replicas ${replicas}`, 12])),
  "no queue": 5,
  "queue limit": 25,
  "constant timeout": 15,
  "timeout by request": 15,
  overhead: 35,
  completed: 80,
  "rejected: queue full": 25,
  "timed out before start": 15,
  "timed out before first token": 15,
  "timed out after first token": 8,
  "simultaneous arrivals": 40,
  "replica event meets arrival": 25,
  "replica event meets timeout": 8,
  "timeout meets arrival": 8,
  "two replica events at one instant": 25,
  "ends exactly at the deadline": 2,
};

const KIND_SHARES: Readonly<Record<ServiceKind, Readonly<Record<string, number>>>> = {
  serial: Object.fromEntries([1, 2, 3, 4].map((slots) => [`concurrency ${slots}`, 15])),
  batch: {
    "no hold": 25,
    "preferred sizes": 35,
    "preferred sizes without hold": 8,
    jitter: 30,
    "batch timer fires": 30,
    "batch timer meets arrival": 8,
    "batch timer meets batch end": 2,
    "preferred size leaves some waiting": 10,
  },
  continuous: {
    "one-token input": 50,
    "one-token output": 50,
    "tiny budget": 25,
    "prompt beyond budget": 20,
    "limited memory": 60,
    "sequence table": 35,
    "prefill table": 35,
    "context cost": 40,
    "attention cost": 20,
    preemptions: 20,
    "preemption of another": 15,
    "preemption of itself": 15,
    "head of queue blocked by memory": 30,
    "prompt is chunked": 25,
    "rejected: cannot fit": 8,
    "client leaves after preemption": 4,
    "running sequence is cancelled": 15,
    "running sequence outlives its client": 15,
    "preempted after its client left": 4,
  },
};

describe.each(["serial", "batch", "continuous"] as const)("random %s cases", (kind) => {
  it("contain every feature often enough", () => {
    const counts = countFeatures(kind);
    const tooRare = Object.entries({ ...COMMON_SHARES, ...KIND_SHARES[kind] })
      .map(([feature, least]) => ({ feature, least, share: share(counts.get(feature) ?? 0) }))
      .filter(({ share, least }) => share < least);
    expect(tooRare).toEqual([]);
  });

  it("are the same for the same seed and differ between seeds", () => {
    expect(randomCase(kind, 7)).toEqual(randomCase(kind, 7));
    expect(randomCase(kind, 7).columns).not.toEqual(randomCase(kind, 8).columns);
  });

  it("are small, in order and begin every request after its arrival", () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const { plan, columns, label } = randomCase(kind, seed);
      const rows = columns.arrivals.length;
      expect(rows, label).toBeGreaterThanOrEqual(20);
      expect(rows, label).toBeLessThanOrEqual(120);
      expect([...columns.arrivals].sort((a, b) => a - b)).toEqual([...columns.arrivals]);
      const table = stepSimulation(plan, columns);
      const misplaced = [...columns.arrivals].findIndex(
        (arrival, row) =>
          table.start[row] < arrival ||
          table.first[row] < table.start[row] ||
          table.end[row] < arrival ||
          (table.outcome[row] === OUTCOME_COMPLETED && !(table.first[row] <= table.end[row])),
      );
      expect(misplaced, label).toBe(-1);
    }
  });

  it("stay exact in every time of a dyadic case", () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const { plan, columns, label } = randomCase(kind, seed);
      if (!label.includes("dyadic")) continue;
      const table = stepSimulation(plan, columns);
      const times = [...table.start, ...table.first, ...table.end].filter((time) => time >= 0);
      expect(
        times.filter((time) => !Number.isInteger(time * 2 ** 11)),
        label,
      ).toEqual([]);
    }
  });
});

function share(count: number): number {
  return (100 * count) / SEEDS;
}
