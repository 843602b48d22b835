import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, describe, expect, it } from "vitest";

import { guessFormat } from "../../src/ingest/guess-format.ts";
import { readTrace } from "../../src/ingest/read-trace.ts";
import { traceColumns } from "../../src/ingest/trace-columns.ts";
import { writeCsv } from "../../src/ingest/write-csv.ts";
import { writeParquet } from "../../src/ingest/write-parquet.ts";
import type { TraceRows } from "../../src/workload/trace-rows.ts";
import { columnNames, makeTraceFolder, traceSection } from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(() => folder.remove());

const ROWS = 5000;

/** Times that no short decimal holds, the smallest first and several chunks of them. */
function makeRows(): TraceRows {
  const arrivals = Float64Array.from({ length: ROWS }, (_, row) => (row * row) / 7 + row / 1e7);
  arrivals[1] = 1.5e-7;
  return {
    arrivals,
    inputs: Int32Array.from({ length: ROWS }, (_, row) => 1 + ((row * 7919) % 10_000_000)),
    outputs: Int32Array.from({ length: ROWS }, (_, row) => 1 + (row % 10)),
    durations: Float64Array.from({ length: ROWS }, (_, row) => (row + 1) / 3e6),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
  };
}

const names = columnNames({ arrival: "t", input: "in", output: "out", duration: "duration" });

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const part of parts) text += part;
  return text;
}

function expectRows(read: TraceRows, rows: TraceRows): void {
  expect(read.arrivals).toEqual(rows.arrivals);
  expect(read.inputs).toEqual(rows.inputs);
  expect(read.outputs).toEqual(rows.outputs);
  expect(read.durations).toEqual(rows.durations);
}

describe("a converted trace", () => {
  it("reads the same again from CSV, to the last bit", async () => {
    const rows = makeRows();
    const path = folder.write("all.csv", await textOf(writeCsv(traceColumns(rows))));
    const read = await readTrace(path, traceSection({ ...names, unit: "s" }));
    expectRows(read, rows);
  });

  it("reads the same again from Parquet, to the last bit", async () => {
    const rows = makeRows();
    const path = `${folder.path}/it's.parquet`;
    await writeParquet(traceColumns(rows), path);
    const read = await readTrace(path, traceSection({ ...names, unit: "s" }));
    expectRows(read, rows);
  });

  it("has only the columns that the trace has", async () => {
    const none = new Int32Array(0);
    const rows = { ...makeRows(), inputs: none, durations: new Float64Array(0) };
    const text = await textOf(writeCsv(traceColumns(rows)));
    expect(text.split("\n", 2)).toEqual(["t,out", "0,1"]);
  });
});

describe("guessFormat", () => {
  it.each([
    ["azure-llm", "TIMESTAMP,ContextTokens,GeneratedTokens"],
    ["azure-llm", "TIMESTAMP,NumImages,ContextTokens,GeneratedTokens"],
    ["azure-functions-2021", "app,func,end_timestamp,duration"],
    ["burstgpt", "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type"],
    ["vidur", "arrived_at,num_prefill_tokens,num_decode_tokens"],
    ["splitwise", "request_id,arrival_timestamp,prompt_size,token_size"],
    ["servegen", "client,t_s,rate_rps,cv,pattern,shape,scale"],
    ["mooncake", '{"timestamp": 0, "input_length": 1, "output_length": 1, "hash_ids": [0]}'],
    [
      "qwen-bailian",
      '{"chat_id": 1, "timestamp": 0.5, "input_length": 1, "output_length": 1, "hash_ids": [0]}',
    ],
    ["otel-genai", '{"resourceSpans": []}'],
    ["alb", "h2 2018-07-02T22:23:00.186641Z app/my-lb/50dc 10.0.1.252:48160 10.0.0.66:9000"],
    ["envoy", '[2016-04-15T20:17:00.310Z] "POST /api HTTP/2" 204 - 154 0 226 100'],
    ["nginx", '10.0.0.1 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5 "-" "-" 0.1'],
  ])("tells %s by the first line", async (format, line) => {
    expect(await guessFormat(folder.write("guess.txt", `${line}\n`))).toEqual({
      format,
      columns: null,
    });
  });

  it("tells what was written here, packed or not, and nothing of other columns", async () => {
    const columns = { arrival: "t", input: null, output: "out", duration: null };
    const written = "t,out\r\n0,1\r\n";
    for (const [name, content] of [
      ["own.csv", written],
      ["own.csv.gz", gzipSync(written)],
    ] as const) {
      expect(await guessFormat(folder.write(name, content))).toEqual({
        format: "columns",
        columns,
      });
    }
    const other = folder.write("other.csv", "t,status\n0,1\n");
    expect(await guessFormat(other)).toEqual({ format: null, names: null });
    const parquet = join(folder.path, "own.parquet");
    await writeParquet(traceColumns({ ...makeRows(), inputs: new Int32Array(0) }), parquet);
    expect(await guessFormat(parquet)).toEqual({
      format: "columns",
      columns: { ...columns, duration: "duration" },
    });
  });
});
