import { DuckDBInstance } from "@duckdb/node-api";
import { join } from "node:path";
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

const arrivalOnly = columnNames({ arrival: "t" });

describe("times in columns", () => {
  it.each([
    ["s", "1700158546.125", "1700158546.5", ""],
    ["ms", "1700158546125", "1700158546500", " (written in milliseconds)"],
    ["us", "1700158546125000", "1700158546500000", " (written in microseconds)"],
    ["ns", "1700158546125000000", "1700158546500000000", " (written in nanoseconds)"],
  ] as const)("in %s since 1970 are known by their size", async (unit, first, second, written) => {
    const path = folder.write(`${unit}.csv`, `t\n${second}\n${first}\n`);
    const rows = await readTrace(path, traceSection(arrivalOnly));
    expect([...rows.arrivals]).toEqual([0, 0.375]);
    expect(rows.notes[1]).toBe(
      `arrivals start at 1700158546.125 s${written}, which looks like Unix time: t = 0 is the earliest, 2023-11-16T18:15:46Z`,
    );
    const said = await readTrace(path, traceSection({ ...arrivalOnly, unit }));
    expect([...said.arrivals]).toEqual([0, 0.375]);
    expect(said.notes[1]).toContain("which is Unix time");
  });

  it("keep single nanoseconds, in CSV, JSON and Parquet", async () => {
    const [first, second] = ["1700158546125000001", "1700158546125000004"];
    const csv = folder.write("exact.csv", `t\n${first}\n${second}\n`);
    const json = folder.write("exact.jsonl", `{"t": ${first}}\n{"t":${second},"u":"a, 1"}\n`);
    const parquet = join(folder.path, "exact.parquet");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT unnest([${first}, ${second}]) AS t) TO '${parquet}' (FORMAT parquet)`,
    );
    connection.closeSync();
    for (const path of [csv, json, parquet]) {
      const rows = await readTrace(path, traceSection(arrivalOnly));
      expect([path, ...rows.arrivals]).toEqual([path, 0, 3e-9]);
    }
  });

  it("count from a start as written, in the unit given", async () => {
    const path = folder.write("offset.csv", "t\n250\n1500.5\n");
    const rows = await readTrace(path, traceSection({ ...arrivalOnly, unit: "ms" }));
    expect(toPlain(rows).arrivals).toEqual([0.25, 1.5005]);
    expect(rows.notes).toEqual([]);
  });

  it("are refused where their size fits no unit, unless that is given", async () => {
    const path = folder.write("odd.csv", "t\n50000000000\n");
    const error = await readTraceError(path, arrivalOnly);
    expect(error.message).toMatch(
      /: line 2: row 1 arrives at 50000000000, which is no date between 1973 and 2286 in .*`workload\.trace\.unit`$/u,
    );
    const rows = await readTrace(path, traceSection({ ...arrivalOnly, unit: "ms" }));
    expect([...rows.arrivals]).toEqual([50_000_000]);
  });

  it("may have more digits than a float64", async () => {
    const text = "t\n0.1000000000000000055\n1e1\n+12.50000000000000000000\n";
    const rows = await readTrace(folder.write("long.csv", text), traceSection(arrivalOnly));
    expect([...rows.arrivals]).toEqual([0.1, 10, 12.5]);
  });
});
