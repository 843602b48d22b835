import { describe, expect, it } from "vitest";

import { buildResult } from "../../../src/plan/build-result.ts";
import { evaluate } from "../../../src/plan/evaluate.ts";
import { evaluationOf, runSweep } from "../../../src/plan/run-sweep.ts";
import { findWarmup } from "../../../src/plan/warmup/find-warmup.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { SERVICE_SERIAL, type SimPlan, type WorkloadColumns } from "../../../src/sim/sim-plan.ts";
import { handBuiltColumns, handBuiltContinuous, handBuiltPlan } from "../../steppers/hand-built.ts";
import { TableSink } from "../../helpers/table-sink.ts";
import { exponential } from "../../oracle/laws.ts";
import { openModel } from "../../oracle/model.ts";
import { simulate } from "../../../src/sim/simulate.ts";
import { sweepOf } from "../swept.ts";

const serial = { kind: SERVICE_SERIAL, concurrency: 1 } as const;

/** Requests a second apart. */
function everySecond(serviceTimes: readonly number[]): ReturnType<typeof handBuiltColumns> {
  return handBuiltColumns({ arrivals: serviceTimes.map((_, row) => row), serviceTimes });
}

/** Latencies in order of arrival. */
function latenciesOf(plan: SimPlan, columns: WorkloadColumns): Float64Array {
  const sink = new TableSink(columns.arrivals.length);
  simulate(plan, columns, sink, { needsReplicas: false });
  return sink.end.map((end, row) => end - columns.arrivals[row]);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("findWarmup", () => {
  it("starts where MSER-5 sees the latencies settle", () => {
    // Ten relaxation times of a load of 0.4 are 29.6 s.
    const columns = everySecond([...Array(100).fill(0.1), ...Array(300).fill(0.5)]);
    const plan = handBuiltPlan({ service: serial, measureTo: 400 });
    expect(findWarmup(plan, columns)).toBe(100);
  });

  it("keeps a burst at the start, which no empty system makes", () => {
    // A queue of 30 s that is gone after 38 requests; ten relaxation times of 0.2745 are 12.1 s.
    const columns = everySecond([30, ...Array(399).fill(0.2)]);
    const plan = handBuiltPlan({ service: serial, measureTo: 400 });
    expect(findWarmup(plan, columns)).toBeCloseTo(12.111449253943684, 9);
  });

  it("waits for ten relaxation times even if nothing looks amiss", () => {
    // 1/(√2 − 1)² = 5.828.
    const columns = everySecond(Array(400).fill(0.5));
    const plan = handBuiltPlan({ service: serial, measureTo: 400 });
    expect(findWarmup(plan, columns)).toBeCloseTo(58.28427124746191, 9);
  });

  it("waits for ten mean latencies of continuous batching", () => {
    const columns = handBuiltColumns({
      arrivals: Array.from({ length: 100 }, (_, row) => 10 * row),
      inputs: Array(100).fill(5),
      outputs: Array(100).fill(3),
    });
    const plan = handBuiltPlan({ service: handBuiltContinuous({}), measureTo: 1000 });
    const [latency] = latenciesOf(plan, columns);
    expect(findWarmup(plan, columns)).toBeCloseTo(10 * latency, 9);
  });

  it("gives a quarter of the run to relaxation at the most, as in overload", () => {
    const columns = everySecond(Array(400).fill(0.99));
    expect(findWarmup(handBuiltPlan({ service: serial, measureTo: 400 }), columns)).toBe(100);
  });

  it("leaves half of the requests to measure, wherever they lie", () => {
    const early = handBuiltColumns({
      arrivals: Array.from({ length: 100 }, (_, row) => row / 100),
      serviceTimes: Array(100).fill(1),
    });
    expect(findWarmup(handBuiltPlan({ service: serial, measureTo: 100 }), early)).toBe(0.5);
  });

  it("is nothing where nothing arrives", () => {
    expect(findWarmup(handBuiltPlan({ service: serial, measureTo: 5 }), everySecond([]))).toBe(0);
  });
});

describe("run.warmup: auto", () => {
  const SETS = [
    "workload.generate={duration: 200s, arrivals: {process: poisson, rate: 5/s}}",
    "service.time={distribution: exponential, mean: 300ms}",
    "fleet.replicas=[2, 3]",
    "run={replications: 3, warmup: auto}",
  ];
  const runOnce = async (): Promise<ReturnType<typeof buildResult>> => {
    const settings = sweepOf(SETS);
    const sweep = await runSweep(settings, openInlineExecutor(), () => {});
    const provenance = { version: "1.2.3", scenarioSha256: "ab" };
    return buildResult(settings[0].scenario, settings, sweep, provenance);
  };

  it("reports the seconds discarded, each configuration its own", async () => {
    const { points } = await runOnce();
    // Ten relaxation times are 84 s at a load of 0.75, above a quarter of the run, and 12 s at 0.5.
    expect(points[0].warmup).toBeGreaterThanOrEqual(50);
    expect(points[0].warmup).toBeLessThan(110);
    expect(points[1].warmup).toBeGreaterThan(8);
    expect(points[1].warmup).toBeLessThan(points[0].warmup);
    const measured = points[1].outcomes.completed / 3 / 5;
    expect(measured).toBeGreaterThan((200 - points[1].warmup) * 0.9);
    expect(measured).toBeLessThan((200 - points[1].warmup) * 1.1);
  });

  it("gives the same bytes every time", async () => {
    const [first, second] = [await runOnce(), await runOnce()];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it("measures what a fixed warm-up of that length measures", () => {
    const [{ scenario }] = sweepOf(SETS);
    const model = { seed: 1, rate: 5, requests: 950, serviceTime: exponential(0.3) };
    const { draw, plan } = openModel(model);
    const [columns, duration] = [draw(0), plan.measureTo];
    const drawn = { columns, duration };
    const auto = evaluate(evaluationOf(scenario, 2, drawn, 0), columns, null);
    const fixed = { ...scenario, run: { ...scenario.run, warmup: auto.warmup, warmupAuto: false } };
    expect(evaluate(evaluationOf(fixed, 2, drawn, 0), columns, null)).toEqual(auto);
  });
});

describe("a queue started empty", () => {
  it("looks faster than it is, and hardly so after the warm-up", () => {
    // M/M/1 at a load of 0.9, mean time in the system 10; runs of 2,000 s against a relaxation
    // time of 380 s, so that a quarter of the run is discarded.
    const model = { seed: 3, rate: 0.9, requests: 1710, serviceTime: exponential() };
    const { draw, plan } = openModel(model);
    const runs = 2000;
    let all = 0;
    let kept = 0;
    for (let replication = 0; replication < runs; replication++) {
      const columns = draw(replication);
      const warmup = findWarmup(plan, columns);
      expect(warmup).toBeGreaterThanOrEqual(0.24 * plan.measureTo);
      const latencies = latenciesOf(plan, columns);
      const first = columns.arrivals.findIndex((arrival) => arrival >= warmup);
      all += meanOf(latencies) / runs;
      kept += meanOf(latencies.subarray(first)) / runs;
    }
    expect(10 - all).toBeGreaterThan(0.4);
    expect(Math.abs(10 - kept)).toBeLessThan((10 - all) / 2);
  });
});
