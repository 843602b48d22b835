import { describe, expect, it } from "vitest";

import {
  OUTCOME_COMPLETED,
  OUTCOME_TIMED_OUT,
  SERVICE_CONTINUOUS,
} from "../../src/sim/sim-plan.ts";
import { checkRandomRuns, type Run, runPlan, SERVICE_KINDS } from "../helpers/random-runs.ts";

const SEEDS = 200;

function checkTimes({ plan, columns, sink, label }: Run, row: number): void {
  const arrival = columns.arrivals[row];
  const { timeouts } = columns;
  const deadline = arrival + (timeouts.length > 0 ? timeouts[row] : plan.timeout);
  const start = sink.start[row];
  const first = sink.first[row];
  const end = sink.end[row];
  const note = `request ${row}, ${label}`;
  if (sink.outcome[row] === OUTCOME_COMPLETED) {
    expect(start, note).toBeGreaterThanOrEqual(arrival);
    expect(first, note).toBeGreaterThanOrEqual(start);
    expect(end, note).toBeGreaterThanOrEqual(first);
    expect(end + plan.requestOverhead, note).toBeLessThanOrEqual(deadline);
    if (plan.service.kind !== SERVICE_CONTINUOUS) expect(first, note).toBe(end);
  } else if (sink.outcome[row] === OUTCOME_TIMED_OUT) {
    expect(end, note).toBe(deadline);
    if (!Number.isNaN(start)) {
      expect(start, note).toBeGreaterThanOrEqual(arrival);
      expect(start, note).toBeLessThanOrEqual(deadline);
    }
    if (!Number.isNaN(first)) {
      expect(first, note).toBeGreaterThanOrEqual(start);
      expect(first, note).toBeLessThanOrEqual(deadline);
    }
  } else {
    expect(end, note).toBe(arrival);
    expect(start, note).toBeNaN();
    expect(first, note).toBeNaN();
  }
}

describe.each(SERVICE_KINDS)("requests of %s service", (kind) => {
  it("end exactly once each", () => {
    checkRandomRuns(kind, SEEDS, ({ columns, label, recording, sink }) => {
      const rows = columns.arrivals.length;
      expect(sink.endings, label).toEqual(new Uint8Array(rows).fill(1));
      expect(recording.requests).toBe(rows);
    });
  });

  it("never travel back in time", () => {
    checkRandomRuns(kind, SEEDS, (run) => {
      for (let row = 0; row < run.columns.arrivals.length; row++) checkTimes(run, row);
    });
  });

  it("fare the same when run again", () => {
    checkRandomRuns(kind, SEEDS, ({ columns, label, plan, recording, sink }) => {
      const again = runPlan(plan, columns, label);
      expect(again.sink, label).toEqual(sink);
      expect(again.recording, label).toEqual(recording);
    });
  });

  it("keep their arrivals and sizes whatever fleet serves them", () => {
    checkRandomRuns(kind, SEEDS / 4, ({ columns, label, plan }) => {
      const before = structuredClone(columns);
      runPlan({ ...plan, replicas: plan.replicas + 1 }, columns, label);
      expect(columns, label).toEqual(before);
    });
  });
});
