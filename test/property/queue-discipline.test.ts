import { describe, expect, it } from "vitest";

import { ROUTER_CENTRAL_QUEUE, SERVICE_SERIAL, type SimPlan } from "../../src/sim/sim-plan.ts";
import { checkPatientRuns, checkRandomRuns, type Run, runPlan } from "../helpers/random-runs.ts";

const SEEDS = 200;

function slotsOf({ replicas, service }: SimPlan): number {
  return service.kind === SERVICE_SERIAL ? replicas * service.concurrency : replicas;
}

/** Fails if at any instant, after all that happens at it, somebody waits while a server is idle. */
function expectNoIdleServerWhileOneWaits({ plan, columns, sink, label }: Run): void {
  const changes = [...columns.arrivals].flatMap((arrival, row) =>
    Number.isNaN(sink.start[row])
      ? []
      : [
          { time: arrival, waiting: 1, serving: 0 },
          { time: sink.start[row], waiting: -1, serving: 1 },
          { time: sink.end[row], waiting: 0, serving: -1 },
        ],
  );
  changes.sort((a, b) => a.time - b.time);
  let waiting = 0;
  let serving = 0;
  changes.forEach((change, place) => {
    waiting += change.waiting;
    serving += change.serving;
    if (changes[place + 1]?.time === change.time) return;
    expect(serving, label).toBeLessThanOrEqual(slotsOf(plan));
    if (waiting > 0) expect(serving, `${label} at ${change.time} s`).toBe(slotsOf(plan));
  });
}

describe("serial service", () => {
  it("behind a central queue leaves no server idle while a request waits", () => {
    checkPatientRuns("serial", SEEDS, { router: ROUTER_CENTRAL_QUEUE }, (run) => {
      expectNoIdleServerWhileOneWaits(run);
    });
  });

  it("starts the requests of each queue in the order of their arrival", () => {
    checkRandomRuns("serial", SEEDS, ({ plan, sink, label }) => {
      const lastStarts = new Map<number, number>();
      sink.start.forEach((start, row) => {
        if (Number.isNaN(start)) return;
        const queue = plan.router === ROUTER_CENTRAL_QUEUE ? -1 : sink.replica[row];
        const before = lastStarts.get(queue) ?? 0;
        expect(start, `request ${row}, ${label}`).toBeGreaterThanOrEqual(before);
        lastStarts.set(queue, start);
      });
    });
  });

  it("behind a central queue ends no request later with one replica more", () => {
    const roomy = { router: ROUTER_CENTRAL_QUEUE, queueLimit: Infinity };
    checkPatientRuns("serial", SEEDS, roomy, ({ columns, label, plan, sink }) => {
      const wider = runPlan({ ...plan, replicas: plan.replicas + 1 }, columns, label);
      sink.end.forEach((end, row) => {
        expect(wider.sink.end[row], `request ${row}, ${label}`).toBeLessThanOrEqual(end);
      });
    });
  });
});
