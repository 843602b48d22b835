import { describe, expect, it } from "vitest";
import { RANDOM } from "./scenarios.ts";
import { openFolder } from "./tailcap.ts";

/** An autoscaled fleet that fails, under clients that try again. */
const ELASTIC = `
name: elastic
workload:
  generate: {duration: 10m, arrivals: {process: gamma, rate: 8/s, cv: 2}}
service: {kind: serial, time: {distribution: exponential, mean: 400ms}}
fleet:
  autoscaler:
    kind: hpa
    minReplicas: 2
    maxReplicas: 9
    metrics: [{signal: concurrency, target: 1.5}]
  coldStart: {distribution: lognormal, mean: 20s, cv: 0.5}
  price: $1/h
  failures:
    onLoss: retry
    replica:
      uptime: {distribution: exponential, mean: 5m}
      downtime: {distribution: exponential, mean: 30s}
client: {timeout: 20s, retries: {preset: aws-standard, perTryTimeout: 4s}}
slo: {objectives: [{p95: 3s}]}
sweep: {"fleet.autoscaler.metrics[0].target": [1, 2]}
run: {replications: 3}
`;

describe.concurrent("--jobs", () => {
  it("changes no byte of the result or the picture, nor does running again", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const run = async (out: string, ...args: string[]) => {
      const set = ["--set", "sweep={fleet.router: [random, power-of-two]}"];
      const all = ["run", "random.yaml", "--out", out, ...set, ...args];
      const { stdout } = await folder.tailcap(all);
      return {
        text: stdout.replaceAll(`${out}/`, ""),
        json: folder.read(`${out}/result.json`),
        svg: folder.read(`${out}/curve.svg`),
      };
    };
    const alone = await run("a", "--jobs", "1");
    expect(alone.json).toContain('"replicas": 4');
    expect(await run("b", "--jobs", "2")).toEqual(alone);
    expect(await run("c", "--jobs", "5")).toEqual(alone);
    expect(await run("d", "--jobs", "1")).toEqual(alone);
  });

  it("changes no byte where the fleet and its clients do more than serve and wait", async () => {
    const folder = openFolder({ "elastic.yaml": ELASTIC });
    const run = async (out: string, jobs: string) => {
      await folder.tailcap(["run", "elastic.yaml", "--out", out, "--jobs", jobs]);
      return folder.read(`${out}/result.json`);
    };
    const alone = await run("a", "1");
    expect(alone).toContain('"failures": ');
    expect(await run("b", "2")).toBe(alone);
    expect(await run("c", "3")).toBe(alone);
  });

  it.each([
    ["run", "0"],
    ["run", "x"],
    ["simulate", "1.5"],
    ["simulate", ""],
  ])("of %s refuses %j", async (command, jobs) => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const args = [command, "random.yaml", `--jobs=${jobs}`];
    const { code, stdout, stderr } = await folder.tailcap(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`--jobs must be a whole number from 1, got ${jobs || "nothing"}\n`);
  });
});
