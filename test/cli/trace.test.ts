import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
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
    expect(stdout).toContain("40 s, 0.0750/s on average");
    expect(stdout).toMatch(/input tokens +250 +100 +250/);
    expect(stdout).toContain("Spearman's correlation 0.400");
    expect(folder.list()).toEqual(["log.csv", "pictures/log.svg"]);
    expect(folder.read("pictures/log.svg")).toContain("<title>log.csv</title>");
  });

  it("tells of a rate that rises and falls", async () => {
    // 1/s for 3,000 s, then 1 in 4 s: windows of 500 s hold 500 or 125, whose rate varies by 3/5.
    const busy = Array.from({ length: 3000 }, (_, second) => second);
    const calm = Array.from({ length: 751 }, (_, index) => 3000 + 4 * index);
    const rows = [...busy, ...calm].map((second) => `${second},1`);
    const folder = openFolder({ "log.csv": ["when,n", ...rows, ""].join("\n") });
    const { code, stdout } = await folder.tailcap(
      "trace stats log.csv --columns arrival=when,input=n".split(" "),
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\nwaves +the rate itself rises and falls, by (?:59|60)% of its mean over windows of 500 s\n/,
    );
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
    [
      ["x.csv", "--format", "nginx", "--unit", "ms"],
      "--unit must be left out with --format nginx (it goes with --format columns)\n",
    ],
    [
      ["x.csv", "--format", "columns"],
      "--columns is required with --format columns (such as --columns arrival=t,input=in,output=out)\n",
    ],
    [["x.csv", "--columns", "arrival=when", "--window", "5s..9s"], "holds no request"],
    [
      ["x.csv", "--columns", "arrival=when", "--window", "10m..5m"],
      "--window must start before it ends, got 10m..5m\n",
    ],
    [
      ["x.csv", "--columns", "arrival=when", "--window", "10..5m"],
      '--window must carry a unit such as 20ms or 1.5s, got "10"',
    ],
    [
      ["x.csv", "--window", "5m", "--columns", "arrival=when"],
      "must be START..END such as 0s..30m",
    ],
    [["bad.csv", "--columns", "arrival=t"], "`--on-error skip` leaves such rows out"],
    [["x.csv", "--format", "nginx"], "set `--log-format`"],
    [["missing.csv"], "missing.csv: no such file"],
  ])("refuses %j", async (args, message) => {
    const folder = openFolder({ "x.csv": "when\n0\n1\n", "bad.csv": "t\n0\nx\n" });
    const { code, stderr } = await folder.tailcap(["trace", "stats", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("workload.trace");
  });

  it("names the columns of a Parquet file that it can't make out", async () => {
    const folder = openFolder();
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const file = join(folder.path, "log.parquet");
    await connection.run(`COPY (SELECT 0 AS began, 5 AS prompt) TO '${file}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const { code, stderr } = await folder.tailcap(["trace", "stats", "log.parquet"]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "log.parquet: can't tell what its columns are (began, prompt); name them with " +
        "--columns arrival=t,input=in,output=out\n",
    );
  });

  it("names the option that spreads the ticks of a coarse clock", async () => {
    const ticks = Array.from({ length: 60 }, (_, row) => 3 * Math.floor(row / 4));
    const folder = openFolder({ "log.csv": ["t", ...ticks].join("\n") });
    const plain = await folder.tailcap(["trace", "stats", "log.csv", "--json"]);
    const { notes }: { notes: readonly string[] } = JSON.parse(plain.stdout);
    expect(notes).toEqual([
      "timestamps sit on a 3 s tick: simultaneous arrivals may exaggerate tails; `--dequantize` spreads them",
    ]);
    const spread = await folder.tailcap(["trace", "stats", "log.csv", "--dequantize"]);
    expect(spread.stdout).toContain("spread 60 arrivals uniformly inside their 3 s tick");
  });

  it("says of a single request no more than there is to say", async () => {
    const folder = openFolder({ "log.csv": "t\n5\n" });
    const { stdout } = await folder.tailcap(["trace", "stats", "log.csv"]);
    expect(stdout).toContain("1 read, 0 malformed ones skipped, 1 request\n");
    expect(stdout).not.toMatch(/peak|gaps|–/u);
  });
});

describe.concurrent("tailcap trace convert", () => {
  it.each(["out.csv", "out.parquet"])("writes %s, which reads the same again", async (to) => {
    const folder = openFolder({ "log.csv": AZURE });
    const { code, stdout } = await folder.tailcap(["trace", "convert", "log.csv", "--out", to]);
    expect(code).toBe(0);
    const columns = "arrival=t,input=in,output=out";
    expect(stdout).toBe(
      `4 rows read; ${to}: 4 rows\n` +
        "in a scenario: {format: columns, unit: s, columns: {arrival: t, input: in, output: out}}\n" +
        `on the command line: --columns ${columns} --unit s, which tailcap trace can tell by itself\n`,
    );
    expect(folder.list()).toEqual(["log.csv", to]);
    const statsOf = async (...args: readonly string[]): Promise<unknown> => {
      const told = await folder.tailcap(["trace", "stats", ...args, "--json"]);
      const { stats }: { stats: unknown } = JSON.parse(told.stdout);
      return stats;
    };
    const original = await statsOf("log.csv");
    expect(await statsOf(to, "--columns", columns, "--unit", "s")).toEqual(original);
    expect(await statsOf(to)).toEqual(original);
    const { stdout: told } = await folder.tailcap(["trace", "stats", to]);
    expect(told).toContain("format     columns, by their names\n");
  });

  it("takes --to for --out, but not both, and counts one row as one", async () => {
    const folder = openFolder({ "log.csv": "t\n5\n" });
    const convert = ["trace", "convert", "log.csv", "--to", "a.csv"];
    const { code, stdout } = await folder.tailcap(convert);
    expect(code).toBe(0);
    expect(stdout).toContain("1 row read; a.csv: 1 row\n");
    const twice = await folder.tailcap([...convert, "--out", "b.csv"]);
    expect(twice).toMatchObject({ code: 2, stdout: "" });
    expect(twice.stderr).toContain("--out is given 2 times");
    expect(folder.list()).toEqual(["a.csv", "log.csv"]);
  });

  it("refuses other kinds of files, and leaves nothing where it can't write", async () => {
    const folder = openFolder({ "log.csv": AZURE });
    const other = await folder.tailcap(["trace", "convert", "log.csv", "--to", "out.json"]);
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toContain("--out must end in .csv or .parquet, got out.json");
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
    const { code, stderr, stdout } = await folder.tailcap(fit);
    expect(stdout).toBe("wrote w.yaml\n");
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
