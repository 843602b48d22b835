import { describe, expect, it } from "vitest";
import { buildResult } from "../../../src/plan/build-result.ts";
import type { Result } from "../../../src/plan/result.ts";
import { runSweep } from "../../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { sweepOf } from "../swept.ts";

/** Ten requests a second of 150 ms each, nothing random: 2 replicas are enough, 1.5 are busy. */
const STEADY = [
  "workload.generate={duration: 20s, arrivals: {process: deterministic, rate: 10/s}}",
  "service.time=150ms",
  "fleet={replicas: 1..4, price: $2/h, current: 4}",
];

async function resultOf(...sets: readonly string[]): Promise<Result> {
  const settings = sweepOf(STEADY, sets);
  const body = sweepOf(STEADY, sets, ["sweep={}"])[0].scenario;
  const scenario = { ...body, sweep: settings[0].scenario.sweep };
  const sweep = await runSweep(settings, openInlineExecutor(), () => {});
  return buildResult(scenario, settings, sweep, { version: "0", scenarioSha256: "" });
}

describe("priceResult", () => {
  it("splits the bill of each point by the choice", async () => {
    const { choice, points } = await resultOf();
    expect(choice?.replicas).toBe(2);
    const over = points.map(({ costLedger }) => costLedger.lines[2].costPerHour);
    expect(over).toEqual([0, 0, 2, 4]);
    for (const { costLedger, costPerHour } of points) {
      const sum = costLedger.lines.reduce((total, line) => total + line.costPerHour, 0);
      expect(sum).toBeCloseTo(costPerHour, 9);
    }
    // 1.5 of the 4 replicas work, up to what the ends of the span cut off.
    const [useful, headroom] = points[3].costLedger.lines;
    expect(useful.costPerHour).toBeCloseTo(3, 1);
    expect(headroom.costPerHour).toBeCloseTo(1, 1);
  });

  it("prices today's fleet and its waste", async () => {
    const { current, infraTax, points } = await resultOf();
    expect(current?.comparison).toEqual({ kind: "saving", perHour: 4, perMonth: 2920 });
    expect(current?.ledger).toEqual(points[3].costLedger);
    expect(infraTax?.total).toBeCloseTo(2920, 6);
  });

  it("takes today's fleet with the settings of the scenario's body", async () => {
    const swept = await resultOf("sweep={service.concurrency: [2, 1]}");
    expect(swept.choice).toMatchObject({ replicas: 1, settings: { "service.concurrency": 2 } });
    expect(swept.current?.ledger).toEqual(swept.points[7].costLedger);
    const elsewhere = await resultOf("sweep={service.concurrency: [2, 3]}");
    expect(elsewhere.current).toMatchObject({ costPerHour: 8, ledger: null, isMet: null });
  });

  it("projects growth from the choice", async () => {
    const { drift } = await resultOf("drift={demandGrowth: 50%}");
    expect(drift?.months[0]).toMatchObject({ replicas: 3, costPerHour: 6 });
    expect((await resultOf()).drift).toBeNull();
  });
});
