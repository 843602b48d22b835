import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../../src/ingest/read-trace.ts";
import { makeTraceFolder, traceSection } from "../trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const columns = { arrival: "offset", input: null, output: null, duration: "response-time" };
const section = traceSection({ format: "columns", columns });

/** Beginnings of results, by tool. */
const RESULTS: readonly (readonly [tool: string, name: string, text: string])[] = [
  ["vllm bench serve", "one-line.json", '{"date":"20260801-101500","mean_ttft_ms":182.1}\n'],
  [
    "vllm bench serve",
    "pretty.json",
    '{\n  "date": "20260801-101500",\n  "num_prompts": 10,\n  "request_rate": "inf"\n}\n',
  ],
  ["guidellm", "guidellm.json", '{"metadata":{"guidellm_version":"0.3.0"},"benchmarks":[]}\n'],
  ["inference-perf", "stage_0.json", '{"load_summary": {"count": 1}}\n'],
  ["aiperf", "aiperf.json", '{"request_latency": {"unit": "ms", "avg": 1}}\n'],
  ["k6", "points.json", '{"type":"Point","metric":"http_req_duration","data":{}}\n'],
  ["vegeta", "report.json", '{"latencies":{"total":1,"mean":1}}\n'],
  ["perf_analyzer", "perf.csv", "Concurrency,Inferences/Second,Client Send\n1,2,3\n"],
  [
    "hey",
    "hey.csv",
    "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n" +
      "0.1,0,0,0,0.1,0,200,0.01\n",
  ],
  ["wrk", "wrk.txt", "Running 30s test @ http://127.0.0.1\n"],
  ["a load test", "table.csv", "model,concurrency,ttft_ms,tpot_ms\nm,1,2,3\n"],
];

describe("the result of a benchmark given for a trace", () => {
  it.each(RESULTS)("of %s (%s) is refused, and coordinated omission explained", async (...row) => {
    const [tool, name, text] = row;
    const reading = readTrace(folder.write(name, text), section);
    await expect(reading).rejects.toThrow(`is the result of a benchmark (${tool})`);
    await expect(reading).rejects.toThrow(/coordinated omission.*tailcap calibrate/s);
  });

  it("isn't seen in logs that only look a little like one", async () => {
    const log = folder.write("log.csv", "offset,response-time,status\n0,0.1,200\n1,0.2,200\n");
    const rows = await readTrace(log, section);
    expect([...rows.arrivals]).toEqual([0, 1]);
  });
});
