/**
 * Little's law on the sample path: the time integral of how many requests are somewhere is the sum
 * of the times they spend there. Over a whole run, from empty to empty, it is an identity.
 */
import { describe, expect, it } from "vitest";

import { checkPatientRuns, type Run, SERVICE_KINDS } from "../helpers/random-runs.ts";

const SEEDS = 200;

/** ∫ N(t) dt, where N counts those between their two instants, by walking through the instants. */
function integrateNumber(from: Float64Array, to: Float64Array): number {
  const changes = [
    ...Array.from(from, (time) => ({ time, change: 1 })),
    ...Array.from(to, (time) => ({ time, change: -1 })),
  ].sort((a, b) => a.time - b.time);
  let integral = 0;
  let present = 0;
  let last = 0;
  for (const { time, change } of changes) {
    integral += present * (time - last);
    present += change;
    last = time;
  }
  return integral;
}

function sumOfStays(from: Float64Array, to: Float64Array): number {
  return from.reduce((sum, time, row) => sum + (to[row] - time), 0);
}

function expectRelative(found: number, expected: number, label: string): void {
  expect(Math.abs(found - expected), label).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

describe.each(SERVICE_KINDS)("%s service", (kind) => {
  it("holds as many requests in the system as their sojourns say", () => {
    checkPatientRuns(kind, SEEDS, {}, ({ columns, label, sink }) => {
      const { arrivals } = columns;
      expectRelative(integrateNumber(arrivals, sink.end), sumOfStays(arrivals, sink.end), label);
    });
  });

  it("books as much service as its requests have had, from first start to last end", () => {
    const wholeRun = { queueLimit: Infinity, measureFrom: 0, measureTo: Infinity };
    let checked = 0;
    checkPatientRuns(kind, SEEDS, wholeRun, ({ label, recording, sink }: Run) => {
      const { usage } = recording;
      // A preempted sequence is not in service all the time from its start to its end, and one
      // that can't fit never is.
      if (usage.preemptions > 0 || sink.start.some(Number.isNaN)) return;
      checked++;
      const integral = kind === "serial" ? usage.busyTime : usage.batchTime;
      expectRelative(integral, sumOfStays(sink.start, sink.end), label);
    });
    expect(checked).toBeGreaterThan(SEEDS / 4);
  });
});
