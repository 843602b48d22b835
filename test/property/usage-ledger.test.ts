import { describe, expect, it } from "vitest";

import {
  OUTCOME_COMPLETED,
  OUTCOME_TIMED_OUT,
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import { checkRandomRuns, SERVICE_KINDS } from "../helpers/random-runs.ts";

const SEEDS = 300;

/** Room for rounding in sums of a few hundred terms. */
const SLACK = 1e-9;

/** The span without its first quarter of the requests, so that work crosses both of its ends. */
function laterSpan(_: SimPlan, { arrivals }: WorkloadColumns): Partial<SimPlan> {
  return { measureFrom: arrivals[arrivals.length >> 2] };
}

function slotsOf({ replicas, service }: SimPlan): number {
  return service.kind === SERVICE_SERIAL ? replicas * service.concurrency : replicas;
}

function largestBatch({ service }: SimPlan): number {
  if (service.kind === SERVICE_BATCH) return service.maxBatch;
  return service.kind === SERVICE_CONTINUOUS ? service.maxSequences : 0;
}

describe.each(SERVICE_KINDS)("the ledger of %s service", (kind) => {
  it("divides busy time into useful, recomputed and abandoned, none below zero", () => {
    let withLosses = 0;
    checkRandomRuns(
      kind,
      SEEDS,
      ({ label, recording, sink }) => {
        const { abandonedTime, busyTime, recomputedTime } = recording.usage;
        expect(abandonedTime, label).toBeGreaterThanOrEqual(-SLACK * busyTime);
        expect(recomputedTime, label).toBeGreaterThanOrEqual(0);
        const useful = busyTime - recomputedTime - abandonedTime;
        expect(useful, label).toBeGreaterThanOrEqual(-SLACK * busyTime);
        if (!sink.outcome.includes(OUTCOME_TIMED_OUT)) expect(abandonedTime, label).toBe(0);
        if (recording.usage.preemptions === 0) expect(recomputedTime, label).toBe(0);
        // Whoever times out in a run without answers took all the time that was spent.
        if (!sink.outcome.includes(OUTCOME_COMPLETED)) {
          expect(useful, label).toBeLessThanOrEqual(SLACK * busyTime);
        }
        if (abandonedTime > 0) withLosses++;
      },
      laterSpan,
    );
    expect(withLosses).toBeGreaterThan(SEEDS / 20);
  });

  it("never exceeds what the fleet has", () => {
    checkRandomRuns(
      kind,
      SEEDS,
      ({ label, plan, recording }) => {
        const { batchTime, busyTime, kvBlockPeak, kvBlockTime } = recording.usage;
        const span = plan.measureTo - plan.measureFrom;
        const withSlack = 1 + SLACK;
        expect(busyTime, label).toBeGreaterThanOrEqual(0);
        expect(busyTime, label).toBeLessThanOrEqual(slotsOf(plan) * span * withSlack);
        expect(batchTime, label).toBeLessThanOrEqual(busyTime * largestBatch(plan) * withSlack);
        if (plan.service.kind === SERVICE_CONTINUOUS && plan.service.kvBlocks < Infinity) {
          expect(batchTime, label).toBeGreaterThanOrEqual(busyTime * (1 - SLACK));
          expect(kvBlockPeak, label).toBeLessThanOrEqual(plan.service.kvBlocks);
          expect(kvBlockTime, label).toBeLessThanOrEqual(busyTime * kvBlockPeak * withSlack);
        } else {
          expect(kvBlockTime, label).toBe(0);
        }
      },
      laterSpan,
    );
  });
});
