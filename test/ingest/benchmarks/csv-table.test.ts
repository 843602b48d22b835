import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

import { readBenchmarks } from "../../../src/ingest/benchmarks/read-benchmarks.ts";
import { makeTraceFolder } from "../trace-folder.ts";
import { readPoints, readTable } from "./read-one.ts";

describe("a CSV of measured points", () => {
  it("reads units from the names of columns, in any of their spellings", () => {
    const points = [
      "concurrency,input_tokens,output_tokens,ttft_ms,tpot_us,latency_s",
      "Concurrency;ISL;OSL;TTFT (ms);Mean TPOT [us];e2el_s",
    ].map((header) => {
      const delimiter = header.includes(";") ? ";" : ",";
      return readPoints(
        [header, ["4", "512", "64", "80", "12500", "0.9"].join(delimiter)].join("\n"),
      );
    });
    for (const [point] of points) {
      expect(point).toMatchObject({
        load: { loop: "closed", concurrency: 4 },
        input: 512,
        output: 64,
        ttft: 0.08,
        latency: 0.9,
      });
      expect(point.tpot).toBeCloseTo(0.0125, 12);
    }
  });

  it("takes a unit for columns that name none, and asks for one otherwise", () => {
    const text = "rate,ttft,tpot\n2.5,80,12\n";
    const [point] = readPoints(text, { unit: "ms" });
    expect(point.load).toEqual({ loop: "open", rate: 2.5, cv: 1 });
    expect(point.ttft).toBeCloseTo(0.08, 12);
    expect(() => readPoints(text)).toThrow(
      /column ttft has no unit: name it ttft_ms, or say --unit/,
    );
  });

  it("keeps other columns as labels", () => {
    const { rows } = readTable("model,Tensor Parallel,concurrency,tpot_ms\nqwen,8,1,9.5\n");
    expect(rows[0].labels).toEqual({ model: "qwen", tensor_parallel: "8" });
  });

  it("takes a batch without a load for one that was alone", () => {
    const points = readPoints("batch_size,latency_ms,p99_ms\n1,9,11\n8,17,20\n");
    expect(points.map(({ batch, load }) => [batch, load])).toEqual([
      [1, { loop: "closed", concurrency: 1 }],
      [8, { loop: "closed", concurrency: 1 }],
    ]);
    expect(points[0].quantiles).toEqual([[0.99, 0.011]]);
  });

  it("names every wrong value with its line", () => {
    const text = "concurrency,tpot_ms\n1,fast\n2.5,10\n-1,10\n";
    expect(() => readPoints(text)).toThrow(
      "bench.txt:2: tpot must be a number above 0, got fast\n" +
        "bench.txt:3: concurrency must be a whole number above 0, got 2.5\n" +
        "bench.txt:4: concurrency must be a whole number above 0, got -1",
    );
  });

  it("refuses rows that don't fit the header, and two columns of one quantity", () => {
    expect(() => readPoints("concurrency,tpot_ms\n1,2,3\n")).toThrow(
      /bench.txt:2: has 3 fields, the header has 2/,
    );
    expect(() => readPoints("concurrency,users,tpot_ms\n1,2,3\n")).toThrow(
      /two columns hold the concurrency: users is the second/,
    );
  });

  it("says which column is missing, and which one is nearly it", () => {
    expect(() => readPoints("concurency,tpot_ms\n1,2\n")).toThrow(
      /needs a column concurrency, rate or batch; .* is concurency misspelt\?/,
    );
    expect(() => readPoints("concurrency,ttft_ms\n1,2\n")).toThrow(/needs a time/);
  });

  it("skips rows without a time, and says so", () => {
    const { rows, skipped } = readTable("concurrency,tpot_ms\n1,10\n2,\n");
    expect(rows).toHaveLength(1);
    expect(skipped).toEqual([{ source: "bench.txt:3", reason: "has no time" }]);
  });
});

function read(...paths: readonly string[]) {
  return readBenchmarks(paths, { unit: null, batch: null });
}

describe("files", () => {
  const folder = makeTraceFolder();
  afterAll(folder.remove);

  it("may be gzipped, and several make one table", async () => {
    const text = "concurrency,tpot_ms\n1,10\n";
    const plain = folder.write("a.csv", `\uFEFF${text}`);
    const zipped = folder.write("b.csv.gz", gzipSync(text));
    const { rows } = await read(plain, zipped);
    expect(rows.map(({ point }) => point.source)).toEqual(["a.csv:2", "b.csv.gz:2"]);
  });

  it("that can't be read are named with the reason", async () => {
    await expect(read(`${folder.path}/none.csv`)).rejects.toThrow(/none.csv: no such file/);
    await expect(read(folder.path)).rejects.toThrow(/is a folder, not a file/);
    const cut = folder.write("cut.gz", gzipSync("concurrency,tpot_ms\n1,10\n").subarray(0, 30));
    await expect(read(cut)).rejects.toThrow(/gzip data (?:ends early|is damaged)/);
  });
});
