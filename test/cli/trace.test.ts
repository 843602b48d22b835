import { describe, expect, it } from "vitest";
import { openFolder } from "./tailcap.ts";

const AZURE = `TIMESTAMP,ContextTokens,GeneratedTokens
2023-11-16 18:15:00.0000000,100,10
2023-11-16 18:15:01.5000001,200,20
2023-11-16 18:15:20.0000000,300,30
2023-11-16 18:15:40.0000000,400,15
`;

describe.concurrent("tailcap trace stats", () => {
  it("tells the format, rows, rates and sizes, and draws a picture", async () => {
    const folder = openFolder({ "log.csv": AZURE });
    const { code, stderr, stdout } = await folder.tailcap([
      "trace",
      "stats",
      "log.csv",
      "--out",
      "pictures/log.svg",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("azure-llm, by the first line");
    expect(stdout).toContain("4 read, 0 malformed ones skipped, 4 requests");
    expect(stdout).toContain("40.0 s, 0.0750/s on average");
    expect(stdout).toMatch(/input tokens +250 +100 +250/);
    expect(stdout).toContain("Spearman's correlation 0.400");
    expect(folder.list()).toEqual(["log.csv", "pictures/log.svg"]);
    expect(folder.read("pictures/log.svg")).toContain("<title>log.csv</title>");
  });

  it("prints JSON of a window, with rows skipped on request", async () => {
    const folder = openFolder({ "log.csv": "when,n\n0,5\nx,6\n2,7\n9,8\n" });
    const { code, stdout } = await folder.tailcap(
      "trace stats log.csv --columns arrival=when,input=n --on-error skip --window 1s..10s --json".split(
        " ",
      ),
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: "columns",
      read: 4,
      skipped: 1,
      window: [1, 10],
      stats: { requests: 2, span: 7, input: { min: 7, max: 8 } },
    });
  });

  it.each([
    [["x.csv", "--columns", "when=t"], "--columns must be arrival, input, output or duration"],
    [["x.csv"], "can't tell the format from the first line"],
    [["x.csv", "--format", "nginx", "--unit", "ms"], "--unit must be left out with format: nginx"],
    [["x.csv", "--columns", "arrival=t", "--window", "5s..9s"], "holds no request"],
    [["missing.csv"], "missing.csv: no such file"],
  ])("refuses %j", async (args, message) => {
    const folder = openFolder({ "x.csv": "t\n0\n1\n" });
    const { code, stderr } = await folder.tailcap(["trace", "stats", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe.concurrent("tailcap trace convert", () => {
  it.each(["out.csv", "out.parquet"])("writes %s, which reads the same again", async (to) => {
    const folder = openFolder({ "log.csv": AZURE });
    const { code, stdout } = await folder.tailcap(["trace", "convert", "log.csv", "--to", to]);
    expect(code).toBe(0);
    expect(stdout).toContain(`4 rows read; ${to}: 4 rows`);
    expect(folder.list()).toEqual(["log.csv", to]);
    const columns = "arrival=t,input=in,output=out";
    const statsOf = async (...args: readonly string[]): Promise<unknown> => {
      const told = await folder.tailcap(["trace", "stats", ...args, "--json"]);
      const { stats }: { stats: unknown } = JSON.parse(told.stdout);
      return stats;
    };
    expect(await statsOf(to, "--columns", columns, "--unit", "s")).toEqual(
      await statsOf("log.csv"),
    );
  });

  it("refuses other kinds of files, and leaves nothing where it can't write", async () => {
    const folder = openFolder({ "log.csv": AZURE });
    const other = await folder.tailcap(["trace", "convert", "log.csv", "--to", "out.json"]);
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toContain("--to must end in .csv or .parquet, got out.json");
    const below = ["trace", "convert", "log.csv", "--to", "log.csv/out.parquet"];
    const { code, stderr } = await folder.tailcap(below);
    expect(code).toBe(2);
    expect(stderr).toContain("can't write log.csv/out.parquet");
    expect(folder.list()).toEqual(["log.csv"]);
  });
});

describe.concurrent("tailcap trace fit", () => {
  // A linear congruential generator makes up the gaps: exponential ones of 0.1 s on average.
  const lines = ["t,n"];
  let state = 1;
  let time = 0;
  for (let row = 0; row < 20_000; row += 1) {
    state = (state * 48_271) % 2_147_483_647;
    time -= 0.1 * Math.log(state / 2_147_483_647);
    lines.push(`${time.toFixed(6)},100`);
  }
  const log = lines.join("\n");

  it("prints a workload that a scenario takes, and exits 0 for a good one", async () => {
    const folder = openFolder({ "log.csv": log });
    const fit = ["trace", "fit", "log.csv", "--columns", "arrival=t,output=n", "--out", "w.yaml"];
    const { code, stderr } = await folder.tailcap(fit);
    expect(stderr).toContain("a good fit: queue waits and dispersion are within 20%");
    expect(code).toBe(0);
    const rest = `name: fitted
service: {kind: serial, time: 150ms}
fleet: {replicas: 3, price: $1/h}
slo: {objectives: [{p99: 2s}]}
`;
    folder.write("fitted.yaml", folder.read("w.yaml") + rest);
    const simulated = await folder.tailcap(["simulate", "fitted.yaml", "--quiet"]);
    expect(simulated).toMatchObject({ code: 0, stderr: "" });
  });

  it("exits 1 for a trace that no generator stands in for", async () => {
    // One burst of 500 requests in the middle of an hour of steady ones.
    const burst = Array.from({ length: 4100 }, (_, row) =>
      row < 1800 ? row : row < 2300 ? 1800 + row / 1e4 : row - 500,
    );
    const folder = openFolder({ "log.csv": ["t", ...burst].join("\n") });
    const { code, stderr } = await folder.tailcap([
      "trace",
      "fit",
      "log.csv",
      "--columns",
      "arrival=t",
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("not a good fit");
  });

  it("refuses a trace of two requests", async () => {
    const folder = openFolder({ "log.csv": "t\n0\n1\n" });
    const { code, stderr } = await folder.tailcap([
      "trace",
      "fit",
      "log.csv",
      "--columns",
      "arrival=t",
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("at least 3 requests");
  });
});
