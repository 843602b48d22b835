import { describe, expect, it } from "vitest";
import { LOGGED, RANDOM, STEADY } from "./scenarios.ts";
import { openFolder } from "./tailcap.ts";

const HEADER = "arrival,replica,start,first,end,input,output,outcome";

/** Two requests through a model of 10 ms a step, one of 4 and 3 tokens, one of 5 and 1. */
const TOKENS = `name: tokens
workload:
  trace: {file: log.csv, format: columns, columns: {arrival: t, input: in, output: out}}
service:
  kind: continuous
  step: {base: 10ms}
  maxBatchedTokens: 64
  maxSequences: 8
  requestOverhead: 1s
fleet: {replicas: 1, price: $1/h}
slo:
  objectives:
    - {metric: ttft, within: 2s, target: 50%}
`;

describe.concurrent("tailcap simulate", () => {
  it("prints one configuration and writes nothing unless it is asked to", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const args = ["simulate", "steady.yaml", "--replicas", "2"];
    const { code, stdout, stderr } = await folder.tailcap(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Size +2 replicas$/m);
    expect(stdout).toContain("99 measured, 99 completed");
    expect(folder.list()).toEqual(["steady.yaml"]);
  });

  it("exits with 1 when the configuration misses the SLO", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const args = ["simulate", "steady.yaml", "--replicas", "1", "--quiet"];
    expect(await folder.tailcap(args)).toEqual({ code: 1, stdout: "", stderr: "" });
  });

  it("needs one replica count, of the scenario or of --replicas", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const { code, stderr } = await folder.tailcap(["simulate", "steady.yaml"]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "fleet.replicas names 3 counts (1 to 3); say which one with --replicas N\n",
    );
    const one = ["simulate", "steady.yaml", "--set", "fleet.replicas=2", "--quiet"];
    expect((await folder.tailcap(one)).code).toBe(0);
  });

  it.each(["0", "two", "100001"])("refuses --replicas %j", async (replicas) => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const args = ["simulate", "steady.yaml", `--replicas=${replicas}`];
    const { code, stderr } = await folder.tailcap(args);
    expect(code).toBe(2);
    expect(stderr).toBe(`--replicas must be a whole number from 1 to 100000, got ${replicas}\n`);
  });

  it("gives with --json a result of one point, written to --out too", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const args = ["simulate", "random.yaml", "--replicas", "7", "--out", "there", "--json"];
    const { stdout } = await folder.tailcap(args);
    expect(folder.list()).toEqual(["random.yaml", "there/result.json"]);
    expect(folder.read("there/result.json")).toBe(stdout);
    const { points, scenario } = JSON.parse(stdout);
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ replicas: 7, costPerHour: 7, settings: {} });
    expect(scenario).toMatchObject({ fleet: { replicas: [7] }, run: { replications: 1 } });
  });

  it("uses the values of the body where the sweep names a path", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const { points } = await folder.result([
      "simulate",
      "steady.yaml",
      "--replicas",
      "1",
      "--set",
      "sweep={service.time: [10ms, 20ms]}",
    ]);
    expect(points.map(({ latency }) => (latency.max ?? 0) > 0.15)).toEqual([true]);
  });
});

describe.concurrent("--requests", () => {
  it("writes what became of every request, in arrival order", async () => {
    // Replica 0 serves rows 0 and 2, replica 1 rows 1 and 3, by least outstanding; row 3 would end
    // at 3.5 but its client leaves at 2.7; row 4 finds replica 0 busy and its queue full.
    const rows = "t,seconds\n0,1\n0.5,2\n0.6,1\n0.7,1\n0.8,1\n9,1\n";
    const folder = openFolder({ "logged.yaml": LOGGED, "log.csv": rows });
    const args = ["simulate", "logged.yaml", "--requests", "r.csv", "--quiet"];
    expect(await folder.tailcap(args)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(folder.read("r.csv")).toBe(
      [
        HEADER,
        "0,0,0,1,1,,,completed",
        "0.5,1,0.5,2.5,2.5,,,completed",
        "0.6,0,1,2,2,,,completed",
        "0.7,1,2.5,,2.7,,,timed-out",
        "0.8,0,,,0.8,,,rejected",
        "9,0,9,10,10,,,completed",
        "",
      ].join("\n"),
    );
  });

  it("leaves the replica empty for who never left the central queue", async () => {
    const rows = "t,seconds\n0,5\n0.5,5\n1,1\n1.5,1\n";
    const folder = openFolder({ "logged.yaml": LOGGED, "log.csv": rows });
    await folder.tailcap([
      "simulate",
      "logged.yaml",
      "--requests",
      "r.csv",
      "--quiet",
      "--set",
      "fleet.router=central-queue",
      "--set",
      "client.timeout=3s",
    ]);
    expect(folder.read("r.csv").split("\n").slice(3, 5)).toEqual([
      "1,,,,4,,,timed-out",
      "1.5,,,,1.5,,,rejected",
    ]);
  });

  it("gives tokens, first tokens, and server times without the request overhead", async () => {
    const folder = openFolder({ "tokens.yaml": TOKENS, "log.csv": "t,in,out\n0,4,3\n2,5,1\n" });
    const { code } = await folder.tailcap([
      "simulate",
      "tokens.yaml",
      "--requests",
      "r.csv",
      "--quiet",
    ]);
    expect(code).toBe(0);
    const [header, first, second] = folder.read("r.csv").split("\n");
    expect(header).toBe(HEADER);
    expect(first).toBe("0,0,0,0.01,0.03,4,3,completed");
    expect(second).toBe("2,0,2,2.01,2.01,5,1,completed");
  });

  it("names the class of each request where there are classes", async () => {
    const classed = STEADY.replace(
      /generate:\n.*\n.*\n/u,
      `classes:
    slow: {generate: {duration: 2s, arrivals: {process: deterministic, rate: 1/s}}}
    fast: {generate: {duration: 2s, arrivals: {process: deterministic, rate: 2/s}}}
`,
    );
    const folder = openFolder({ "classed.yaml": classed });
    const args = ["--replicas", "3", "--requests", "r.csv", "--quiet"];
    await folder.tailcap(["simulate", "classed.yaml", ...args]);
    const [header, ...rows] = folder.read("r.csv").trimEnd().split("\n");
    expect(header).toBe(`${HEADER},class`);
    // Every 1 s and every 0.5 s, the first after one gap.
    expect(rows.map((row) => row.split(",")).map(([at, ...rest]) => [at, rest.at(-1)])).toEqual([
      ["0.5", "fast"],
      ["1", "slow"],
      ["1", "fast"],
      ["1.5", "fast"],
    ]);
  });

  it("counts the attempts of each request where clients try again", async () => {
    // One replica with a queue of none: the second request finds it busy at 0.5 and, tried again
    // every second, at 1.5 too; at 2.5 it is free. The third is turned away three times.
    const rows = "t,seconds\n0,2.2\n0.5,5\n2.6,1\n";
    const folder = openFolder({ "logged.yaml": LOGGED, "log.csv": rows });
    const sets = [
      "fleet.replicas=1",
      "fleet.queueLimit=0",
      "client={timeout: 1h, retries: {maxAttempts: 3, backoff: {base: 1s, factor: 1, jitter: 0%}}}",
    ].flatMap((set) => ["--set", set]);
    const args = ["simulate", "logged.yaml", "--requests", "r.csv", "--quiet", ...sets];
    expect(await folder.tailcap(args)).toMatchObject({ stderr: "" });
    expect(folder.read("r.csv").trimEnd().split("\n")).toEqual([
      `${HEADER},attempts`,
      "0,0,0,2.2,2.2,,,completed,1",
      "0.5,0,2.5,7.5,7.5,,,completed,3",
      "2.6,0,,,4.6,,,rejected,3",
    ]);
  });

  it.each(["r.xlsx", "r.csv.gz"])("writes no %s, which it would not be", async (file) => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const args = ["simulate", "random.yaml", "--replicas", "2", "--requests", file];
    const { code, stderr, stdout } = await folder.tailcap(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      "--requests writes plain CSV, which spreadsheets open too: its file must end in .csv, " +
        `got ${file}\n`,
    );
    expect(folder.list()).toEqual(["random.yaml"]);
  });

  it("keeps full precision, and the requests of the warm-up", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const args = ["simulate", "random.yaml", "--replicas", "2", "--requests", "r.csv", "--json"];
    const { stdout } = await folder.tailcap(args);
    const { workload, points } = JSON.parse(stdout);
    const rows = folder.read("r.csv").trimEnd().split("\n").slice(1);
    expect(rows).toHaveLength(workload.requests);
    const { completed, rejected, timedOut, failed } = points[0].outcomes;
    expect(rows.length).toBeGreaterThan(completed + rejected + timedOut + failed);
    const cells = rows.map((row) => row.split(","));
    const arrivals = cells.map(([arrival]) => Number(arrival));
    expect(arrivals).toEqual(arrivals.toSorted((left, right) => left - right));
    for (const [arrival, replica, start, first, end] of cells) {
      for (const time of [arrival, start, first, end]) expect(String(Number(time))).toBe(time);
      expect(["0", "1"]).toContain(replica);
      expect(Number(arrival)).toBeLessThanOrEqual(Number(start));
      expect(Number(start)).toBeLessThanOrEqual(Number(end));
    }
    const digits = cells.map(([arrival]) => arrival.replace(/^0?\.?0*|\./g, "").length);
    expect(Math.max(...digits)).toBeGreaterThanOrEqual(16);
    const latencies = cells
      .filter(([arrival]) => Number(arrival) >= 1)
      .map(([arrival, , , , end]) => Number(end) - Number(arrival));
    expect(Math.max(...latencies)).toBe(points[0].latency.max);
  });

  it("does not change the result", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const args = ["simulate", "random.yaml", "--replicas", "2", "--json"];
    const plain = await folder.tailcap([...args, "--set", "fleet.router=central-queue"]);
    const listed = await folder.tailcap([
      ...args,
      "--set",
      "fleet.router=central-queue",
      "--requests",
      "r.csv",
    ]);
    expect(listed.stdout).toBe(plain.stdout);
  });
});
