import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { makeTraceFolder, readTraceError, toPlain, traceSection } from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

describe("azure-llm", () => {
  it("reads the multimodal trace of 2025, whose images are ignored", async () => {
    const text = [
      "TIMESTAMP,NumImages,ContextTokens,GeneratedTokens",
      "2025-01-07T00:00:00.123456Z,2,1500,70",
      "2025-01-07T00:00:01.623456Z,0,20,7",
    ].join("\r\n");
    const rows = await readTrace(folder.write("2025.csv", text), traceSection({}));
    expect(toPlain(rows)).toMatchObject({ arrivals: [0, 1.5], inputs: [1500, 20] });
  });
});

describe("azure-functions-2021", () => {
  const functions = { format: "azure-functions-2021" } as const;
  const header = "app,func,end_timestamp,duration";

  it("takes the duration back from the end, and as service time", async () => {
    const text = [header, "a,f,10.5,0.5", "a,g,12,2", "b,f,12.25,0"].join("\n");
    const rows = await readTrace(folder.write("f.txt", text), traceSection(functions));
    expect(toPlain(rows)).toEqual({
      arrivals: [10, 10, 12.25],
      inputs: [],
      outputs: [],
      durations: [0.5, 2, 1e-6],
    });
    expect(rows.notes).toEqual(["changed rows: 1 with 0 s of service: raised to 0.000001"]);
  });

  it("counts from the first arrival when that came before the trace began", async () => {
    const text = [header, "a,f,1,3", "a,g,2,0.5"].join("\n");
    const rows = await readTrace(folder.write("early.txt", text), traceSection(functions));
    expect([...rows.arrivals]).toEqual([0, 3.5]);
    expect(rows.notes).toEqual([
      "the first request came 2 s before the trace's own start: t = 0 is its arrival",
    ]);
  });

  it("refuses a negative duration, which would move the arrival", async () => {
    const path = folder.write("negative.txt", `${header}\na,f,1,-3\n`);
    const error = await readTraceError(path, functions);
    expect(error.problems).toEqual([
      { row: 1, line: 2, message: 'duration must be a number of seconds > 0, got "-3"' },
    ]);
  });
});

describe("burstgpt", () => {
  const first = [
    "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type",
    "5,ChatGPT,472,18,490,Conversation log",
    "45,ChatGPT,1087,0,1087,API log",
    "45,GPT-4,417,276,693,Conversation log",
  ].join("\r\n");

  it("leaves requests that failed out, and counts them", async () => {
    const path = folder.write("1.csv", first);
    const rows = await readTrace(path, traceSection({ format: "burstgpt" }));
    expect(toPlain(rows)).toMatchObject({
      arrivals: [5, 45],
      inputs: [472, 417],
      outputs: [18, 276],
    });
    expect(rows).toMatchObject({ read: 3, skipped: 1 });
    expect(rows.notes).toEqual(["skipped 1 of 3 rows: 1 with 0 response tokens (failed)"]);
  });

  it("keeps them on request, with one output token", async () => {
    const path = folder.write("keep.csv", first);
    const section = traceSection({ format: "burstgpt", failed: "keep" });
    const rows = await readTrace(path, section);
    expect([...rows.outputs]).toEqual([18, 1, 276]);
    expect(rows).toMatchObject({ read: 3, skipped: 0 });
    expect(rows.notes).toEqual([
      "changed rows: 1 with 0 response tokens (failed): kept, 1 with 0 output tokens: raised to 1",
    ]);
  });

  it("starts a later release at the midnight before its first request", async () => {
    // Day 226 of the collection: 19,440,110 s are 225 days and 110 s.
    const text = [
      "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type",
      "19440110.0,1722ac82,43,GPT-4,906,446,1352,Conversation log",
      "19440161.0,d5983bf9,2,ChatGPT,36,29,65,Conversation log",
      "19526400.0,,,ChatGPT,36,29,65,API log",
    ].join("\n");
    const rows = await readTrace(folder.write("3.csv", text), traceSection({ format: "burstgpt" }));
    expect([...rows.arrivals]).toEqual([110, 161, 86_400]);
    expect(rows.durations).toHaveLength(0);
    expect(rows.notes).toEqual([
      "the trace starts on its day 226: t = 0 is the midnight before",
      "logged durations, waiting included: median 2 s, p99 43 s; for comparison only, since they are no service times",
    ]);
  });
});

describe("qwen-bailian", () => {
  it("reads seconds, sizes and prefix blocks", async () => {
    const rows = [
      '{"chat_id": 159, "parent_chat_id": -1, "timestamp": 61.114, "input_length": 521, "output_length": 132, "type": "text", "turn": 1, "hash_ids": [1089, 1090]}',
      '{"chat_id": 160, "parent_chat_id": 159, "timestamp": 62, "input_length": 700, "output_length": 5, "type": "text", "turn": 2, "hash_ids": [1089, 6326]}',
    ];
    const path = folder.write("qwen.jsonl.gz", gzipSync(rows.join("\n")));
    const trace = await readTrace(path, traceSection({ format: "qwen-bailian" }));
    expect(toPlain(trace)).toMatchObject({ arrivals: [61.114, 62], inputs: [521, 700] });
    expect([...trace.prefixHashes]).toEqual([0, 1, 0, 2]);
  });
});

describe("vidur and splitwise", () => {
  it("read seconds and sizes by their own names", async () => {
    const vidur = "arrived_at,num_prefill_tokens,num_decode_tokens\n0.0,374,44\n4.314579,396,109\n";
    const rows = await readTrace(folder.write("v.csv", vidur), traceSection({ format: "vidur" }));
    expect(toPlain(rows)).toMatchObject({ arrivals: [0, 4.314579], outputs: [44, 109] });
    const splitwise = [
      "request_id,request_type,application_id,arrival_timestamp,batch_size,prompt_size,token_size",
      "0,2,0,0.25,1,374,44",
      "1,2,0,1.5,1,396,109",
    ].join("\n");
    const path = folder.write("s.csv", splitwise);
    const other = await readTrace(path, traceSection({ format: "splitwise" }));
    expect(toPlain(other)).toMatchObject({ arrivals: [0.25, 1.5], inputs: [374, 396] });
  });

  it("refuse a file of lengths without arrivals by the name that is missing", async () => {
    const path = folder.write("lengths.csv", "num_prefill_tokens,num_decode_tokens\n1,2\n");
    const error = await readTraceError(path, { format: "vidur" });
    expect(error.message).toContain('there is no column "arrived_at"');
  });
});
