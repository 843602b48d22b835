import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsvRows } from "../../src/ingest/csv-rows.ts";

async function rowsOf(...chunks: readonly string[]): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of readCsvRows(chunks)) rows.push(row);
  return rows;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

describe("readCsvRows", () => {
  it("reads plain and quoted fields, either line end, and a last line without one", async () => {
    expect(await rowsOf('a,"b, c",d\r\n1,,""\n\n"x ""y""","two\nlines",z')).toEqual([
      ["a", "b, c", "d"],
      ["1", "", ""],
      ['x "y"', "two\nlines", "z"],
    ]);
  });

  it("reads the same wherever the text is cut", async () => {
    const field = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r"), maxLength: 5 });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(table, fc.nat(), async (rows, seed) => {
        const text = rows.map((row) => row.map(quote).join(",")).join("\n");
        const cut = seed % (text.length + 1);
        expect(await rowsOf(text.slice(0, cut), text.slice(cut))).toEqual(rows);
      }),
      { seed: 72, numRuns: 200 },
    );
  });
});
