import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

import { listFiles } from "../../src/ingest/list-files.ts";
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

describe("a trace of many files", () => {
  it("is merged by time, each file with its own columns and compression", async () => {
    folder.write("a-1.csv", "t,in\n2026-01-01T00:00:00Z,1\n2026-01-01T00:00:10Z,2\n");
    folder.write("a-2.csv.gz", gzipSync("x,in,t\n0,3,2026-01-01T00:00:05Z\n"));
    folder.write("a-3.jsonl", '{"t": "2025-12-31T23:59:59Z", "in": 4}');
    const rows = await readTrace(join(folder.path, "a-*"), traceSection(tokens));
    expect(toPlain(rows)).toMatchObject({ arrivals: [0, 1, 6, 11], inputs: [4, 1, 3, 2] });
    expect(rows).toMatchObject({ read: 4, skipped: 0 });
    expect(rows.notes[0]).toBe("read 3 files, merged by time");
  });

  it("names the file of a malformed row", async () => {
    const good = folder.write("b-1.csv", "t,in\n0,1\n");
    const bad = folder.write("b-2.csv", "t,in\n0,1\n1,0\n");
    const error = await readTraceError(join(folder.path, "b-?.csv"), tokens);
    expect(error.message).not.toContain(good);
    expect(error.problems).toEqual([
      {
        row: 2,
        line: 3,
        file: bad,
        message: 'in must be a whole number from 1 to 10,000,000, got "0"',
      },
    ]);
    expect(error.message).toContain(`  ${bad}, row 2, line 3: in must be`);
  });

  it("lists what matches in order, in folders too, but nothing hidden", async () => {
    mkdirSync(join(folder.path, "day1"));
    mkdirSync(join(folder.path, "day2"));
    for (const name of ["day2/x.log", "day1/y.log", "day1/x.log", "day1/.x.log", "day1/x.txt"]) {
      folder.write(name, "");
    }
    const found = await listFiles(join(folder.path, "day?", "*.log"));
    expect(found.map((path) => path.slice(folder.path.length + 1))).toEqual([
      "day1/x.log",
      "day1/y.log",
      "day2/x.log",
    ]);
    expect(await listFiles(join(folder.path, "*", "y.log"))).toEqual([
      join(folder.path, "day1/y.log"),
    ]);
  });

  it("is refused when nothing matches", async () => {
    const error = await readTraceError(join(folder.path, "c-*.csv"), tokens);
    expect(error.message).toMatch(/c-\*\.csv: no file matches the pattern$/u);
  });
});
