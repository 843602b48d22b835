import { describe, expect, it } from "vitest";

import { judgeObjective, type JudgedObjective } from "../../src/plan/judge-objective.ts";
import { requestsToSettle } from "../../src/plan/requests-to-settle.ts";
import { openStream } from "../../src/random/stream.ts";
import { poolLatencies } from "./pooled.ts";

const BUDGET = 0.01;
/** The normal quantile at 97.5 %. */
const WIDE = 1.959_963_985;

/** Requests for a rate that lies some standard deviations of 0.0005 above the budget. */
function neededAt(deviations: number): number {
  const deviation = 0.0005;
  const rate = BUDGET + deviations * deviation;
  const [lower, upper] = [rate - WIDE * deviation, rate + WIDE * deviation];
  const bounds = { lower, upper, effectiveViolations: 400 };
  return requestsToSettle(bounds, { budget: BUDGET, confidence: 0.95, rate, requests: 100_000 });
}

describe("requestsToSettle", () => {
  // Medians of |normal| with means 0, 0.5, 1 and 1.5 by bisection of Python's math.erf:
  // 0.674490, 0.762239, 1.050544, 1.503347; the factor is (1.959964/median)².
  it.each([
    [0, 750_000],
    [0.5, 570_000],
    [1, 250_000],
    [1.5, 70_000],
  ])("goes by the median distance, %s deviations from the budget", (deviations, more) => {
    expect(neededAt(deviations)).toBe(more);
  });

  it("asks for the evidence that a looser limit needs, too", () => {
    // κ of 4 at 0.8 of the budget: a third of the budget sees 4/2.4, and needs 10.
    const bounds = { lower: 0.0079, upper: 0.0081, effectiveViolations: 4 };
    const counted = { budget: BUDGET, confidence: 0.95, rate: 0.008, requests: 1000 };
    expect(requestsToSettle(bounds, counted)).toBe(5000);
  });

  it("settles about half of the open verdicts, whatever the rate around the budget is", () => {
    const objective: JudgedObjective = { index: 0, metric: "latency", within: 1, target: 0.99 };
    const uniform = openStream(23, 0, "latency");
    let open = 0;
    let settled = 0;
    for (let run = 0; run < 120; run++) {
      const mean = -1 / Math.log(0.005 + 0.01 * uniform());
      const latencies: number[] = [];
      const addTo = (count: number): void => {
        while (latencies.length < count) latencies.push(-mean * Math.log(1 - uniform()));
      };
      addTo(2000);
      const { requestsToSettle: more } = judgeObjective(
        poolLatencies(latencies, 1),
        objective,
        0.95,
      );
      if (more === null) continue;
      addTo(Math.ceil((2000 + more) / 50) * 50);
      const { verdict } = judgeObjective(poolLatencies(latencies, 1), objective, 0.95);
      open++;
      if (verdict === "met" || verdict === "missed") settled++;
    }
    expect(open).toBeGreaterThan(50);
    expect(settled / open).toBeGreaterThan(0.35);
    expect(settled / open).toBeLessThan(0.65);
  });
});
