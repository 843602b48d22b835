import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { openFolder } from "./tailcap.ts";

const SCENARIO = `
name: divided
workload: {generate: {duration: 2m, arrivals: {process: poisson, rate: 20/s}}}
service: {kind: serial, time: {distribution: lognormal, mean: 90ms, cv: 2}}
fleet: {replicas: 2..5, price: $1/h}
slo: {objectives: [{p95: 500ms}]}
sweep: {fleet.router: [central-queue, round-robin]}
run: {replications: 3, warmup: 10s}
`;

/** Traffic whose future is asked about: the shards part the resamples of a trace. */
const FUTURE = `
name: divided
workload: {trace: {file: t.csv, format: columns, columns: {arrival: t}}}
service: {kind: serial, time: {distribution: exponential, mean: 90ms}}
fleet: {replicas: 2..4, price: $1/h}
slo: {objectives: [{p95: 500ms}]}
run: {question: future, replications: 1}
`;
const TRACE = `t\n${Array.from({ length: 6000 }, (_, row) => (row / 12 + (row % 7) / 60).toFixed(3)).join("\n")}\n`;

describe("run --shard and merge", () => {
  it.each([
    ["generated traffic", SCENARIO, []],
    ["resamples of a trace", FUTURE, []],
  ] as const)(
    "make what one run makes, of %s",
    async (_, text, extra) => {
      const folder = openFolder({ "s.yaml": text, "t.csv": TRACE });
      await folder.tailcap(["run", "s.yaml", "--out=whole", "--quiet", ...extra]);
      const done: number[] = [];
      for (const index of [1, 2, 3]) {
        const shard = await folder.tailcap(["run", "s.yaml", `--shard=${index}/3`]);
        expect(shard.code).toBe(0);
        done.push(Number(/: (\d+) tasks done/.exec(shard.stdout)?.[1]));
      }
      expect(Math.max(...done) - Math.min(...done)).toBeLessThanOrEqual(1);
      const merged = await folder.tailcap(["merge", "s.yaml", "--quiet", "--progress=json"]);
      expect(merged.stderr).not.toContain('"started"');
      expect(folder.read("reports/divided/result.json")).toBe(folder.read("whole/result.json"));
    },
    60_000,
  );

  it("ask a Prometheus once each", async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      const values = [1, 2, 3].map((minute) => [1_763_640_000 + 60 * minute, "20"]);
      const result = [{ metric: {}, values }];
      response.end(JSON.stringify({ status: "success", data: { resultType: "matrix", result } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") return expect.fail("no port");
    const url = `http://127.0.0.1:${address.port}`;
    const source = `prometheus: {url: "${url}", rate: requests, end: '2025-11-20T12:03:00Z', range: 3m, step: 60s}`;
    const text = SCENARIO.replace(/generate: .*}}}/, `${source}}`);
    const folder = openFolder({ "s.yaml": text });
    const shard = await folder.tailcap(["run", "s.yaml", "--shard=1/1", "--quiet"]);
    expect([shard.stderr, asked]).toEqual(["", 1]);
    const merged = await folder.tailcap(["merge", "s.yaml", "--quiet"]);
    server.close();
    expect([merged.stderr, asked]).toEqual(["", 2]);
  }, 60_000);

  it("refuse fractions that are none, and shards that are missing", async () => {
    const folder = openFolder({ "s.yaml": SCENARIO });
    for (const [given, range] of [
      ["0/3", "from 1/3 to 3/3"],
      ["4/3", "from 1/3 to 3/3"],
      ["1", "such as 3/16"],
      ["a/b", "such as 3/16"],
    ]) {
      const { code, stderr } = await folder.tailcap(["run", "s.yaml", `--shard=${given}`]);
      expect([code, stderr]).toEqual([2, `--shard must be ${range}, got ${given}\n`]);
    }
    const json = await folder.tailcap(["run", "s.yaml", "--shard=1/3", "--json"]);
    expect([json.code, json.stderr]).toEqual([
      2,
      "--json goes with `tailcap merge`: a shard has no result\n",
    ]);
    const none = await folder.tailcap(["merge", "s.yaml"]);
    expect([none.code, none.stderr]).toEqual([
      2,
      "no shard-1-of-N in reports/divided: name the folders of shards\n",
    ]);
    await folder.tailcap(["run", "s.yaml", "--shard=2/3", "--quiet"]);
    const one = await folder.tailcap(["merge", "s.yaml"]);
    expect(one.stderr).toContain("reports/divided holds 1 of 3 shards");
    const other = await folder.tailcap(["merge", "s.yaml", "elsewhere"]);
    expect(other.stderr).toContain("no tasks are kept in elsewhere");
  }, 60_000);

  it("are looked for beneath the report's folder and the scenario's, and what they lack is said", async () => {
    const folder = openFolder({ "s.yaml": SCENARIO });
    await folder.tailcap(["run", "s.yaml", "--shard=1/1", "--quiet"]);
    const whole = await folder.tailcap(["merge", "s.yaml", "--quiet", "--out=elsewhere"]);
    expect(whole.stderr).toBe("");
    const other = await folder.tailcap(["merge", "s.yaml", "--out=third", "--seed=77"]);
    expect(other.stderr).toContain(
      "what no shard has done is computed here: is a shard, --seed or --set missing?",
    );
  }, 60_000);
});
