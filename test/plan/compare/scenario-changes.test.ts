import { describe, expect, it } from "vitest";
import { scenarioChanges } from "../../../src/plan/compare/scenario-changes.ts";
import { scenarioValueText } from "../../../src/plan/compare/value-text.ts";
import { parseScenario } from "../../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";

const TEXT = `name: shop
workload:
  generate: {duration: 1h, arrivals: {process: poisson, rate: 50/s}}
service: {kind: batch, latency: {table: {1: 9ms, 8: 17ms}}, maxBatch: 8, maxWait: 250us}
fleet: {replicas: 1..4, price: $4.10/h}
client: {timeout: 30s}
slo:
  objectives: [{p99: 500ms}]
`;

function scenario(...sets: readonly string[]): Scenario {
  return parseScenario(TEXT, { file: "shop.yaml", sets, seed: null }).scenario;
}

function changed(...sets: readonly string[]): readonly string[] {
  return scenarioChanges(scenario(), scenario(...sets)).map(
    ({ base, head, path }) => `${path}: ${base} → ${head}`,
  );
}

describe("changes of a scenario", () => {
  it("are none between a scenario and itself", () => {
    expect(changed()).toEqual([]);
  });

  it("have no count of a fleet that an autoscaler sizes", () => {
    const AUTO = TEXT.replace(
      "replicas: 1..4",
      "autoscaler: {kind: hpa, minReplicas: 2, maxReplicas: 6}",
    );
    const { scenario: elastic } = parseScenario(AUTO, { file: "shop.yaml", sets: [], seed: null });
    const changes = scenarioChanges(scenario(), elastic);
    expect(changes.map(({ path }) => path)).toEqual(["fleet.replicas", "fleet.autoscaler"]);
    expect(changes[0]).toMatchObject({ base: "1..4", head: "none" });
    const sets = ["fleet.autoscaler.minReplicas=3"];
    const { scenario: more } = parseScenario(AUTO, { file: "shop.yaml", sets, seed: null });
    expect(scenarioChanges(elastic, more).map(({ path }) => path)).toEqual([
      "fleet.autoscaler.minReplicas",
      "fleet.autoscaler.initial",
    ]);
  });

  it("carry the units in which a scenario is written", () => {
    expect(changed("workload.generate.arrivals.rate=60/s")).toEqual([
      "workload.generate.arrivals.rate: 50/s → 60/s",
    ]);
    expect(changed("workload.generate.duration=90m")).toEqual([
      "workload.generate.duration: 1h → 90m",
    ]);
    expect(changed("service.maxWait=2ms")).toEqual(["service.maxWait: 250us → 2ms"]);
    expect(changed("fleet.price=$4.5/h")).toEqual(["fleet.price: $4.10/h → $4.50/h"]);
    expect(changed("slo.confidence=90%")).toEqual(["slo.confidence: 95% → 90%"]);
    expect(changed("slo.objectives[0]={p99.9: 1s}")).toEqual([
      "slo.objectives[0].within: 500ms → 1s",
      "slo.objectives[0].target: 99% → 99.9%",
    ]);
    expect(changed("client.timeout=2500ms")).toEqual(["client.timeout.value: 30s → 2.5s"]);
    expect(changed("service.latency.table={1: 9ms, 8: 19ms}")).toEqual([
      "service.latency.table[1][1]: 17ms → 19ms",
    ]);
  });

  it("show counts as ranges, and values that come or go as none", () => {
    expect(changed("fleet.replicas=6")).toEqual(["fleet.replicas: 1..4 → 6"]);
    expect(changed("fleet.replicas=[1, 4]")).toEqual(["fleet.replicas: 1..4 → [1, 4]"]);
    expect(changed("fleet.queueLimit=500")).toEqual(["fleet.queueLimit: none → 500"]);
    expect(changed("client.hedging={maxAttempts: 2, delay: 50ms}")).toEqual([
      "client.hedging: none → {maxAttempts: 2, delay: 50ms}",
    ]);
  });

  it("show a further objective as one that comes", () => {
    expect(changed("slo.objectives=[{p99: 500ms}, {p50: 100ms}]")).toEqual([
      "slo.objectives[1]: none → {metric: latency, within: 100ms, target: 50%}",
    ]);
  });

  it("shorten what nobody reads in a line", () => {
    const text = scenarioValueText(
      "x.values",
      Array.from({ length: 500 }, (_, index) => index),
    );
    expect(text.length).toBe(120);
    expect(text.endsWith("…")).toBe(true);
  });
});
