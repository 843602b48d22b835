import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { makeTraceFolder, readTraceError, toPlain, traceSection } from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";
// The first rows of the 2023 conversation trace, with its line ends: CR LF, none at the end.
const ROWS_2023 = [
  HEADER,
  "2023-11-16 18:15:46.6805900,374,44",
  "2023-11-16 18:15:50.9951690,396,109",
  "2023-11-16 18:15:51.2224670,879,55",
].join("\r\n");

describe("readAzureLlm", () => {
  it("reads seven fractional digits, CR LF and a last line without end exactly", async () => {
    const rows = await readTrace(folder.write("2023.csv", ROWS_2023), traceSection({}));
    expect(toPlain(rows)).toEqual({
      arrivals: [0, 4.314579, 4.541877],
      inputs: [374, 396, 879],
      outputs: [44, 109, 55],
      durations: [],
    });
    expect(rows).toMatchObject({ notes: [], read: 3, skipped: 0 });
  });

  it("keeps differences of 100 ns", async () => {
    const text = `${HEADER}\n2023-11-16 18:15:46.6805900,1,1\n2023-11-16 18:15:46.6805901,1,1\n`;
    const rows = await readTrace(folder.write("ticks.csv", text), traceSection({}));
    expect([...rows.arrivals]).toEqual([0, 1e-7]);
  });

  it("reads the zones of the 2024 traces, and compares moments across zones", async () => {
    const text = [
      HEADER,
      "2024-05-10 00:00:00.009930+00:00,2162,5",
      "2024-05-10 05:30:01.000000+05:30,2399,6",
      "2024-05-10T00:00:02.5Z,1,1",
      "2024-05-09 20:00:03-0400,1,1",
      "2024-05-10 00:00:04 UTC,1,1",
    ].join("\n");
    const rows = await readTrace(folder.write("2024.csv", text), traceSection({}));
    expect([...rows.arrivals]).toEqual([0, 0.99007, 2.49007, 2.99007, 3.99007]);
  });

  it("crosses midnight, months and a leap day", async () => {
    const text = `${HEADER}\n2024-02-28 23:59:59.9,1,1\n2024-03-01 00:00:00.1,1,1\n`;
    const rows = await readTrace(folder.write("leap.csv", text), traceSection({}));
    expect([...rows.arrivals]).toEqual([0, 86_400.2]);
  });

  it("reads gzip by its content, whatever the name, also of several members", async () => {
    const [header, ...lines] = ROWS_2023.split("\r\n");
    const plain = await readTrace(folder.write("a.csv", ROWS_2023), traceSection({}));
    const members = [`${header}\r\n`, lines.join("\r\n")].map((part) => gzipSync(part));
    const packed = await readTrace(folder.write("a.dat", Buffer.concat(members)), traceSection({}));
    expect(toPlain(packed)).toEqual(toPlain(plain));
  });

  it("passes over a byte order mark and blank lines at the end", async () => {
    const text = `\uFEFF${ROWS_2023}\r\n\r\n  \r\n`;
    const rows = await readTrace(folder.write("bom.csv", text), traceSection({}));
    expect(rows.arrivals).toHaveLength(3);
    expect(rows.notes).toEqual([]);
  });

  it("takes columns by name and ignores others", async () => {
    const text = "NumImages,GeneratedTokens,TIMESTAMP,ContextTokens\n0,7,2025-01-01T00:00:00Z,70\n";
    const rows = await readTrace(folder.write("2025.csv", text), traceSection({}));
    expect(toPlain(rows)).toMatchObject({ inputs: [70], outputs: [7] });
  });

  it("counts time from the earliest row when the first one written is late", async () => {
    const text = `${HEADER}\n2023-11-16 18:00:02,1,1\n2023-11-16 18:00:00,2,2\n2023-11-16 18:00:01,3,3`;
    const rows = await readTrace(folder.write("late.csv", text), traceSection({}));
    expect(toPlain(rows)).toMatchObject({ arrivals: [0, 1, 2], inputs: [2, 3, 1] });
    expect(rows.notes).toEqual(["rows were not in arrival order: 2 rows sorted"]);
  });

  it("refuses a mix of timestamps with and without a zone, skipping or not", async () => {
    const text = `${HEADER}\n2023-11-16 18:00:02,1,1\n2023-11-16 18:00:03Z,2,2\n`;
    const error = await readTraceError(folder.write("mix.csv", text), { onError: "skip" });
    expect(error.message).toMatch(
      /mix\.csv: line 3: row 2 has the timestamp "2023-11-16 18:00:03Z" with a time zone, rows before it are without a time zone; give all of them a zone or none$/u,
    );
  });

  it.each([
    ["2023-02-30 00:00:00", "a day that doesn't exist"],
    ["2023-11-16 18:15", "a time without seconds"],
    ["16/11/2023 18:15:46", "another order"],
    ["1700158546.68", "a number"],
    ["2023-11-16 18:15:46.12345678901", "more digits than nanoseconds"],
    ["2023-11-16 25:15:46", "an hour that doesn't exist"],
  ])("refuses the timestamp %s: %s", async (timestamp) => {
    const text = `${HEADER}\n2023-11-16 18:00:00,1,1\n${timestamp},1,1\n`;
    const error = await readTraceError(folder.write("bad.csv", text), {});
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]).toMatchObject({ row: 2, line: 3 });
    expect(error.problems[0].message).toContain(
      `TIMESTAMP must be a timestamp like 2023-11-16 18:15:46.6805900`,
    );
    expect(error.problems[0].message).toContain(JSON.stringify(timestamp));
  });

  it("names the columns a header lacks, those it has, and the nearest", async () => {
    const path = folder.write("header.csv", "Timestamp,ContextToken,Model\n1,2,3\n");
    const error = await readTraceError(path, {});
    expect(error.message.split("\n")).toEqual([
      `${path}: 3 problems`,
      '  line 1: there is no column "TIMESTAMP", only "Timestamp", "ContextToken", "Model"; did you mean "Timestamp"?',
      '  line 1: there is no column "ContextTokens", only "Timestamp", "ContextToken", "Model"; did you mean "ContextToken"?',
      '  line 1: there is no column "GeneratedTokens", only "Timestamp", "ContextToken", "Model"',
    ]);
  });

  it("tells JSON Lines from CSV", async () => {
    const path = folder.write("trace.csv", '{"timestamp": 0}\n');
    const error = await readTraceError(path, {});
    expect(error.message).toBe(
      `${path}: line 1: is JSON, not the CSV of azure-llm; use \`mooncake\` or \`columns\``,
    );
  });
});
