import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { loadTraces } from "../../../src/cli/load-scenario.ts";
import { buildResult } from "../../../src/plan/build-result.ts";
import type { Demand } from "../../../src/plan/headroom/measure-demand.ts";
import { boundReplicas } from "../../../src/plan/headroom/perfect-system.ts";
import type { Result } from "../../../src/plan/result.ts";
import { runSweep } from "../../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { parseScenario } from "../../../src/scenario/parse-scenario.ts";

function demandWith(change: Partial<Demand>): Demand {
  return { load: 1, peak10s: null, peak60s: null, batchSize: null, queueing: null, ...change };
}

describe("boundReplicas", () => {
  it("rounds the mean over the replications up, each window for itself", () => {
    const bound = boundReplicas([
      demandWith({ load: 2.2, peak10s: 5, peak60s: 3.5, batchSize: 8 }),
      demandWith({ load: 2.4, peak10s: 6, peak60s: 3.9, batchSize: 10 }),
    ]);
    expect(bound.replicas).toBe(3);
    expect(bound.mean.load).toBeCloseTo(2.3, 12);
    expect(bound.peak["60s"]).toEqual({ load: 3.7, replicas: 4 });
    expect(bound.peak["10s"]).toEqual({ load: 5.5, replicas: 6 });
    expect(bound.batchSize).toBe(9);
    expect(bound.reason).toBe(
      "No scheduler keeps up on fewer than 3: with nothing wasted the requests keep 2.30 replicas " +
        "busy on average; the busiest minute 3.70 and the busiest 10 s 5.50",
    );
  });

  it("takes one replica at least, and none more for a rounding error", () => {
    expect(boundReplicas([demandWith({ load: 0.001 })]).replicas).toBe(1);
    expect(boundReplicas([demandWith({ load: 3 + 1e-12 })]).replicas).toBe(3);
    expect(boundReplicas([demandWith({ load: 3.001 })]).replicas).toBe(4);
  });

  it("writes a small load with digits that say something", () => {
    const { reason } = boundReplicas([demandWith({ load: 0.0042, peak60s: 0.09 })]);
    expect(reason).toMatch(/keep 0\.0042 replicas busy on average; the busiest minute 0\.09$/);
  });

  it("leaves out windows that are longer than the run", () => {
    const bound = boundReplicas([demandWith({ load: 0.5 })]);
    expect(bound.peak).toEqual({ "10s": null, "60s": null });
    expect(bound.reason).toMatch(/0\.50 replicas busy on average$/);
  });
});

const SCENARIOS = fileURLToPath(new URL("../../../scenarios", import.meta.url));
const names = readdirSync(SCENARIOS).filter((file) => file.endsWith(".yaml"));

/** A shipped scenario with less traffic, unless it replays a trace. */
async function shortResult(name: string): Promise<Result> {
  const file = join(SCENARIOS, name);
  const text = readFileSync(file, "utf8");
  const { workload, run } = parseScenario(text, { file, sets: [], seed: null }).scenario;
  const sets = "trace" in workload ? [] : ["run.replications=2"];
  if ("generate" in workload) {
    // What is changed of a preset stands beside its name.
    const path = workload.generate.source === undefined ? "generate.duration" : "duration";
    sets.push(`workload.${path}=${run.warmup + 90}s`);
  }
  const parsed = parseScenario(text, { file, sets, seed: null });
  const settings = await loadTraces(parsed, file);
  const sweep = await runSweep(settings, openInlineExecutor(), () => {});
  return buildResult(parsed.scenario, settings, sweep, { version: "0", scenarioSha256: "" });
}

describe("the bound of every shipped scenario", () => {
  it.each(names)("%s is at most the smallest count that holds", async (name) => {
    const { choice, limits, perfectSystem, points } = await shortResult(name);
    const own = points.filter(({ settings }) => settings === limits.settings);
    const holding = own.find(({ objectives }) =>
      objectives.every(({ compliance, target }) => compliance >= target),
    );
    const least = choice?.replicas ?? holding?.replicas ?? Infinity;
    expect(perfectSystem.replicas).toBeLessThanOrEqual(least);
    expect(perfectSystem.mean.load).toBeGreaterThan(0);
    expect(perfectSystem.peak["10s"]?.load).toBeGreaterThanOrEqual(perfectSystem.mean.load * 0.99);
    expect(limits.limits.map(({ limit }) => limit)).toContain("compute");
    if (name === "overload.yaml") expect(perfectSystem.replicas).toBeGreaterThan(limits.replicas);
  });
});
