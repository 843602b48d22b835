import { DuckDBInstance } from "@duckdb/node-api";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import {
  columnNames,
  makeTraceFolder,
  readTraceError,
  toPlain,
  traceSection,
} from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const tokens = columnNames({ arrival: "t", input: "in" });
const CSV = "started,model,prompt\n5,a,10\n1,b,20\n3,a,30\n";
const path = folder.write("log.csv", CSV);
const select = "SELECT started / 2 AS t, prompt AS \"in\" FROM trace WHERE model = 'a'";

describe("query", () => {
  it("reads what the query makes of the table trace", async () => {
    const rows = await readTrace(path, traceSection({ ...tokens, query: select }));
    expect(toPlain(rows)).toMatchObject({ arrivals: [1.5, 2.5], inputs: [30, 10] });
  });

  it("reads gzip, JSON Lines and Parquet alike", async () => {
    const parquet = join(folder.path, "log.parquet");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`COPY (FROM read_csv('${path}')) TO '${parquet}' (FORMAT parquet)`);
    connection.closeSync();
    const lines = CSV.trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","))
      .map(([started, model, prompt]) => ({
        started: Number(started),
        model,
        prompt: Number(prompt),
      }));
    const json = lines.map((line) => JSON.stringify(line)).join("\n");
    for (const one of [
      parquet,
      folder.write("log.csv.gz", gzipSync(CSV)),
      folder.write("log.jsonl", json),
      folder.write("it's [1]*.csv", CSV),
    ]) {
      const rows = await readTrace(one, traceSection({ ...tokens, query: `${select} -- the end` }));
      expect([one, ...rows.inputs]).toEqual([one, 30, 10]);
    }
  });

  it("names the columns it lacks", async () => {
    const query = "SELECT started AS t FROM trace";
    const error = await readTraceError(path, { ...tokens, query });
    expect(error.message).toMatch(/: there is no column "in", only "t"$/u);
  });

  it.each([
    [
      "several statements",
      "SELECT 1 AS t; SELECT 2 AS t",
      /must be one SELECT, got 2 statements$/u,
    ],
    ["none", "-- nothing", /must be one SELECT, got 0 statements$/u],
    ["a copy to a file", "COPY trace TO 'OUT'", /fails: Permission Error/u],
    ["a copy over the trace itself", `COPY trace TO '${path}'`, /must be a SELECT/u],
    ["a new table", "CREATE TABLE x AS SELECT 1 AS t", /must be a SELECT/u],
    ["another setting", "SET enable_external_access = true", /must be a SELECT/u],
    ["an extension", "INSTALL httpfs", /must be a SELECT/u],
    ["a statement smuggled in", "SELECT 1 AS t) ; DROP VIEW trace; (SELECT 1", /query` fails: /u],
    [
      "another file",
      "SELECT content AS t FROM read_text('/etc/passwd')",
      /fails: Permission Error/u,
    ],
    ["a file by its name", "SELECT * FROM '/etc/passwd.csv'", /fails: /u],
    ["the network", "SELECT * FROM 'https://example.com/a.csv'", /fails: /u],
    ["a typing error", "SELEC started AS t FROM trace", /fails: .*Parser Error/u],
  ])("refuses %s", async (_, query, message) => {
    const error = await readTraceError(path, { ...tokens, query });
    expect(error.message).toMatch(message);
    expect(readFileSync(path, "utf8")).toBe(CSV);
    expect(existsSync("OUT")).toBe(false);
  });

  it("refuses a file of which the engine would lose rows without a word", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `${index},a,${index + 1}`);
    const text = `started,model,prompt\n${many.join("\n")}\n`;
    const cut = folder.write("cut.csv.gz", gzipSync(text).subarray(0, 30_000));
    const error = await readTraceError(cut, { ...tokens, query: select });
    expect(error.message).toMatch(/the gzip data ends early; fetch it again$/u);
    const quoted = folder.write("quoted.csv", 'started,model,prompt\n5,"a\nb",10\n1,b,20\n');
    const joined = await readTraceError(quoted, { ...tokens, query: select });
    expect(joined.message).toMatch(/sees 2 rows in 3 lines|can't read it/u);
  });
});
