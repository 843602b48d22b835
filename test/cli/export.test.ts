import { existsSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

import { beforeAll, describe, expect, it } from "vitest";
import { POOLED, STEADY } from "./scenarios.ts";
import { openFolder, type WorkFolder } from "./tailcap.ts";

const SWEPT = `${STEADY.trimEnd()}\nsweep: {service.requestOverhead: [0s, 20ms]}\n`;
/** A part of the autoscaler is swept, another is set, and its defaults depend on both. */
const ELASTIC = STEADY.replace(
  /fleet:[^]*?(?=\n\w|$)/,
  "fleet: {price: $2/h, autoscaler: {kind: hpa, maxReplicas: 5}}",
).concat("\nsweep: {fleet.autoscaler.minReplicas: [3]}\n");
const HOPELESS = STEADY.replace("p99: 200ms", "p99: 1ms");

describe("tailcap export", () => {
  let folder: WorkFolder;
  beforeAll(async () => {
    folder = openFolder({
      "s.yaml": SWEPT,
      "e.yaml": ELASTIC,
      "h.yaml": HOPELESS,
      "p.yaml": POOLED,
    });
    const set = "--set=fleet.autoscaler.maxReplicas=4";
    const runs = await Promise.all([
      folder.tailcap(["run", "s.yaml", "--out", "fixed"]),
      folder.tailcap(["run", "e.yaml", "--out", "elastic", set]),
      folder.tailcap(["run", "h.yaml", "--out", "none"]),
      folder.tailcap(["run", "p.yaml", "--out", "pooled"]),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 1, 0]);
  });

  it("writes the choice for Kubernetes, from the folder as from the file", async () => {
    const args = ["--format", "k8s", "--name", "api", "--namespace", "prod"];
    const { code, stdout } = await folder.tailcap(["export", "fixed", ...args]);
    const { choice } = JSON.parse(folder.read("fixed/result.json"));
    expect(code).toBe(0);
    expect(stdout).toContain(
      `kind: Deployment\nmetadata:\n  name: api\n  namespace: prod\nspec:\n  replicas: ${choice.replicas}\n`,
    );
    const again = await folder.tailcap(["export", "fixed/result.json", ...args]);
    expect(again.stdout).toBe(stdout);
  });

  it("takes the chosen setting of an autoscaler, with what --set made of the rest", async () => {
    const { stdout } = await folder.tailcap(["export", "elastic", "--format", "k8s"]);
    expect(stdout).toContain("  minReplicas: 3\n  maxReplicas: 4\n");
    expect(stdout).toContain("# The simulation starts with 3 replicas");
    const spare = await folder.tailcap(["export", "elastic", "--format=k8s", "--spare=1"]);
    expect(spare).toMatchObject({ code: 2, stdout: "" });
    expect(spare.stderr).toContain("--spare is for a fixed fleet");
  });

  it.each(["k8s", "terraform"])("writes no %s without a choice, and says so", async (format) => {
    const out = join(folder.path, "never");
    const args = ["export", "none", "--format", format, "--out", out];
    const { code, stderr, stdout } = await folder.tailcap(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("no choice to export");
    expect(existsSync(out)).toBe(false);
  });

  it("says that pools hold the SLO where no one fleet does, and what can be written", async () => {
    const { code, stderr, stdout } = await folder.tailcap(["export", "pooled", "--format=k8s"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("pools do (apart: 1 + 1 replicas, $4.00/h)");
    expect(stderr).toContain("--format csv or parquet");
    expect(stderr).not.toContain("no choice to export");
  });

  it("writes Terraform's variables as HCL, or as JSON where the file's name says so", async () => {
    const { stdout } = await folder.tailcap(["export", "fixed", "--format", "terraform"]);
    expect(stdout).toMatch(/^tailcap_replicas = \d+$/mu);
    const out = ["--out", "a.auto.tfvars.json"];
    const args = ["export", "fixed", "--format", "terraform", ...out];
    const written = await folder.tailcap(args);
    expect(written).toEqual({ code: 0, stdout: "wrote a.auto.tfvars.json\n", stderr: "" });
    const quiet = await folder.tailcap([...args, "--quiet"]);
    expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
    const { choice } = JSON.parse(folder.read("fixed/result.json"));
    expect(JSON.parse(folder.read("a.auto.tfvars.json"))).toMatchObject({
      tailcap_replicas: choice.replicas,
      tailcap_cost_per_hour: choice.costPerHour,
    });
  });

  it("writes the same table as CSV and as Parquet, also without a choice", async () => {
    for (const name of ["fixed", "none"]) {
      const out = ["--out", `${name}.parquet`];
      const written = await folder.tailcap(["export", name, "--format", "parquet", ...out]);
      expect(written).toEqual({ code: 0, stdout: `wrote ${name}.parquet\n`, stderr: "" });
      const { stdout } = await folder.tailcap(["export", name, "--format", "csv"]);
      const [header, ...rows] = parseCsv(stdout);
      const { points } = JSON.parse(folder.read(`${name}/result.json`));
      expect(rows).toHaveLength(points.length);
      expect(await readParquet(join(folder.path, `${name}.parquet`))).toEqual({ header, rows });
      const p99 = header.indexOf("latency.p99");
      expect(rows.map((row) => Number(row[p99]))).toEqual(
        points.map((point: { latency: { p99: number } }) => point.latency.p99),
      );
    }
  });

  it("refuses what is no result, with what to do", async () => {
    folder.write("list.json", "[1]");
    folder.write("text.json", "text");
    folder.write("old.json", '{"tailcap": "0.0.1", "schema": 1}');
    folder.write("part.json", '{"tailcap": "0.0.1", "schema": 4}');
    const refusals = {
      "list.json": "isn't a result of tailcap",
      "text.json": "a result must be JSON",
      "old.json": "is a result of format 1, where format 4 is read: run its scenario again",
      "part.json": "is not a whole result",
      "none.json": "can't read the result: no such file",
    };
    for (const [file, message] of Object.entries(refusals)) {
      const { code, stderr, stdout } = await folder.tailcap(["export", file, "--format=csv"]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(message);
    }
    const parquet = await folder.tailcap(["export", "fixed", "--format=parquet"]);
    expect(parquet).toMatchObject({ code: 2, stdout: "" });
    expect(parquet.stderr).toContain("name the file with --out");
    const named = await folder.tailcap(["export", "fixed", "--format=k8s", "--name=A b"]);
    expect(named).toMatchObject({ code: 2, stdout: "" });
    expect(named.stderr).toBe(
      '--name must be lower-case letters, digits and dashes, with a letter or digit at both ends, got "A b"\n',
    );
  });
});

/** Cells of RFC 4180, as texts. */
function parseCsv(text: string): readonly (readonly string[])[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) =>
      Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gu), ([, quoted, bare]) =>
        quoted === undefined ? bare : quoted.replaceAll('""', '"'),
      ),
    );
}

/** The same of a Parquet file. */
async function readParquet(
  path: string,
): Promise<{ readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(`SELECT * FROM '${path}'`);
    const rows = reader
      .getRows()
      .map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
    return { header: reader.columnNames(), rows };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
