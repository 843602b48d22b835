/**
 * The scenarios as they ship, through the built program: each still teaches what its first lines
 * say it shows, and a search chooses what the sweep of every count does.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import type { SearchAnswer } from "../../src/plan/answer-search.ts";
import type { Choice, Result } from "../../src/plan/result.ts";
import { openFolder, type WorkFolder } from "../cli/tailcap.ts";

interface ShippedRun {
  readonly code: number;
  readonly result: Result;
  readonly curve: string;
}

async function runShipped(name: string): Promise<ShippedRun> {
  const file = fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url));
  const folder = openFolder();
  const args = ["run", file, "--out", "out", "--json", "--jobs", "2"];
  const { code, stdout, stderr } = await folder.tailcap(args);
  expect(stderr).toBe("");
  expect(folder.list()).toEqual(["out/curve.svg", "out/result.json"]);
  const result: Result = JSON.parse(stdout);
  await expectSameChoice(folder, file, code, result.choice);
  return { code, result, curve: folder.read("out/curve.svg") };
}

/** A budget of one request is spent by the first look, which sees what the sweep does. */
async function expectSameChoice(
  folder: WorkFolder,
  file: string,
  code: number,
  choice: Choice | null,
): Promise<void> {
  const args = ["choose", file, "--budget", "1", "--json", "--jobs", "2"];
  const searched = await folder.tailcap(args);
  expect({ code: searched.code, stderr: searched.stderr }).toEqual({ code, stderr: "" });
  const answer: SearchAnswer = JSON.parse(searched.stdout);
  expect(answer.choice?.replicas).toBe(choice?.replicas);
  expect(answer.choice?.settings).toEqual(choice?.settings);
  expect(answer.choice?.oneFewer?.replicas).toBe(choice?.oneFewer?.replicas);
}

describe("scenarios as shipped", () => {
  it("chat-burst: 6 replicas hold the p99 time to first token, 4 break it", async () => {
    const { code, curve, result } = await runShipped("chat-burst");
    const shown = new URL("../../docs/chat-burst-curve.svg", import.meta.url);
    expect(curve, "the README's picture; redraw it with npm start").toBe(
      readFileSync(shown, "utf8"),
    );
    expect(code).toBe(0);
    expect(result.question.kind).toBe("future");
    expect(result.choice).toMatchObject({ replicas: 6, settings: {} });
    expect(result.choice?.costPerHour).toBeCloseTo(24.6, 9);
    expect(result.choice?.oneFewer?.replicas).toBe(5);
    expect(result.choice?.oneFewer?.verdict).not.toBe("met");
    expect(result.points.find(({ replicas }) => replicas === 4)?.verdict).toBe("missed");
  });

  it("overload: every count is missed, small ones saturated, and the exit code is 1", async () => {
    const { code, result } = await runShipped("overload");
    expect(code).toBe(1);
    expect(result.choice).toBeNull();
    expect(result.points.map(({ verdict }) => verdict)).toEqual(Array(4).fill("missed"));
    expect(result.points[0].saturated).toBe(true);
  });

  it("api-tail: waves take about twice the 7.2 workers of the mean load", async () => {
    const { code, result } = await runShipped("api-tail");
    expect(code).toBe(0);
    expect(result.choice?.replicas).toBeGreaterThanOrEqual(14);
    expect(result.choice?.replicas).toBeLessThanOrEqual(18);
    expect(result.points.find(({ replicas }) => replicas === 8)?.verdict).toBe("missed");
  });

  it("azure-conv: a replay is answered in hindsight, without intervals", async () => {
    const { code, result } = await runShipped("azure-conv");
    expect(code).toBe(0);
    expect(result.question.kind).toBe("hindsight");
    expect(result.workload.requests).toBe(3400);
    for (const { latency, objectives, ttft } of result.points) {
      expect([latency.intervals, ttft.intervals]).toEqual([null, null]);
      expect(objectives.map(({ interval }) => interval)).toEqual([null, null]);
    }
  });

  it("embedding-batch: a larger batch than 8 is cheapest", async () => {
    const { code, result } = await runShipped("embedding-batch");
    expect(code).toBe(0);
    expect(result.choice?.settings["service.maxBatch"]).toBeGreaterThan(8);
    const chosen = result.choice?.costPerHour ?? Infinity;
    const small = result.points.filter(
      ({ settings, verdict }) => settings["service.maxBatch"] === 8 && verdict === "met",
    );
    for (const { costPerHour } of small) expect(costPerHour).toBeGreaterThan(chosen);
  });

  it("infra-tax: jobs that fail late cost $18,000 a month, a twelfth of it with checkpoints", async () => {
    const { code, result } = await runShipped("infra-tax");
    expect(code).toBe(0);
    const { choice, current, infraTax } = result;
    expect(choice?.replicas).toBeLessThan(8);
    expect(current).toMatchObject({ replicas: 8, isMet: true, comparison: { kind: "saving" } });
    const [{ costPerMonth, whatIf }] = infraTax?.jobs ?? [];
    expect(costPerMonth).toBeCloseTo(18_000, 6);
    expect(whatIf[0].recovery).toEqual({ kind: "checkpoint", every: 1800 });
    expect(whatIf[0].costPerMonth).toBeCloseTo(1500, 6);
    const { computeWaste = NaN, savings, total } = infraTax ?? {};
    expect(computeWaste).toBeGreaterThan(18_600 + (current?.comparison?.perMonth ?? NaN) - 1e-6);
    expect(savings).toBe(1800);
    expect(total).toBeCloseTo(computeWaste + 4800 - 1800, 6);
  });
});
