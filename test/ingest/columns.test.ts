import { DuckDBInstance } from "@duckdb/node-api";
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

const tokens = columnNames({ arrival: "t", input: "in", output: "out" });
const arrivalOnly = columnNames({ arrival: "t" });

describe("readColumns", () => {
  it("reads plain numbers as seconds, as written", async () => {
    const text = "t,in,out\n0.5,10,20\n1e1, 30 ,40.0\n12,+1,1e3\n";
    const rows = await readTrace(folder.write("a.csv", text), traceSection(tokens));
    expect(toPlain(rows)).toEqual({
      arrivals: [0.5, 10, 12],
      inputs: [10, 30, 1],
      outputs: [20, 40, 1000],
      durations: [],
    });
  });

  it("leaves columns that aren't mapped empty", async () => {
    const text = "t,in,out,service\n1,10,20,0.25\n";
    const duration = columnNames({ arrival: "t", output: "out", duration: "service" });
    const rows = await readTrace(folder.write("b.csv", text), traceSection(duration));
    expect(toPlain(rows)).toEqual({ arrivals: [1], inputs: [], outputs: [20], durations: [0.25] });
  });

  it("counts timestamps from the first row", async () => {
    const text = "t\n2026-01-31T23:59:59.75Z\n2026-02-01T00:00:01Z\n";
    const rows = await readTrace(folder.write("iso.csv", text), traceSection(arrivalOnly));
    expect([...rows.arrivals]).toEqual([0, 1.25]);
  });

  it("refuses numbers among timestamps and timestamps among numbers", async () => {
    const numbers = folder.write("n.csv", "t\n1\n2026-02-01T00:00:01Z\n");
    expect((await readTraceError(numbers, arrivalOnly)).problems[0]).toEqual({
      row: 2,
      line: 3,
      message: 't must be a number as in the rows before, got "2026-02-01T00:00:01Z"',
    });
    const stamps = folder.write("s.csv", "t\n2026-02-01T00:00:01Z\n1\n");
    expect((await readTraceError(stamps, arrivalOnly)).problems[0].message).toBe(
      't must be a timestamp as in the rows before, got "1"',
    );
  });

  it("reads quoted fields and names with separators and quotes in them", async () => {
    const text = 'prompt,"t ""arrival"", s",in\n"a, ""b""\'s","1.5",3\nplain,2,"4"\n"",3,5\n';
    const names = columnNames({ arrival: 't "arrival", s', input: "in" });
    const rows = await readTrace(folder.write("quoted.csv", text), traceSection(names));
    expect(toPlain(rows)).toMatchObject({ arrivals: [1.5, 2, 3], inputs: [3, 4, 5] });
  });

  it.each([
    ["x.tsv", "\t"],
    ["x.csv", ";"],
    ["no-extension", "\t"],
    ["plain", ","],
  ])("reads %s separated by %j", async (name, separator) => {
    const text = "t,in,out\n1,2,3\n".replaceAll(",", separator);
    const rows = await readTrace(folder.write(name, text), traceSection(tokens));
    expect(toPlain(rows)).toMatchObject({ arrivals: [1], inputs: [2], outputs: [3] });
  });

  it.each(["x.jsonl", "x.ndjson", "x.jsonl.gz", "log"])("reads JSON Lines as %s", async (name) => {
    const text = '{"t": 1, "in": 2, "out": "3"}\r\n{"out": 6, "in": 5, "t": 4.5, "x": [1]}\r\n';
    const content = name.endsWith(".gz") ? gzipSync(text) : text;
    const rows = await readTrace(folder.write(name, content), traceSection(tokens));
    expect(toPlain(rows)).toMatchObject({ arrivals: [1, 4.5], inputs: [2, 5], outputs: [3, 6] });
  });

  it("finds hostile keys as they are", async () => {
    const keys = ["/a~b", '$."x"\'; DROP TABLE t; --', "a.b[0]", "*"] as const;
    const line = JSON.stringify({ [keys[0]]: 1, [keys[1]]: 2, [keys[2]]: 3, [keys[3]]: 4, a: 0 });
    const names = columnNames({
      arrival: keys[0],
      input: keys[1],
      output: keys[2],
      duration: keys[3],
    });
    const json = await readTrace(folder.write("keys.jsonl", line), traceSection(names));
    const expected = { arrivals: [1], inputs: [2], outputs: [3], durations: [4] };
    expect(toPlain(json)).toEqual(expected);
    const header = keys.map((key) => `"${key.replaceAll('"', '""')}"`).join(",");
    const csv = await readTrace(
      folder.write("keys.csv", `${header}\n1,2,3,4\n`),
      traceSection(names),
    );
    expect(toPlain(csv)).toEqual(expected);
  });

  it("reads exactly the file named, whatever characters the name has", async () => {
    folder.write("axb.csv", "t\n99\n");
    for (const name of ["a*b.csv", "a?b.csv", "a[x]b.csv", "it's {a,b} é.csv", "a\\b=1.csv"]) {
      const path = folder.write(name, "t\n1\n");
      const rows = await readTrace(path, traceSection(arrivalOnly));
      expect([name, ...rows.arrivals]).toEqual([name, 1]);
    }
  });

  it("reads Parquet, with numbers and with timestamps to the nanosecond", async () => {
    const path = join(folder.path, "log.parquet");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT TIMESTAMP_NS '2026-01-01 00:00:00.123456789' AS "at ""x""", 5 AS "in", 2.5::DOUBLE AS s
        UNION ALL SELECT TIMESTAMP_NS '2026-01-01 00:00:01.123456790', 6, 3.5)
       TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    const names = columnNames({ arrival: 'at "x"', input: "in", duration: "s" });
    const rows = await readTrace(path, traceSection(names));
    expect(toPlain(rows)).toEqual({
      arrivals: [0, 1.000000001],
      inputs: [5, 6],
      outputs: [],
      durations: [2.5, 3.5],
    });
    const error = await readTraceError(path, columnNames({ arrival: "at" }));
    expect(error.message).toBe(`${path}: there is no column "at", only "at \\"x\\"", "in", "s"`);
    const numbers = await readTrace(path, traceSection(columnNames({ arrival: "s" })));
    expect([...numbers.arrivals]).toEqual([2.5, 3.5]);
  });

  it("refuses a column that the header has twice", async () => {
    const error = await readTraceError(folder.write("twice.csv", "t,in,t\n1,2,3\n"), arrivalOnly);
    expect(error.message).toMatch(/: line 1: the column "t" stands there 2 times$/u);
  });

  it("lists the columns found when one is missing", async () => {
    const path = folder.write("missing.csv", "time,inputs,out\n1,2,3\n");
    const error = await readTraceError(path, columnNames({ arrival: "time", input: "input" }));
    expect(error.message).toBe(
      `${path}: line 1: there is no column "input", only "time", "inputs", "out"; did you mean "inputs"?`,
    );
  });

  it("reports every malformed row with its row, line, value and remedy", async () => {
    const lines = [
      "t,in,out",
      "0,10,20",
      "1,10",
      "2,10,20,30",
      "nan,10,20",
      "inf,10,20",
      "-3,10,20",
      "",
      "1_000,10,20",
      "8,0,20",
      "9,10,0",
      "10,10.5,20",
      "11,10000001,20",
      '12,"10,20',
      "13,,20",
      "1e400,1,1",
    ];
    const path = folder.write("all.csv", lines.join("\n"));
    const error = await readTraceError(path, tokens);
    expect(error.count).toBe(13);
    expect(error.message.split("\n")).toEqual([
      `${path}: 13 malformed rows`,
      "  row 2, line 3: expected 3 fields as in the header, got 2",
      "  row 3, line 4: expected 3 fields as in the header, got 4",
      '  row 4, line 5: t must be a number of seconds, or a timestamp like 2023-11-16 18:15:46.680 or …T18:15:46Z, got "nan"',
      '  row 5, line 6: t must be a number of seconds, or a timestamp like 2023-11-16 18:15:46.680 or …T18:15:46Z, got "inf"',
      '  row 6, line 7: t must be ≥ 0, got "-3"',
      '  row 7, line 9: t must be a number of seconds, or a timestamp like 2023-11-16 18:15:46.680 or …T18:15:46Z, got "1_000"',
      '  row 8, line 10: in must be a whole number from 1 to 10,000,000, got "0"',
      '  row 9, line 11: out must be a whole number from 1 to 10,000,000, got "0"',
      '  row 10, line 12: in must be a whole number from 1 to 10,000,000, got "10.5"',
      '  row 11, line 13: in must be a whole number from 1 to 10,000,000, got "10000001"',
      "  and 3 more",
      "`workload.trace.onError: skip` leaves such rows out and reports how many",
    ]);
  });

  it("skips the same rows on request, with nothing lost", async () => {
    const lines = ["t,in,out", "0,1,1", '1,"10,20', "nan,1,1", "2,1,0", "3,1,0", "", "4,7,7", ""];
    const rows = await readTrace(
      folder.write("skip.csv", lines.join("\n")),
      traceSection({ ...tokens, onError: "skip" }),
    );
    expect(toPlain(rows)).toMatchObject({ arrivals: [0, 4], inputs: [1, 7] });
    expect(rows).toMatchObject({ read: 6, skipped: 4 });
    expect(rows.notes).toEqual([
      "skipped 4 of 6 rows: 2 with 0 output tokens, 1 with a stray quote, 1 with an unreadable arrival time",
      "passed over 1 blank line between rows",
    ]);
  });

  it("refuses durations that aren't finite numbers above 0", async () => {
    const names = columnNames({ duration: "d" });
    const text = "t,d\n0,0.5\n1,0\n2,-1\n3,inf\n4,\n";
    const error = await readTraceError(folder.write("d.csv", text), names);
    expect(error.problems.map(({ row, message }) => [row, message])).toEqual([
      [2, 'd must be a number of seconds > 0, got "0"'],
      [3, 'd must be a number of seconds > 0, got "-1"'],
      [4, 'd must be a number of seconds > 0, got "inf"'],
      [5, "d is missing"],
    ]);
  });

  it("mixes LF and CR LF without losing or inventing a line", async () => {
    const text = "t\r\n1\n2\r\n\n3\r\n4\nx\n";
    const error = await readTraceError(folder.write("mixed.csv", text), arrivalOnly);
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]).toMatchObject({ row: 5, line: 7 });
  });

  it("notes arrival times that look like Unix time", async () => {
    const rows = await readTrace(
      folder.write("u.csv", "t\n1700158546\n"),
      traceSection(arrivalOnly),
    );
    expect(rows.notes).toHaveLength(1);
    expect(rows.notes[0]).toContain("arrivals start at 1700158546 s, which looks like Unix time");
  });

  it("reads many rows across chunks in their order, with a long line among them", async () => {
    const count = 50_000;
    const lines = Array.from(
      { length: count },
      (_, index) => `${index / 8},${(index % 999) + 1},x`,
    );
    lines[count - 10] = `${(count - 10) / 8},5,"${"long ".repeat(1_000_000)}"`;
    const path = folder.write("many.csv.gz", gzipSync(`t,in,note\n${lines.join("\n")}`));
    const rows = await readTrace(path, traceSection(columnNames({ input: "in" })));
    expect(rows).toMatchObject({ read: count, skipped: 0, notes: [] });
    expect(rows.arrivals.every((arrival, index) => arrival === index / 8)).toBe(true);
    expect(rows.inputs[count - 10]).toBe(5);
    expect(rows.inputs[count - 1]).toBe(((count - 1) % 999) + 1);
  });
});
