import { describe, expect, it } from "vitest";

import { readPoints, readTable } from "./read-one.ts";

describe("k6", () => {
  it("reads both layouts of the summary, in milliseconds, and counts in flight by Little", () => {
    const trend = { avg: 120, min: 20, med: 100, max: 900, "p(90)": 200, "p(95)": 300 };
    const exported = {
      metrics: {
        http_req_duration: { ...trend, thresholds: { "p(95)<500": false } },
        http_reqs: { count: 3000, rate: 50 },
        vus_max: { value: 10, min: 10, max: 10 },
      },
    };
    const handled = {
      metrics: {
        http_req_duration: { type: "trend", contains: "time", values: trend },
        http_reqs: { type: "counter", values: { count: 3000, rate: 50 } },
      },
      state: { testRunDurationMs: 60_000 },
    };
    for (const document of [exported, handled]) {
      const [point] = readPoints(JSON.stringify(document));
      // 50/s · 0.12 s.
      expect(point.load).toEqual({ loop: "closed", concurrency: 6 });
      expect(point.latency).toBe(0.12);
      expect(point.requests).toBe(3000);
      expect(point.quantiles).toEqual([
        [0.5, 0.1],
        [0.9, 0.2],
        [0.95, 0.3],
      ]);
    }
  });
});

describe("vegeta", () => {
  it("reads the JSON report, in nanoseconds, as an open loop at equal gaps", () => {
    const text =
      '{"latencies":{"total":7157696803,"mean":6566694,"50th":2864535,"90th":18211907,' +
      '"95th":23284373,"99th":30921207,"max":41417781,"min":836338},' +
      '"bytes_in":{"total":356323,"mean":326.9},"bytes_out":{"total":0,"mean":0},' +
      '"earliest":"2024-11-26T00:26:05.016666748Z","duration":19986585643,"wait":10367571,' +
      '"requests":1090,"rate":54.53657865678303,"throughput":54.5083037568385,"success":1,' +
      '"status_codes":{"200":1090},"errors":[]}';
    const [point] = readPoints(text);
    expect(point.load).toEqual({ loop: "open", rate: 54.53657865678303, cv: 0 });
    expect(point.latency).toBeCloseTo(0.006566694, 12);
    expect(point.quantiles[3][1]).toBeCloseTo(0.030921207, 12);
    expect(point.requests).toBe(1090);
  });
});

describe("hey", () => {
  it("reads what it prints, with the workers by Little's law", () => {
    const text = [
      "",
      "Summary:",
      "  Total:\t60.0033 secs",
      "  Slowest:\t0.0463 secs",
      "  Fastest:\t0.0004 secs",
      "  Average:\t0.0046 secs",
      "  Requests/sec:\t2176.2648",
      "",
      "Latency distribution:",
      "  10% in 0.0015 secs",
      "  50% in 0.0042 secs",
      "  99% in 0.0139 secs",
    ].join("\n");
    const [point] = readPoints(text);
    expect(point.load).toEqual({ loop: "closed", concurrency: 10 });
    expect([point.latency, point.throughput]).toEqual([0.0046, 2176.2648]);
    expect(point.quantiles).toEqual([
      [0.1, 0.0015],
      [0.5, 0.0042],
      [0.99, 0.0139],
    ]);
  });

  it("reads the requests it lists as CSV", () => {
    const header =
      "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset";
    const rows = [
      [1, 0],
      [1, 0],
      [2, 1],
      [2, 1],
    ].map(([time, offset]) => `${time},0,0,0,0,0,200,${offset}`);
    const text = [header, ...rows].join("\n");
    const [point] = readPoints(text);
    // Six seconds of service in a span of three: two workers.
    expect(point.load).toEqual({ loop: "closed", concurrency: 2 });
    expect(point.latency).toBe(1.5);
    expect(point.quantiles[0]).toEqual([0.5, 1]);
  });
});

describe("wrk and wrk2", () => {
  const plain = [
    "Running 30s test @ http://127.0.0.1:8080/",
    "  4 threads and 64 connections",
    "  Thread Stats   Avg      Stdev     Max   +/- Stdev",
    "    Latency     1.57ms    1.31ms   7.28ms   82.41%",
    "    Req/Sec   528.29    650.55     5.55k    97.45%",
    "  Latency Distribution",
    "     50%    1.16ms",
    "     99%    5.72ms",
    "  148679 requests in 30.00s, 45.7MB read",
    "Requests/sec:   40764.33",
  ].join("\n");

  it("takes wrk for a closed loop of its connections", () => {
    const [point] = readPoints(plain);
    expect(point.load).toEqual({ loop: "closed", concurrency: 64 });
    expect(point.latency).toBeCloseTo(0.00157, 12);
    expect(point.quantiles).toEqual([
      [0.5, 0.00116],
      [0.99, 0.00572],
    ]);
  });

  it("takes wrk2 for an open loop, with the mean of its histogram", () => {
    const corrected = plain
      .replace("  Thread Stats", "  Thread calibration: mean lat.: 1.423ms\n  Thread Stats")
      .replace("  Latency Distribution", "  Latency Distribution (HdrHistogram - Recorded Latency)")
      .concat("\n#[Mean    =        1.569, StdDeviation   =        1.314]\n");
    const [point] = readPoints(corrected);
    expect(point.load).toEqual({ loop: "open", rate: 40_764.33, cv: 0 });
    expect(point.latency).toBeCloseTo(0.001569, 12);
  });
});

describe("perf_analyzer", () => {
  /** From the documentation of Triton's perf_analyzer. */
  const text = [
    "Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue," +
      "Server Compute Input,Server Compute Infer,Server Compute Output,Client Recv," +
      "p50 latency,p90 latency,p95 latency,p99 latency",
    "1,69.2,225,2148,64,206,11781,19,0,13891,18795,19753,21018",
    "3,84.2,237,1768,21673,209,11742,17,0,35398,43984,47085,51701",
  ].join("\r\n");

  it("reads microseconds: the parts of the latency, and what the server computes", () => {
    const points = readPoints(text);
    expect(points.map(({ load }) => load)).toEqual([
      { loop: "closed", concurrency: 1 },
      { loop: "closed", concurrency: 3 },
    ]);
    expect(points[0].latency).toBeCloseTo(0.014443, 12);
    expect(points[0].serviceTime).toBeCloseTo(0.012006, 12);
    expect(points[0].throughput).toBe(69.2);
    expect(points[0].quantiles[3]).toEqual([0.99, 0.021018]);
    expect(points[0].batch).toBeNull();
  });

  it("counts calls, not items, when told the batch of a call", () => {
    const [point] = readPoints(text, { batch: 8 });
    expect(point.batch).toBe(8);
    expect(point.throughput).toBeCloseTo(69.2 / 8, 12);
  });

  it("reads request rates and columns of batch sizes", () => {
    const rates = text.replace("Concurrency", "Request Rate").replace(/^/u, "Batch,");
    const rows = rates.split("\r\n");
    const [point] = readPoints([rows[0], `4,${rows[1]}`].join("\n"));
    expect(point.load).toEqual({ loop: "open", rate: 1, cv: 0 });
    expect(point.batch).toBe(4);
  });
});

describe("text of no known tool", () => {
  it("is refused", () => {
    expect(() => readTable("hello world")).toThrow(/isn't a known layout: known are results of/);
    expect(() => readTable("  \n")).toThrow(/the file is empty/);
  });
});
