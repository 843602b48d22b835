/** With nothing switched on the controlled loop is the plain one. */
import { describe, expect, it } from "vitest";

import type { SimPlan } from "../../../src/sim/sim-plan.ts";
import { simulate, simulateByEvents } from "../../../src/sim/simulate.ts";
import { plainControl } from "../../helpers/plain-control.ts";
import { TableSink } from "../../helpers/table-sink.ts";
import { randomCase } from "../../steppers/random-case.ts";

const SEEDS = 300;

function withPlainControl(plan: SimPlan): SimPlan {
  const control = plainControl(plan.replicas, plan.timeout, { timelineBins: plan.replicas - 1 });
  return { ...plan, control };
}

describe.each(["serial", "batch", "continuous"] as const)("%s service", (kind) => {
  it(`ends every request alike, to the last bit, in ${SEEDS} random cases`, () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const { columns, label, plan } = randomCase(kind, seed);
      const plain = new TableSink(columns.arrivals.length);
      const controlled = new TableSink(columns.arrivals.length);
      const wanted = simulateByEvents(plan, columns, plain);
      const found = simulate(withPlainControl(plan), columns, controlled, { needsReplicas: true });
      expect(controlled, label).toEqual(plain);
      expect(found.requests, label).toBe(wanted.requests);
      expect(found.drainTime, label).toBe(wanted.drainTime);
    }
  });

  it("uses the replicas alike", () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const { columns, label, plan } = randomCase(kind, seed);
      const rows = columns.arrivals.length;
      const wanted = simulateByEvents(plan, columns, new TableSink(rows)).usage;
      const controlled = withPlainControl(plan);
      const found = simulate(controlled, columns, new TableSink(rows), { needsReplicas: true });
      for (const measure of MEASURES) {
        expect(found.usage[measure], `${measure}: ${label}`).toBeCloseTo(wanted[measure], 9);
      }
    }
  });

  it("sends each request once and pays for a fleet that never changes", () => {
    for (let seed = 0; seed < SEEDS / 10; seed++) {
      const { columns, label, plan } = randomCase(kind, seed);
      const sink = new TableSink(columns.arrivals.length);
      const { control } = simulate(withPlainControl(plan), columns, sink, { needsReplicas: true });
      if (control === null) throw new Error("nothing recorded of fleet and clients");
      const { clients, fleet } = control;
      expect(clients.attempts, label).toBe(columns.arrivals.length);
      const others = [clients.retries, clients.hedges, clients.hedgeWins, clients.retriesDenied];
      expect([...others, clients.lost], label).toEqual([0, 0, 0, 0, 0]);
      const paid = plan.replicas * (plan.measureTo - plan.measureFrom);
      expect(fleet.paidTime, label).toBeCloseTo(paid, 9);
      expect(fleet.readyTime, label).toBeCloseTo(paid, 9);
      expect(fleet.peakReplicas, label).toBe(plan.replicas);
      expect([...control.arrivals], label).toEqual([...columns.arrivals]);
      expect([...control.sizeRows], label).toEqual([...columns.arrivals.keys()]);
    }
  });
});

const MEASURES = [
  "busyTime",
  "abandonedTime",
  "recomputedTime",
  "batchTime",
  "batches",
  "batchedRequests",
  "kvBlockTime",
  "kvBlockPeak",
  "preemptions",
] as const;
