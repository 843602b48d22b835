import { describe, expect, it } from "vitest";
import type { PlannedRun } from "../../src/compile/compile-control.ts";
import { compilePlan } from "../../src/compile/compile-plan.ts";
import * as core from "../../src/sim/sim-plan.ts";
import { scenarioWith } from "../plan/swept.ts";

/** The first replication of a workload without requests. */
function runOf(duration: number): PlannedRun {
  return { replication: 0, duration, arrivals: 0 };
}

describe("compilePlan", () => {
  it("fills in what was left out with no limit", () => {
    expect(compilePlan(scenarioWith(), 4, runOf(600))).toEqual({
      control: null,
      replicas: 4,
      router: core.ROUTER_LEAST_OUTSTANDING,
      queueLimit: Infinity,
      timeout: Infinity,
      cancel: 1,
      requestOverhead: 0,
      measureFrom: 0,
      measureTo: 600,
      service: { kind: core.SERVICE_SERIAL, concurrency: 1 },
    });
  });

  it("takes over every limit", () => {
    const scenario = scenarioWith(
      "fleet.queueLimit=12",
      "client={timeout: 1500ms, cancel: false}",
      "service.requestOverhead=7ms",
      "run.warmup=30s",
    );
    expect(compilePlan(scenario, 1, runOf(60))).toMatchObject({
      queueLimit: 12,
      timeout: 1.5,
      cancel: 0,
      requestOverhead: 0.007,
      measureFrom: 30,
      measureTo: 60,
    });
  });

  it("leaves a timeout that varies by request to the column", () => {
    const scenario = scenarioWith("client.timeout={distribution: exponential, mean: 3s}");
    expect(compilePlan(scenario, 1, runOf(60)).timeout).toBe(Infinity);
  });

  it.each([
    ["central-queue", core.ROUTER_CENTRAL_QUEUE],
    ["round-robin", core.ROUTER_ROUND_ROBIN],
    ["random", core.ROUTER_RANDOM],
    ["least-outstanding", core.ROUTER_LEAST_OUTSTANDING],
    ["power-of-two", core.ROUTER_POWER_OF_TWO],
  ])("knows the router %s", (name, router) => {
    expect(compilePlan(scenarioWith(`fleet.router=${name}`), 2, runOf(60)).router).toBe(router);
  });
});
