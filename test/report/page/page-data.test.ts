import { describe, expect, it } from "vitest";
import { estimateCompliance } from "../../../src/report/page/client/estimate-compliance.ts";
import { knownCompliance, pageData } from "../../../src/report/page/page-data.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const LATENCY = { class: null, metric: "latency" } as const;

describe("compliance that is known", () => {
  it("is the completed requests within a threshold, of all that were measured", () => {
    const [point] = resultWith({ rejectedShare: 0.2 }).points.slice(-1);
    const { completed, failed, rejected, timedOut } = point.outcomes;
    const measured = completed + failed + rejected + timedOut;
    expect(completed).toBeLessThan(measured);
    const latency = { ...point.latency, count: completed };
    const known = knownCompliance({ ...point, latency }, LATENCY);
    const [x, share] = point.latency.cdf[10];
    const estimate = estimateCompliance(known, Number(x.toPrecision(6)));
    expect(estimate.share).toBeCloseTo((share * completed) / measured, 8);
    expect(known.at(-1)?.[1]).toBeCloseTo(completed / measured, 8);
  });

  it("is that of the verdict at a promised threshold, and rises on both sides of it", () => {
    const { points } = resultWith();
    for (const point of points) {
      for (const { class: ofClass, compliance, metric, within } of point.objectives) {
        const known = knownCompliance(point, { class: ofClass, metric });
        expect(estimateCompliance(known, within)).toMatchObject({
          share: compliance,
          isKnown: true,
        });
        const shares = known.map(([, share]) => share);
        expect(shares).toEqual(shares.toSorted((left, right) => left - right));
      }
    }
  });

  it("counts a request of one token as good between tokens", () => {
    const [point] = resultWith().points.slice(-1);
    const half = { ...point.tpot, count: point.outcomes.completed / 2 };
    const known = knownCompliance({ ...point, tpot: half }, { class: null, metric: "tpot" });
    expect(estimateCompliance(known, known[0][0]).share).toBeGreaterThanOrEqual(0.5);
  });

  it("is nothing where nothing was measured", () => {
    const [point] = resultWith().points;
    const none = { ...point.outcomes, completed: 0, rejected: 0, timedOut: 0, failed: 0 };
    expect(knownCompliance({ ...point, outcomes: none }, LATENCY)).toEqual([]);
  });
});

describe("what the page's script works with", () => {
  it("marks the choice, and shows it first", () => {
    const result = resultWith();
    const data = pageData(result, {});
    const chosen = data.points.filter(({ isChoice }) => isChoice);
    expect(chosen.map(({ replicas }) => replicas)).toEqual([result.choice?.replicas]);
    expect(chosen[0].isShown).toBe(true);
  });

  it("tells settings apart as groups, each with its counts", () => {
    const settings = [
      { values: { "service.maxBatchedTokens": 1024 }, factor: 1 },
      { values: { "service.maxBatchedTokens": 2048 }, factor: 1.2 },
    ];
    const { points } = pageData(resultWith({ settings }), {});
    expect(new Set(points.map(({ group }) => group)).size).toBe(2);
    expect(points[0].name).toMatch(/maxBatchedTokens 1024/);
  });
});
