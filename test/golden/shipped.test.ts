/**
 * The scenarios as they ship, through the built program: each still teaches what its first lines
 * say it shows, and a search chooses what the sweep of every count does.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import type { SearchAnswer } from "../../src/plan/answer-search.ts";
import type { Choice, Point, Result } from "../../src/plan/result.ts";
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
  expect(folder.list()).toEqual(expect.arrayContaining(["out/curve.svg", "out/result.json"]));
  const result: Result = JSON.parse(stdout);
  await expectSameChoice(folder, file, code, result.choice);
  return { code, result, curve: folder.read("out/curve.svg") };
}

/** A budget of a thousand requests is spent by the first look, which sees what the sweep does. */
async function expectSameChoice(
  folder: WorkFolder,
  file: string,
  code: number,
  choice: Choice | null,
): Promise<void> {
  const args = ["choose", file, "--budget", "1k", "--json", "--quiet", "--jobs", "2"];
  const searched = await folder.tailcap(args);
  expect({ code: searched.code, stderr: searched.stderr }).toEqual({ code, stderr: "" });
  const answer: SearchAnswer = JSON.parse(searched.stdout);
  expect(answer.choice?.replicas).toBe(choice?.replicas);
  expect(answer.choice?.settings).toEqual(choice?.settings);
  expect(answer.choice?.oneFewer?.replicas).toBe(choice?.oneFewer?.replicas);
}

interface Ending {
  readonly arrived: number;
  readonly attempted: number;
  readonly answered: number;
}

/** The last ten minutes of metastable-retries on 16 replicas with a retry budget. */
async function answeredAtTheEnd(budget: string): Promise<Ending> {
  const file = fileURLToPath(new URL("../../scenarios/metastable-retries.yaml", import.meta.url));
  const sets = [
    "fleet.replicas=16",
    `sweep.client.retries.budget=[${budget}]`,
    "run.replications=1",
  ];
  const folder = openFolder();
  const args = ["run", file, "--json", "--jobs", "1", ...sets.flatMap((set) => ["--set", set])];
  const { stdout } = await folder.tailcap(args);
  const result: Result = JSON.parse(stdout);
  const timeline = result.points[0].timeline ?? expect.fail("no timeline");
  const from = Math.ceil(3000 / timeline.width);
  const to = Math.floor(3600 / timeline.width);
  const sum = (counts: readonly number[]): number =>
    counts.slice(from, to).reduce((total, count) => total + count, 0);
  return {
    arrived: sum(timeline.arrivals),
    attempted: sum(timeline.attempts),
    answered: sum(timeline.completed),
  };
}

describe("scenarios as shipped", () => {
  it("code-assistant: 6 replicas hold it while busy a seventh of the time", async () => {
    const { code, result } = await runShipped("code-assistant");
    expect(code).toBe(0);
    expect(result.scenario.workload).toMatchObject({
      generate: { source: expect.stringContaining("azure-llm-2023-code") },
    });
    expect(result.choice?.replicas).toBe(6);
    expect(result.choice?.oneFewer?.verdict).not.toBe("met");
    const chosen = result.points.find(({ replicas }) => replicas === 6);
    expect(chosen?.utilization).toBeGreaterThan(0.1);
    expect(chosen?.utilization).toBeLessThan(0.2);
  });

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

  it("autoscale-signal: no target on utilisation holds, a queue beside it does for less", async () => {
    const { code, result } = await runShipped("autoscale-signal");
    expect(code).toBe(0);
    const [first, second, third, half, queue, both] = result.points;
    for (const point of [first, second, third, half, queue]) expect(point.verdict).toBe("missed");
    expect(both.verdict).toBe("met");
    expect(result.choice?.costPerHour).toBe(both.costPerHour);
    expect(both.costPerHour).toBeLessThan(half.costPerHour);
    expect(half.costPerHour).toBeGreaterThan(first.costPerHour);
    // A saturated pod shows 100 %: the fleet of 80 % never gets to the size that is needed.
    expect(first.fleet?.peakReplicas).toBeLessThan(both.fleet?.peakReplicas ?? 0);
  });

  it("metastable-retries: 20 replicas without a budget, 11 with either", async () => {
    const { code, result } = await runShipped("metastable-retries");
    expect(code).toBe(0);
    const key = "client.retries.budget";
    const unlimited = result.points.filter(({ settings }) => settings[key] === "none");
    expect(unlimited.map(({ verdict }) => verdict)).toEqual(["missed", "missed", "missed", "met"]);
    // Ten of sixty minutes lie before the spike, one of them warm-up: hardly more is answered.
    for (const { clients, objectives } of unlimited.slice(0, 3)) {
      expect(objectives[0].compliance).toBeLessThan(0.2);
      expect(clients?.attemptsPerRequest).toBeGreaterThan(3);
    }
    const limited = result.points.filter(({ settings }) => settings[key] !== "none");
    expect(limited.map(({ verdict }) => verdict)).toEqual(Array(8).fill("met"));
    expect(result.choice?.replicas).toBe(11);
    expect(result.choice?.costPerHour).toBeCloseTo(4.4, 9);
  });

  it("metastable-retries: goodput stays at nothing fifty minutes after the spike", async () => {
    const ending = await answeredAtTheEnd("none");
    expect(ending.arrived).toBeGreaterThan(4000);
    expect(ending.answered).toBeLessThan(0.02 * ending.arrived);
    expect(ending.attempted).toBeGreaterThan(3.5 * ending.arrived);
    const recovered = await answeredAtTheEnd("{ kind: envoy }");
    expect(recovered.arrived).toBe(ending.arrived);
    expect(recovered.answered).toBeGreaterThan(0.99 * recovered.arrived);
  });

  it("three-teams: a pool each costs half as much again as one for all", async () => {
    const { code, result } = await runShipped("three-teams");
    expect(code).toBe(0);
    const [separate, shared] = result.arrangements;
    expect(separate.pools.map(({ choice }) => choice?.replicas)).toEqual([7, 3, 5]);
    expect(separate).toMatchObject({ isMet: true, isCheapest: false });
    expect(separate.costPerHour).toBeCloseTo(9, 9);
    expect(shared.pools.map(({ choice }) => choice?.replicas)).toEqual([10]);
    expect(shared).toMatchObject({ isMet: true, isCheapest: true });
    expect(shared.costPerHour).toBeCloseTo(6, 9);
  });

  it("interactive-and-batch: priority halves the fleet, and the batch keeps its SLO", async () => {
    const { code, result } = await runShipped("interactive-and-batch");
    expect(code).toBe(0);
    expect(result.choice).toMatchObject({ replicas: 3, settings: { "fleet.priority": "strict" } });
    const equal = result.points.filter(({ settings }) => settings["fleet.priority"] === "none");
    expect(equal.find(({ verdict }) => verdict === "met")?.replicas).toBe(6);
    for (const { objectives } of result.points) expect(objectives[1].compliance).toBe(1);
  });

  it("scale-to-zero: a longer cooldown or a shorter start avoids what always-on pays for", async () => {
    const { code, result } = await runShipped("scale-to-zero");
    expect(code).toBe(0);
    const find = (least: number, cooldown: string, node: string): Point => {
      const found = result.points.find(
        ({ settings }) =>
          settings["fleet.autoscaler.minReplicaCount"] === least &&
          settings["fleet.autoscaler.cooldownPeriod"] === cooldown &&
          settings["fleet.coldStart.node"] === node,
      );
      return found ?? expect.fail("no such setting");
    };
    const [eager, patient, quick] = [
      find(0, "5m", "90s"),
      find(0, "30m", "90s"),
      find(0, "5m", "5s"),
    ];
    const always = find(1, "5m", "90s");
    expect(eager.verdict).toBe("missed");
    for (const { verdict } of [patient, quick, always]) expect(verdict).toBe("met");
    expect(always.costPerHour).toBeCloseTo(4.1, 9);
    expect(patient.costPerHour).toBeLessThan(0.55 * always.costPerHour);
    expect(quick.costPerHour).toBeLessThan(0.7 * patient.costPerHour);
    expect(result.choice?.costPerHour).toBe(quick.costPerHour);
  });

  it("spot-and-spares: a start within the notice saves a spare", async () => {
    const { code, result } = await runShipped("spot-and-spares");
    expect(code).toBe(0);
    expect(result.choice).toMatchObject({ replicas: 8, settings: { "fleet.coldStart": "100s" } });
    const slow = result.points.filter(({ settings }) => settings["fleet.coldStart"] === "6m");
    expect(slow.find(({ verdict }) => verdict === "met")?.replicas).toBe(9);
    for (const { clients, fleet } of result.points) {
      expect(fleet?.reclaims).toBeGreaterThan(200);
      expect(clients?.lost).toBeLessThan(100);
    }
  });
});
