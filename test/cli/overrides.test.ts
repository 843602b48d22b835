import { describe, expect, it } from "vitest";
import { RANDOM, STEADY } from "./scenarios.ts";
import { openFolder } from "./tailcap.ts";

function countsOf({ points }: { readonly points: readonly { readonly replicas: number }[] }) {
  return points.map(({ replicas }) => replicas);
}

describe.concurrent("--set", () => {
  it("replaces values, in the units of the file", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const { scenario, points } = await folder.result([
      "run",
      "steady.yaml",
      "--set",
      "fleet.price=$3.50/h",
      "--set",
      "service.time=0.09s",
      "--set",
      "slo.objectives[0].p99=95ms",
    ]);
    expect(scenario.fleet.price).toBe(3.5);
    expect(scenario.slo.objectives).toEqual([
      { class: null, metric: "latency", within: 0.095, target: 0.99 },
    ]);
    expect(points[0]).toMatchObject({ replicas: 1, costPerHour: 3.5, verdict: "met" });
    expect(points[0].latency.max).toBeCloseTo(0.09, 12);
  });

  it("takes lists and ranges of replica counts", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const run = (counts: string) =>
      folder.result(["run", "steady.yaml", "--set", `fleet.replicas=${counts}`]);
    expect(countsOf(await run("[4, 2]"))).toEqual([2, 4]);
    expect(countsOf(await run("2..4"))).toEqual([2, 3, 4]);
  });

  it("adds a sweep, and the cheapest setting is chosen", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const { points, choice } = await folder.result([
      "run",
      "steady.yaml",
      "--set",
      "sweep={service.concurrency: [1, 2]}",
    ]);
    expect(points.map(({ settings, replicas }) => [settings, replicas])).toEqual([
      [{ "service.concurrency": 1 }, 1],
      [{ "service.concurrency": 1 }, 2],
      [{ "service.concurrency": 1 }, 3],
      [{ "service.concurrency": 2 }, 1],
      [{ "service.concurrency": 2 }, 2],
      [{ "service.concurrency": 2 }, 3],
    ]);
    expect(choice).toMatchObject({
      replicas: 1,
      settings: { "service.concurrency": 2 },
      oneFewer: null,
    });
  });

  it("lets the later of two values for one path win", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const args = ["--set", "fleet.replicas=1", "--set", "fleet.replicas=3"];
    expect(countsOf(await folder.result(["run", "steady.yaml", ...args]))).toEqual([3]);
  });

  it.each([
    ["fleet.replicas", /must be path=value/],
    ["fleet.replicas=[1,", /not valid YAML/],
    ["fleet.replica=3", /did you mean `replicas`\?/],
    ["fleet.price=3", /--set fleet\.price=3: fleet\.price must .*\$/],
    ["slo.objectives[7].within=1s", /has no item 7/],
  ])("refuses %s and says why", async (set, message) => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const { code, stdout, stderr } = await folder.tailcap(["run", "steady.yaml", "--set", set]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(folder.list()).toEqual(["steady.yaml"]);
  });
});

describe.concurrent("a warm pool of 0", () => {
  it("gives the points that there are without one", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const elastic = [
      "fleet.autoscaler={kind: hpa, maxReplicas: 4, metrics: [{signal: concurrency, target: 2}]}",
      "fleet.coldStart=2s",
    ];
    const text = RANDOM.replace("  replicas: 1..4\n", "");
    folder.write("elastic.yaml", text);
    const pointsWith = async (...sets: readonly string[]) => {
      const args = [...elastic, ...sets].flatMap((set) => ["--set", set]);
      return (await folder.result(["run", "elastic.yaml", ...args])).points;
    };
    const without = await pointsWith();
    const warm = "price: $0.40/h, start: 1s}";
    expect(await pointsWith(`fleet.warm={replicas: 0, ${warm}`)).toEqual(without);
    expect(await pointsWith(`fleet.warm={replicas: 1, ${warm}`)).not.toEqual(without);
  });
});

describe.concurrent("--seed", () => {
  it("gives other draws, and the same ones for the same seed", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const run = async (...args: string[]) =>
      (await folder.tailcap(["run", "random.yaml", "--json", ...args])).stdout;
    const own = await run();
    const same = await run("--seed", "1");
    const other = await run("--seed", "2");
    // They differ in nothing but what was asked for.
    const asked = { overrides: ["--seed 1"] };
    expect(JSON.parse(same).written).toMatchObject(asked);
    expect({ ...JSON.parse(same), written: null }).toEqual({ ...JSON.parse(own), written: null });
    expect(JSON.parse(other).scenario.seed).toBe(2);
    expect(JSON.parse(other).workload.requests).not.toBe(JSON.parse(own).workload.requests);
  });

  it("wins over the seed of the scenario and of --set", async () => {
    const folder = openFolder({ "random.yaml": `seed: 5\n${RANDOM}` });
    const args = ["run", "random.yaml", "--set", "seed=6"];
    expect((await folder.result(args)).scenario.seed).toBe(6);
    expect((await folder.result([...args, "--seed", "7"])).scenario.seed).toBe(7);
  });

  it.each(["-1", "1.5", "", "9007199254740993"])("refuses %j", async (seed) => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const { code, stdout, stderr } = await folder.tailcap(["run", "random.yaml", `--seed=${seed}`]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`--seed must be a whole number from 0, got ${seed || "nothing"}\n`);
  });
});
