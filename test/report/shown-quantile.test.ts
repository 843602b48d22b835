import { describe, expect, it } from "vitest";
import { shownQuantile } from "../../src/report/shown-quantile.ts";
import { resultWith } from "../helpers/result-builder.ts";

const [point] = resultWith({ replicas: [9] }).points;
const losing = (completed: number, lost: { rejected?: number; timedOut?: number }) => ({
  ...point,
  outcomes: { ...point.outcomes, completed, ...lost },
});
const asked = (share: number) => ({ class: null, metric: "latency", share }) as const;

describe("shownQuantile", () => {
  it("is that of answered requests up to the share that may be lost, and infinite beyond", () => {
    expect(shownQuantile(losing(95, { rejected: 5 }), asked(0.95))).toBe(point.latency.p95);
    expect(shownQuantile(losing(94, { rejected: 6 }), asked(0.95))).toBe(Number.POSITIVE_INFINITY);
    expect(shownQuantile(losing(94, { rejected: 6 }), asked(0.5))).toBe(point.latency.p50);
    expect(shownQuantile(losing(40, { rejected: 30, timedOut: 30 }), asked(0.5))).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("counts the requests of the class asked for", () => {
    const { latency, outcomes, queueWait, tpot, ttft } = losing(50, { timedOut: 50 });
    const own = { name: "bulk", outcomes, latency, ttft, tpot, queueWait, objectives: [] };
    const both = { ...point, classes: [own] };
    expect(shownQuantile(both, { ...asked(0.95), class: "bulk" })).toBe(Number.POSITIVE_INFINITY);
    expect(shownQuantile(both, asked(0.95))).toBe(point.latency.p95);
  });

  it("is missing where nothing was measured", () => {
    const none = { ...point.latency, count: 0, p50: null };
    const outcomes = { ...point.outcomes, completed: 0 };
    expect(shownQuantile({ ...point, outcomes, latency: none }, asked(0.5))).toBeNull();
  });
});
