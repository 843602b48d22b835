import { describe, expect, it } from "vitest";
import { outlookOf } from "../../../src/report/page/client/ask-promise.ts";
import type { PageData, PagePoint } from "../../../src/report/page/page-data.ts";

function point(replicas: number, share: number, changes: Partial<PagePoint> = {}): PagePoint {
  const verdict = share >= 0.99 ? "met" : "missed";
  return {
    name: `${replicas} replicas`,
    group: 0,
    replicas,
    costPerHour: 2 * replicas,
    costPerMonth: 1460 * replicas,
    isChoice: false,
    isShown: false,
    objectives: [{ compliance: share, interval: [share - 0.001, share + 0.001], verdict }],
    known: [
      [
        [0.1, share - 0.1],
        [0.5, share],
        [1, 1],
      ],
    ],
    ...changes,
  };
}

function page(points: readonly PagePoint[], isElastic = false): PageData {
  return {
    confidence: 0.95,
    isExact: false,
    isElastic,
    series: [{ class: null, metric: "latency" }],
    objectives: [{ name: "p99 latency ≤ 500 ms", series: 0, within: 0.5, target: 0.99 }],
    points,
    timeline: null,
    specs: {},
  };
}

const OWN = { objective: 0, within: 0.5, target: 0.99 };

describe("asking for the scenario's own promise", () => {
  it("gives the run's numbers, verdicts and choice, whatever an estimate would say", () => {
    const chosen = point(3, 0.995, { isChoice: true });
    const { cheapest, isOwn, points } = outlookOf(page([point(2, 0.99), chosen]), OWN);
    expect([isOwn, cheapest]).toEqual([true, 1]);
    expect(points[1]).toMatchObject({ verdict: "met", interval: [0.994, 0.996], holds: true });
    expect(points[1].estimate.share).toBe(0.995);
  });

  it("knows the promise again from digits that went through a form", () => {
    expect(outlookOf(page([point(2, 0.9)]), { ...OWN, within: 500 * 1e-3 + 1e-17 }).isOwn).toBe(
      true,
    );
    expect(outlookOf(page([point(2, 0.9)]), { ...OWN, within: 0.5001 }).isOwn).toBe(false);
  });
});

describe("asking for another promise", () => {
  it("prefers of equally dear fleets the one that uses less of its budget", () => {
    const other = point(2, 0.998, { group: 1, name: "other" });
    const asked = { ...OWN, within: 0.5001 };
    expect(outlookOf(page([point(2, 0.995), other]), asked).cheapest).toBe(1);
    expect(outlookOf(page([other, point(2, 0.995)]), asked).cheapest).toBe(0);
  });

  it("gives the smallest count from which every larger one would hold", () => {
    const points = [point(1, 0.97), point(2, 0.93), point(3, 0.96), point(4, 0.97)];
    expect(outlookOf(page(points), { ...OWN, target: 0.95 }).cheapest).toBe(2);
  });

  it("gives the cheapest of several settings, and none where none would hold", () => {
    const points = [point(4, 0.97), point(3, 0.97, { group: 1 })];
    expect(outlookOf(page(points), { ...OWN, target: 0.95 }).cheapest).toBe(1);
    expect(outlookOf(page(points), { ...OWN, target: 0.98 }).cheapest).toBeNull();
  });

  it("gives the cheapest autoscaler, whatever the dearer ones do", () => {
    const points = [point(2, 0.97), point(3, 0.5)];
    expect(outlookOf(page(points, true), { ...OWN, target: 0.95 }).cheapest).toBe(0);
    expect(outlookOf(page(points, false), { ...OWN, target: 0.95 }).cheapest).toBeNull();
  });

  it("leaves out a fleet that breaks another promise", () => {
    const other = { compliance: 0.5, interval: null, verdict: "missed" as const };
    const failing = point(2, 0.97);
    const broken = { ...failing, objectives: [...failing.objectives, other] };
    expect(outlookOf(page([broken]), { ...OWN, target: 0.9 }).cheapest).toBeNull();
  });
});
