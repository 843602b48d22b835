import { describe, expect, it } from "vitest";
import { openColumns } from "../../../src/compile/open-columns.ts";
import { isClosedLoop, runClosedLoop } from "../../../src/plan/closed-loop/run-closed-loop.ts";
import { evaluate } from "../../../src/plan/evaluate.ts";
import { evaluationOf } from "../../../src/plan/evaluation-of.ts";
import { findWarmup } from "../../../src/plan/warmup/find-warmup.ts";
import type { FinishedBlock } from "../../../src/sim/finished-requests.ts";
import type { WorkloadColumns } from "../../../src/sim/sim-plan.ts";
import { scenarioWith } from "../swept.ts";

/** One user who thinks for 1 s and is served for 1 s, and open requests at 2.5, 5, 7.5 s. */
const CLASSES = [
  "workload={classes: {crowd: {generate: {duration: 9s, arrivals:\n" +
    " {process: deterministic, rate: 0.4/s}}},\n" +
    " user: {users: {count: 1, thinkTime: 1s, duration: 9s}}}}",
  "service={kind: serial, time: 1s}",
  "fleet={replicas: 2, price: $1/h, router: central-queue}",
];

function runOf(sets: readonly string[]) {
  const scenario = scenarioWith(...sets);
  const drawn = openColumns(scenario, 0, []);
  const evaluation = evaluationOf(scenario, 2, drawn, 0);
  return { scenario, evaluation, plan: evaluation.plan, columns: drawn.columns };
}

describe("runClosedLoop", () => {
  it("puts the requests in order of arrival, those of users among the open ones", () => {
    const { plan, columns } = runOf(CLASSES);
    expect(isClosedLoop(plan)).toBe(true);
    const loop = runClosedLoop(plan, columns, { needsReplicas: false });
    // The user asks every 2 s from 1 s on: nobody ever waits for one of two replicas.
    expect([...loop.columns.arrivals]).toEqual([1, 2.5, 3, 5, 5, 7, 7.5]);
    expect([...loop.columns.classes].filter((one) => one === 0)).toHaveLength(3);
    expect([...loop.columns.serviceTimes]).toEqual(Array(7).fill(1));
    const ends = new Map<number, number>();
    loop.replay({
      accept: (block: FinishedBlock, count) => {
        for (let i = 0; i < count; i++) ends.set(block.rows[i], block.ends[i]);
      },
    });
    const byRow = [...ends].sort(([left], [right]) => left - right);
    expect(byRow.map(([, end]) => end)).toEqual([2, 3.5, 4, 6, 6, 8, 8.5]);
  });

  it("is counted, observed and described by what came about", () => {
    const { columns, evaluation } = runOf(CLASSES);
    const seen: WorkloadColumns[] = [];
    let observed = 0;
    const found = evaluate(evaluation, columns, (known) => {
      seen.push(known);
      return { accept: (_, count) => void (observed += count) };
    });
    expect(found.tally.outcomes[0]).toBe(7);
    expect(found.tally.classes.map(({ outcomes }) => outcomes[0])).toEqual([3, 4]);
    expect(observed).toBe(7);
    expect(seen[0].arrivals).toHaveLength(7);
    expect(found.closedLoop?.workload.requests).toBe(7);
    // 7 s of work in 9 s.
    expect(found.closedLoop?.demand.load).toBeCloseTo(7 / 9, 12);
    expect(found.tally.histograms[0].max).toBe(1);
  });

  it("knows an open workload before the run", () => {
    const { columns, evaluation, plan } = runOf([
      "client.retries={preset: envoy}",
      "run.warmup=0s",
    ]);
    expect(plan.control).not.toBeNull();
    expect(isClosedLoop(plan)).toBe(false);
    const found = evaluate(evaluation, columns, null);
    expect(found.closedLoop).toBeNull();
    expect(found.tally.outcomes.reduce((sum, count) => sum + count)).toBe(columns.arrivals.length);
  });
});

describe("findWarmup", () => {
  it("waits for ten mean latencies of a plan whose capacity isn't fixed", () => {
    // Nobody waits, so that the relaxation time of the queue plays no part: 10 × 1 s is more than a
    // quarter of 9 s, and half of the requests come by 5 s.
    const { plan, columns } = runOf(CLASSES);
    expect(findWarmup(plan, columns)).toBe(2.25);
  });

  it("is 0 where no user ever asks", () => {
    const late = "workload={users: {count: 3, thinkTime: 10s, duration: 9s}}";
    const { plan, columns } = runOf([late, ...CLASSES.slice(1)]);
    expect(findWarmup(plan, columns)).toBe(0);
  });
});
