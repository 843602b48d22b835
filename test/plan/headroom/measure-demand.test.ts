import { describe, expect, it } from "vitest";
import { openColumns } from "../../../src/compile/open-columns.ts";
import { measureDemand } from "../../../src/plan/headroom/measure-demand.ts";
import { scenarioWith } from "../swept.ts";

function demandOf(...sets: readonly string[]) {
  const scenario = scenarioWith(...sets);
  return measureDemand(scenario, openColumns(scenario, 0, []));
}

describe("measureDemand", () => {
  it("finds the load of steady traffic, on average and at the peak", () => {
    const steady =
      "workload.generate={duration: 2m, arrivals: {process: deterministic, rate: 5/s}}";
    const { batchSize, load, peak10s, peak60s } = demandOf(steady, "service.time=400ms");
    // The request at the very end falls out, and windows hold 49 or 50 requests.
    expect(load).toBeCloseTo((599 * 0.4) / 120, 10);
    expect(peak10s).toBeCloseTo(2, 10);
    expect(peak60s).toBeCloseTo(2, 10);
    expect(batchSize).toBeNull();
  });

  it("finds the busiest window of a spike", () => {
    const { load, peak10s, peak60s } = demandOf(
      "workload.generate.duration=5m",
      "workload.generate.arrivals={process: deterministic, rate: 4/s, spikes: [{at: 130s, factor: 5, duration: 10s}]}",
      "service.time=100ms",
    );
    expect(load).toBeCloseTo((4 * 300 + 16 * 10 - 1) / 3000, 2);
    expect(peak10s).toBeCloseTo(2, 1);
    expect(peak60s).toBeCloseTo((4 * 60 + 16 * 10) / 600, 1);
  });

  it("leaves out the warm-up, and windows that aren't full", () => {
    const sets = [
      "workload.generate={duration: 65s, arrivals: {process: deterministic, rate: 2/s, spikes: [{at: 0s, factor: 20, duration: 10s}]}}",
      "service.time=100ms",
    ];
    const warm = demandOf(...sets, "run.warmup=20s");
    expect(warm.load).toBeCloseTo(0.2, 1);
    expect(warm.peak10s).toBeCloseTo(0.2, 1);
    expect(warm.peak60s).toBeNull();
    const cold = demandOf(...sets);
    expect(cold.peak10s).toBeGreaterThan(3.9);
    expect(cold.peak60s).not.toBeNull();
    const short = "workload.generate={duration: 9s, arrivals: {process: poisson, rate: 5/s}}";
    expect(demandOf(short).peak10s).toBeNull();
  });

  it("tells what the formulas need of a serial service, and nothing of others", () => {
    const { queueing } = demandOf(
      "workload.generate={duration: 2h, arrivals: {process: poisson, rate: 5/s}}",
      "service.time={distribution: exponential, mean: 100ms}",
    );
    expect(queueing?.arrivalRate).toBeCloseTo(5, 0);
    expect(queueing?.gapScv).toBeCloseTo(1, 1);
    expect(queueing?.serviceMean).toBeCloseTo(0.1, 2);
    expect(queueing?.serviceScv).toBeCloseTo(1, 1);
    const batched = "service={kind: batch, latency: {base: 4ms, perItem: 1ms}, maxBatch: 32}";
    const { batchSize, load, queueing: none } = demandOf(batched);
    expect(none).toBeNull();
    expect(batchSize).toBe(32);
    expect(load).toBeCloseTo((5 * 0.036) / 32, 3);
  });
});
