import { describe, expect, it } from "vitest";
import { buildResult } from "../../../src/plan/build-result.ts";
import { runSweep } from "../../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { sweepOf } from "../swept.ts";

const CLASSES =
  "workload={classes: {\n" +
  " search: {generate: {duration: 10m, arrivals: {process: poisson, rate: 4/s}}},\n" +
  " feed: {generate: {duration: 10m, arrivals: {process: poisson, rate: 4/s}}}}}";
const SERVICE = "service.time={distribution: exponential, mean: 100ms}";
const OBJECTIVES =
  "slo.objectives=[{class: search, metric: latency, within: 600ms, target: 90%},\n" +
  " {class: feed, metric: latency, within: 600ms, target: 90%}]";
const POOLS =
  "pools={separate: [{name: one, classes: [search], replicas: 1..3},\n" +
  " {name: two, classes: [feed], replicas: 1..3}],\n" +
  " shared: [{name: all, classes: [search, feed], replicas: 1..4}],\n" +
  " starved: [{name: all, classes: [search, feed], replicas: 1}]}";

describe("compareArrangements", () => {
  it("chooses a fleet for each pool and finds the cheapest arrangement that is met", async () => {
    const settings = sweepOf([
      CLASSES,
      SERVICE,
      OBJECTIVES,
      "fleet={replicas: 1..4, price: $2/h, router: central-queue}",
      POOLS,
    ]);
    let total = 0;
    const sweep = await runSweep(settings, openInlineExecutor(), (_, all) => (total = all));
    // 4 counts of the scenario itself, 3 + 3, 4 and 1 of the pools.
    expect(total).toBe(15 * settings[0].scenario.run.replications);
    const { arrangements, points } = buildResult(settings[0].scenario, settings, sweep, {
      version: "1",
      scenarioSha256: "0",
    });
    expect(points).toHaveLength(4);
    const [separate, shared, starved] = arrangements;
    expect(separate.pools.map(({ classes, name }) => [name, classes])).toEqual([
      ["one", ["search"]],
      ["two", ["feed"]],
    ]);
    const counts = separate.pools.map(({ choice }) => choice!.replicas);
    expect(separate.costPerHour).toBe(2 * (counts[0] + counts[1]));
    expect(separate.costPerMonth).toBe(1460 * (counts[0] + counts[1]));
    // Two queues at load 0.4 take a replica each or more; one queue at load 0.8 takes two.
    expect(shared.costPerHour).toBe(4);
    expect(starved).toMatchObject({ isMet: false, costPerHour: null, isCheapest: false });
    const cheapest = arrangements.filter(({ isCheapest }) => isCheapest);
    expect(cheapest).toHaveLength(1);
    expect(cheapest[0].costPerHour).toBe(Math.min(separate.costPerHour!, shared.costPerHour!));
    // Alone in its pool a class is judged as the whole of it.
    expect(separate.pools[0].points[0].objectives).toHaveLength(1);
    expect(shared.pools[0].points[0].objectives.map((one) => one.class)).toEqual([
      "search",
      "feed",
    ]);
  });
});
