import { describe, expect, it } from "vitest";
import { compilePlan } from "../../../src/compile/compile-plan.ts";
import { openColumns } from "../../../src/compile/open-columns.ts";
import { longestCongestion } from "../../../src/plan/future/longest-congestion.ts";
import { NO_PREFIXES } from "../../../src/workload/take-rows.ts";
import type { BoundedTrace } from "../../../src/workload/trace-rows.ts";
import { scenarioWith } from "../swept.ts";

const REPLAYED = [
  "workload={trace: {file: x.csv, format: columns, columns: {arrival: t, duration: s}}}",
  "service.time={column: duration}",
];

/** Requests at given times that take given seconds. */
function traceOf(rows: readonly (readonly [at: number, seconds: number])[]): BoundedTrace {
  return {
    arrivals: Float64Array.from(rows, ([at]) => at),
    inputs: new Int32Array(0),
    outputs: new Int32Array(0),
    durations: Float64Array.from(rows, ([, seconds]) => seconds),
    ...NO_PREFIXES,
    duration: 100,
  };
}

function congestionOf(
  rows: readonly (readonly [number, number])[],
  replicas: number,
  ...sets: readonly string[]
): number {
  const scenario = scenarioWith(...REPLAYED, ...sets);
  const { columns, duration } = openColumns(scenario, 0, [traceOf(rows)]);
  const run = { replication: 0, duration, arrivals: columns.arrivals.length };
  return longestCongestion(compilePlan(scenario, replicas, run), columns);
}

describe("longestCongestion", () => {
  it("is how long requests wait without a break", () => {
    // From 1 to 4 and on to 6; then a second one from 21 to 23.
    const rows = [
      [0, 4],
      [1, 2],
      [3, 1],
      [20, 3],
      [21, 1],
    ] as const;
    expect(congestionOf(rows, 1)).toBe(5);
  });

  it("ends where the queue is empty, even if the server goes on", () => {
    const rows = [
      [0, 4],
      [1, 5],
      [5, 1],
    ] as const;
    expect(congestionOf(rows, 1)).toBe(4);
  });

  it("is none if nobody waits", () => {
    const rows = [
      [0, 4],
      [1, 2],
    ] as const;
    expect(congestionOf(rows, 2)).toBe(0);
  });

  it("counts those who give up while they wait, and not those who are turned away", () => {
    const rows = [
      [0, 50],
      [1, 1],
      [2, 1],
    ] as const;
    expect(congestionOf(rows, 1, "client.timeout=10s", "fleet.queueLimit=1")).toBe(10);
    expect(congestionOf(rows, 1, "fleet.queueLimit=0")).toBe(0);
  });

  it("looks at each queue by itself", () => {
    // Round robin: one queue waits from 2 to 5, the other from 4 to 8.
    const rows = [
      [0, 5],
      [1, 7],
      [2, 1],
      [4, 1],
    ] as const;
    expect(congestionOf(rows, 2, "fleet.router=round-robin")).toBe(4);
    expect(congestionOf(rows, 2, "fleet.router=central-queue")).toBe(4);
  });
});
