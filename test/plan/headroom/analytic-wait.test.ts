import { describe, expect, it } from "vitest";
import { analyticWait, type AnalyticWait } from "../../../src/plan/headroom/analytic-wait.ts";
import { measureDemand } from "../../../src/plan/headroom/measure-demand.ts";
import { openColumns } from "../../../src/compile/open-columns.ts";
import { runSweep } from "../../../src/plan/run-sweep.ts";
import { simulatedPoint } from "../../../src/plan/simulated-point.ts";
import { summarizePoint } from "../../../src/plan/summarize-point.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { pointOf } from "../evaluated.ts";
import { sweepOf } from "../swept.ts";

async function analyticOf(...sets: readonly string[]): Promise<AnalyticWait | null> {
  const [setting] = sweepOf(sets);
  const sweep = await runSweep([setting], openInlineExecutor(), () => {});
  const point = summarizePoint(simulatedPoint(setting, sweep.points[0][0], null));
  return analyticWait(point, setting.scenario, sweep.demands[0][0].queueing);
}

const RUN = "run={replications: 4, warmup: 1m}";
const HOUR = "workload.generate={duration: 1h, arrivals: {process: poisson, rate: 16/s}}";
const EIGHT = "fleet={replicas: 2, price: $1/h, router: central-queue}";
const QUARTER = "service={kind: serial, concurrency: 4, time: TIME}";

function serving(time: string): string {
  return QUARTER.replace("TIME", time);
}

describe("analyticWait", () => {
  it("is exact for exponential service, and the simulation agrees", async () => {
    // M/M/8 at 0.8: 0.2860280784 of the service time of 0.4 s.
    const found = await analyticOf(
      HOUR,
      RUN,
      EIGHT,
      serving("{distribution: exponential, mean: 400ms}"),
    );
    expect(found).toMatchObject({ form: "M/M/c", isExact: true, servers: 8, warning: null });
    expect(found?.waitMean).toBeCloseTo(0.2860280784 * 0.4, 9);
    expect(found?.simulated).toBeGreaterThan(0.9 * 0.1144);
    expect(found?.simulated).toBeLessThan(1.1 * 0.1144);
  });

  it("is exact for constant service and for one slot of any service", async () => {
    const one = "fleet={replicas: 1, price: $1/h, router: round-robin}";
    const rate = "workload.generate={duration: 1h, arrivals: {process: poisson, rate: 4/s}}";
    // M/D/1 at 0.8 waits 2 service times on average.
    const constant = await analyticOf(rate, RUN, one, "service.time=200ms");
    expect(constant).toMatchObject({ form: "M/D/c", isExact: true, servers: 1 });
    expect(constant?.waitMean).toBeCloseTo(0.4, 9);
    const gamma = "service.time={distribution: gamma, mean: 200ms, cv: 0.5}";
    const general = await analyticOf(rate, RUN, one, gamma);
    expect(general).toMatchObject({ form: "M/G/1", isExact: true });
    expect(general?.waitMean).toBeGreaterThan(0.8 * 0.5);
    expect(general?.waitMean).toBeLessThan(1.2 * 0.5);
  });

  it("is an approximation for several slots of general service, and for other arrivals", async () => {
    const gamma = serving("{distribution: gamma, mean: 400ms, cv: 0.5}");
    const found = await analyticOf(HOUR, RUN, EIGHT, gamma);
    expect(found).toMatchObject({ form: "Allen-Cunneen", isExact: false, servers: 8 });
    const waves =
      "workload.generate={duration: 1h, arrivals: {process: mmpp, states: " +
      "[{rate: 4/s, meanDwell: 60s}, {rate: 20/s, meanDwell: 20s}]}}";
    const bursty = await analyticOf(waves, RUN, EIGHT, serving("400ms"));
    expect(bursty?.form).toBe("Allen-Cunneen");
    expect(bursty?.warning).toMatch(/^the traffic comes in waves \(index of dispersion \d/);
    expect(bursty?.simulated).toBeGreaterThan(5 * (bursty?.waitMean ?? Infinity));
  });

  it.each([
    ["several queues", ["fleet={replicas: 2, price: $1/h, router: round-robin}"]],
    ["a queue that rejects", ["fleet.replicas=1", "fleet.queueLimit=9"]],
    ["clients that leave", ["fleet.replicas=1", "client.timeout=9s"]],
    ["an overload", ["fleet.replicas=1", "service.time=250ms"]],
    [
      "batching",
      [
        "fleet.replicas=1",
        "service={kind: batch, latency: {base: 4ms, perItem: 1ms}, maxBatch: 8}",
      ],
    ],
  ])("has no formula for %s", async (_, sets) => {
    expect(await analyticOf(...sets, "run.replications=1")).toBeNull();
  });

  it("has no formula for a fleet whose clients try again", () => {
    const [setting] = sweepOf(["fleet.replicas=1", "client.retries={preset: envoy}"]);
    const drawn = openColumns(setting.scenario, 0, []);
    const { queueing } = measureDemand(setting.scenario, drawn);
    expect(analyticWait(pointOf(setting.scenario), setting.scenario, queueing)).toBeNull();
  });

  it("takes no exact form for what is only nearly Poisson", () => {
    const [setting] = sweepOf([
      "fleet.replicas=1",
      "workload.generate.arrivals={process: poisson, rate: 5/s, spikes: [{at: 60s, factor: 3, duration: 30s}]}",
    ]);
    const drawn = openColumns(setting.scenario, 0, []);
    const { queueing } = measureDemand(setting.scenario, drawn);
    const point = { replicas: 1, queueWait: { mean: 0.01 }, fleet: null };
    const found = analyticWait(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all it reads of a point
      point as Parameters<typeof analyticWait>[0],
      setting.scenario,
      queueing,
    );
    expect(found).toMatchObject({ form: "Allen-Cunneen", isExact: false, simulated: 0.01 });
    expect(found?.warning).not.toBeNull();
  });
});
