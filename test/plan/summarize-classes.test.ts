import { describe, expect, it } from "vitest";
import { pointOf } from "./evaluated.ts";
import { scenarioWith } from "./swept.ts";

/**
 * A queue of one replica: `fast` at 1, 2, … 9 s is served first, `slow` at 1.25 s intervals waits
 * for it; each takes 500 ms.
 */
const SCENARIO = scenarioWith(
  "workload={classes: {\n" +
    " fast: {generate: {duration: 10s, arrivals: {process: deterministic, rate: 1/s}}},\n" +
    " slow: {generate: {duration: 10s, arrivals: {process: deterministic, rate: 0.8/s}},\n" +
    "  priority: 1}}}",
  "service={kind: serial, time: 500ms}",
  "fleet={replicas: 1, price: $1/h, router: central-queue, priority: strict}",
  "slo.objectives=[{class: fast, metric: latency, within: 600ms, target: 50%},\n" +
    " {class: slow, metric: latency, within: 100ms, target: 50%},\n" +
    " {metric: latency, within: 2s, target: 99%}]",
);

describe("summarizeClasses", () => {
  const point = pointOf(SCENARIO);

  it("parts requests and measures by class", () => {
    expect(point.classes.map(({ name }) => name)).toEqual(["fast", "slow"]);
    expect(point.classes.map(({ outcomes }) => outcomes.completed)).toEqual([9, 7]);
    expect(point.outcomes.completed).toBe(16);
    const counts = point.classes.map(({ latency }) => latency.count);
    expect(counts).toEqual([9, 7]);
    expect(point.classes.map(({ objectives }) => objectives)).toEqual([[0], [1]]);
    const sum = point.classes.reduce((all, { latency }) => all + latency.count * latency.mean!, 0);
    expect(sum / 16).toBeCloseTo(point.latency.mean!, 12);
    expect(point.classes[0].ttft).toEqual(point.classes[0].latency);
    expect(point.classes[0].tpot.count).toBe(0);
  });

  it("judges an objective by the requests of its class alone", () => {
    const [fast, slow, all] = point.objectives;
    // No request is served in 100 ms: all 7 violate, and not 7 of 16.
    expect(slow).toMatchObject({ class: "slow", compliance: 0, verdict: "missed" });
    expect(slow.errorBudget.used).toBeCloseTo(2, 12);
    const late = point.classes[0].latency.cdf.find(([value]) => value > 0.6);
    expect(fast.compliance === 1).toBe(late === undefined);
    expect(fast).toMatchObject({ class: "fast", verdict: "met" });
    expect(all).toMatchObject({ class: null, verdict: "met", compliance: 1 });
    // Good are those of `fast` in time; every one of `slow` is late.
    expect(point.goodput).toBeCloseTo((9 * fast.compliance) / 10, 12);
  });

  it("has no classes to tell apart where there is one", () => {
    expect(pointOf(scenarioWith("client.retries={preset: envoy}")).classes).toEqual([]);
  });
});
