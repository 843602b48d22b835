import { beforeAll, describe, expect, it } from "vitest";
import { buildResult } from "../../src/plan/build-result.ts";
import { HOURS_PER_MONTH } from "../../src/plan/hours-per-month.ts";
import type { Result } from "../../src/plan/result.ts";
import { runSweep } from "../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../src/run/inline-executor.ts";
import { sweepOf } from "./swept.ts";

const RANDOM = [
  "seed=3",
  "workload.generate={duration: 5m, arrivals: {process: poisson, rate: 40/s}}",
  "service.time={distribution: exponential, mean: 100ms}",
  "fleet={replicas: 3..10, router: central-queue, price: $4.10/h}",
  "run={replications: 4, warmup: 0s}",
];
const WAIT = "{metric: queueWait, within: 150ms, target: 90%}";

async function resultOf(...sets: readonly string[]): Promise<Result> {
  const settings = sweepOf([...RANDOM, ...sets]);
  const sweep = await runSweep(settings, openInlineExecutor(), () => {});
  const provenance = { version: "0.0.0", scenarioSha256: "" };
  return buildResult(settings[0].scenario, settings, sweep, provenance);
}

describe("priceSlo", () => {
  let result: Result;
  beforeAll(async () => {
    result = await resultOf(`slo.objectives=[${WAIT}]`);
  });

  it("agrees with the choice on what the SLO itself costs", () => {
    const { choice, priceOfSlo, totalCost } = result;
    const [{ targets }] = priceOfSlo;
    expect(choice).not.toBeNull();
    expect(targets[0]).toMatchObject({
      target: 0.9,
      certified: { replicas: choice?.replicas, costPerHour: choice?.costPerHour },
    });
    expect(totalCost).toBeNull();
  });

  it("tells the next tighter and looser limit and one more nine, in replicas and dollars", () => {
    const { choice, priceOfSlo } = result;
    const [{ limits, marginals, targets }] = priceOfSlo;
    const chosen = choice?.replicas ?? NaN;
    const sureAt = (replicas: number): number | null | undefined =>
      limits.find((step) => step.replicas === replicas)?.interval?.[1];
    const [tighter, looser, nine] = marginals;
    expect(tighter).toEqual({
      within: sureAt(chosen + 1),
      target: 0.9,
      replicas: chosen + 1,
      moreReplicas: 1,
      morePerHour: 4.1,
      morePerMonth: 2993,
    });
    expect(tighter.within).toBeLessThan(0.15);
    expect(looser).toMatchObject({ within: sureAt(chosen - 1), moreReplicas: -1 });
    expect(looser.within).toBeGreaterThan(0.15);
    expect(looser.morePerHour).toBe(-4.1);
    const priced = targets.find(({ target }) => target === 0.99)?.certified?.replicas ?? NaN;
    expect(nine.target).toBeCloseTo(0.99, 12);
    expect(nine).toMatchObject({ within: 0.15, replicas: priced, moreReplicas: priced - chosen });
    expect(nine.morePerMonth).toBeCloseTo(4.1 * (priced - chosen) * HOURS_PER_MONTH, 6);
    expect(marginals).toHaveLength(3);
  });

  it("offers no cheaper fleet that breaks another objective", async () => {
    const both = await resultOf(`slo.objectives=[{p50: 1s}, ${WAIT}]`);
    expect(both.choice?.replicas).toBe(result.choice?.replicas);
    const [easy, hard] = both.priceOfSlo;
    // A median of 1 s is kept by fewer, and so is the nine after it, but not the wait.
    expect(easy.limits[0].replicas).toBeLessThan(both.choice?.replicas ?? NaN);
    for (const { moreReplicas } of easy.marginals) expect(moreReplicas).toBeGreaterThanOrEqual(0);
    expect(hard.marginals).toEqual(result.priceOfSlo[0].marginals);
  });

  it("prices the chosen setting", async () => {
    const slo = `slo.objectives=[${WAIT}]`;
    const sweep = "sweep={service.time: [1s, 100ms, 300ms]}";
    const { choice, priceOfSlo } = await resultOf(slo, sweep, "run={replications: 2}");
    expect(choice?.settings).toEqual({ "service.time": "100ms" });
    for (const { settings } of priceOfSlo[0].limits) expect(settings).toEqual(choice?.settings);
  });

  it("has no steps away from a choice that isn't there, but prices all the same", async () => {
    const none = await resultOf("slo.objectives=[{metric: queueWait, within: 1us, target: 99.9%}]");
    expect(none.choice).toBeNull();
    expect(none.priceOfSlo[0].marginals).toEqual([]);
    expect(none.priceOfSlo[0].limits.length).toBeGreaterThan(3);
    expect(none.priceOfSlo[0].targets.at(-1)).toMatchObject({ counted: null, certified: null });
  });

  it("bills each setting with the violations of its own traffic", async () => {
    const { totalCost, points } = await resultOf(
      `slo={objectives: [${WAIT}], penalty: $0.01/violation}`,
      "sweep={workload.generate.arrivals.rate: [20/s, 40/s]}",
      "run={replications: 2, warmup: 0s}",
    );
    expect(totalCost?.points).toHaveLength(points.length);
    for (const [index, { fleetPerHour, penaltyPerHour }] of (totalCost?.points ?? []).entries()) {
      const { costPerHour, objectives, outcomes } = points[index];
      const requests = outcomes.completed;
      const anHour = 3600 * (requests / (2 * 300)) * (1 - objectives[0].compliance);
      expect(fleetPerHour).toBe(costPerHour);
      expect(penaltyPerHour).toBeCloseTo(0.01 * anHour, 6);
    }
  });
});
