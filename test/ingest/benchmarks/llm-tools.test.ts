import { describe, expect, it } from "vitest";

import { BenchmarkError } from "../../../src/ingest/benchmarks/benchmark-error.ts";
import { readPoints, readTable } from "./read-one.ts";

/** As `vllm bench serve --save-result` writes it (vllm/benchmarks/serve.py, 0.12). */
const VLLM = {
  date: "20260801-101500",
  endpoint_type: "vllm",
  backend: "vllm",
  label: "vllm 0.12.0",
  model_id: "meta-llama/Llama-3.1-8B-Instruct",
  tokenizer_id: "meta-llama/Llama-3.1-8B-Instruct",
  num_prompts: 400,
  request_rate: "inf",
  burstiness: 1.0,
  max_concurrency: 32,
  duration: 51.2,
  completed: 400,
  failed: 0,
  total_input_tokens: 409_600,
  total_output_tokens: 102_400,
  request_throughput: 7.81,
  request_goodput: null,
  output_throughput: 2000.0,
  total_token_throughput: 10_000.0,
  mean_ttft_ms: 182.1,
  median_ttft_ms: 150.0,
  std_ttft_ms: 80.0,
  p99_ttft_ms: 911.0,
  mean_tpot_ms: 15.4,
  median_tpot_ms: 15.2,
  std_tpot_ms: 1.0,
  p99_tpot_ms: 18.8,
  mean_itl_ms: 15.4,
};

describe("vllm bench serve", () => {
  it("reads a closed loop: milliseconds, tokens a request, the date", () => {
    const { notes, rows, skipped } = readTable(JSON.stringify(VLLM));
    expect([notes, skipped]).toEqual([[], []]);
    const [{ labels, point }] = rows;
    expect(point.load).toEqual({ loop: "closed", concurrency: 32 });
    expect([point.input, point.output, point.requests]).toEqual([1024, 256, 400]);
    expect(point.ttft).toBeCloseTo(0.1821, 12);
    expect(point.tpot).toBeCloseTo(0.0154, 12);
    // 182.1 ms + 255 · 15.4 ms.
    expect(point.latency).toBeCloseTo(4.1091, 12);
    expect(point.throughput).toBe(7.81);
    expect(point.inputCv).toBeNull();
    expect(labels).toEqual({
      date: "2026-08-01",
      engine: "vllm 0.12.0",
      model: "meta-llama/Llama-3.1-8B-Instruct",
    });
  });

  it("reads a rate with its burstiness, the shape of the gamma law", () => {
    const open = { ...VLLM, request_rate: 8.0, burstiness: 4, max_concurrency: null };
    const [{ load }] = readPoints(JSON.stringify(open));
    expect(load).toEqual({ loop: "open", rate: 8, cv: 0.5 });
  });

  it("takes a rate with a limit for what it came to", () => {
    // 7.81/s · 4.1 s are 32 in flight: the limit of 32 was what held the rate of 100/s back.
    const held = { ...VLLM, request_rate: 100 };
    expect(readPoints(JSON.stringify(held))[0].load).toEqual({ loop: "closed", concurrency: 32 });
    const free = { ...VLLM, request_rate: 8, max_concurrency: 500 };
    expect(readPoints(JSON.stringify(free))[0].load).toEqual({ loop: "open", rate: 8, cv: 1 });
  });

  it("takes a flood without a limit for as many users as prompts", () => {
    const flood = { ...VLLM, max_concurrency: null };
    expect(readPoints(JSON.stringify(flood))[0].load).toEqual({ loop: "closed", concurrency: 400 });
  });

  it("reads results that --append-result put one behind the other", () => {
    const text = `${JSON.stringify(VLLM, null, 2)}${JSON.stringify({ ...VLLM, max_concurrency: 64 })}\n`;
    const points = readPoints(text);
    expect(points.map(({ load }) => load)).toEqual([
      { loop: "closed", concurrency: 32 },
      { loop: "closed", concurrency: 64 },
    ]);
    expect(points.map(({ source }) => source)).toEqual(["bench.txt:1", "bench.txt:30"]);
  });

  it("takes the spread of the sizes from --save-detailed, failed requests apart", () => {
    const detailed = {
      ...VLLM,
      input_lens: [900, 1100, 0],
      output_lens: [200, 200, 0],
      ttfts: [0.1, 0.2, 0],
      itls: [[0.01], [0.02], []],
      errors: ["", "", "timeout"],
    };
    const [{ inputCv, outputCv }] = readPoints(JSON.stringify(detailed));
    expect(inputCv).toBeCloseTo(0.1, 12);
    expect(outputCv).toBe(0);
  });

  it("reads what Python writes for infinities", () => {
    const text = JSON.stringify(VLLM).replace('"std_ttft_ms":80', '"std_ttft_ms": NaN');
    expect(readPoints(text)).toHaveLength(1);
  });

  it("skips what says nothing about one load, with the reason", () => {
    const none = { ...VLLM, completed: 0 };
    const ramp = { ...VLLM, ramp_up_strategy: "linear" };
    const { rows, skipped } = readTable(JSON.stringify(none) + JSON.stringify(ramp));
    expect(rows).toEqual([]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      "no request was completed",
      "the rate ramps up, so its means mix loads",
    ]);
  });

  it("tells of failed requests", () => {
    const { notes } = readTable(JSON.stringify({ ...VLLM, failed: 7 }));
    expect(notes).toEqual(["bench.txt:1: 7 failed requests aren't in the means"]);
  });
});

function stats(mean: number, deviation = 0) {
  const successful = { mean, median: mean, std_dev: deviation, percentiles: { p95: mean } };
  return { successful, errored: { mean: 0 } };
}

function report(...benchmarks: readonly object[]): string {
  return JSON.stringify({ metadata: { version: 1, guidellm_version: "0.3.0" }, benchmarks });
}

function benchmark(strategy: object) {
  return {
    config: { strategy, backend: { model: "qwen" } },
    scheduler_state: {},
    metrics: {
      request_totals: { successful: 120, errored: 3, incomplete: 0, total: 123 },
      requests_per_second: stats(3.1),
      request_concurrency: stats(7.9),
      request_latency: stats(2.5),
      prompt_token_count: stats(500, 25),
      output_token_count: stats(101, 0),
      time_to_first_token_ms: stats(90),
      time_per_output_token_ms: stats(24.7),
      inter_token_latency_ms: stats(24.1),
    },
  };
}

describe("guidellm", () => {
  it("reads a point a benchmark; latency in seconds, the rest in milliseconds", () => {
    const text = report(
      benchmark({ type_: "concurrent", streams: 8 }),
      benchmark({ type_: "constant", rate: 3 }),
      benchmark({ type_: "poisson", rate: 3 }),
      benchmark({ kind: "synchronous" }),
    );
    const points = readPoints(text);
    expect(points.map(({ load }) => load)).toEqual([
      { loop: "closed", concurrency: 8 },
      { loop: "open", rate: 3, cv: 0 },
      { loop: "open", rate: 3, cv: 1 },
      { loop: "closed", concurrency: 1 },
    ]);
    const [point] = points;
    expect([point.input, point.output, point.requests]).toEqual([500, 101, 120]);
    expect([point.inputCv, point.outputCv]).toEqual([0.05, 0]);
    expect([point.latency, point.ttft]).toEqual([2.5, 0.09]);
    // Its time per output token counts the first one; ours is the gap between tokens.
    expect(point.tpot).toBeCloseTo(0.0241, 12);
    expect(point.source).toBe("bench.txt:1, benchmark 1");
  });

  it("reads the names of later versions", () => {
    const later = benchmark({ kind: "concurrent", max_concurrency: 16 });
    const { prompt_token_count: _in, output_token_count: _out, ...metrics } = later.metrics;
    const text = { tokens: { input: { successful: { total_sum: 60_000 } } } };
    const [point] = readPoints(report({ ...later, metrics: { ...metrics, text } }));
    expect(point.load).toEqual({ loop: "closed", concurrency: 16 });
    expect(point.input).toBe(500);
  });

  it("takes a throughput run for what it kept in flight", () => {
    const [{ load }] = readPoints(report(benchmark({ type_: "throughput" })));
    expect(load).toEqual({ loop: "closed", concurrency: 8 });
  });
});

describe("aiperf and genai-perf", () => {
  const metrics = {
    request_throughput: { unit: "requests/sec", avg: 2.5 },
    request_latency: { unit: "ms", avg: 1500, p99: 2000, std: 100 },
    request_count: { unit: "requests", avg: 50 },
    time_to_first_token: { unit: "ms", avg: 60, p99: 90 },
    inter_token_latency: { unit: "ms", avg: 14.5 },
    output_sequence_length: { unit: "tokens", avg: 100, std: 10 },
    input_sequence_length: { unit: "tokens", avg: 550, std: 0 },
  };

  it("reads every metric in its own unit", () => {
    const document = {
      ...metrics,
      request_latency: { unit: "ns", avg: 1.5e9 },
      input_config: {
        endpoint: { model_names: ["qwen"] },
        loadgen: { concurrency: 4, request_count: 50 },
      },
      start_time: "2026-03-02T10:00:00",
    };
    const { rows } = readTable(JSON.stringify(document));
    const [{ labels, point }] = rows;
    expect(point.load).toEqual({ loop: "closed", concurrency: 4 });
    expect(point.latency).toBeCloseTo(1.5, 12);
    expect([point.ttft, point.tpot]).toEqual([0.06, 0.0145]);
    expect([point.input, point.output, point.outputCv]).toEqual([550, 100, 0.1]);
    expect(labels).toEqual({ date: "2026-03-02", model: "qwen" });
  });

  it("reads a rate: Poisson for aiperf, equal gaps for genai-perf", () => {
    const configs = [
      { loadgen: { request_rate: 5 } },
      { loadgen: { request_rate: 5, request_rate_mode: "constant" } },
      { perf_analyzer: { stimulus: { request_rate: 5 } } },
      { perf_analyzer: { stimulus: { concurrency: 10 } } },
    ];
    const loads = configs.map((input_config) => {
      return readPoints(JSON.stringify({ ...metrics, input_config }))[0].load;
    });
    expect(loads).toEqual([
      { loop: "open", rate: 5, cv: 1 },
      { loop: "open", rate: 5, cv: 0 },
      { loop: "open", rate: 5, cv: 0 },
      { loop: "closed", concurrency: 10 },
    ]);
  });

  it("says which file to give in place of single requests", () => {
    const record = { metadata: { request_start_ns: 1 }, metrics: {}, error: null };
    expect(() => readPoints(JSON.stringify(record))).toThrow(/give the aggregates/);
    expect(() => readPoints(JSON.stringify({ experiments: [] }))).toThrow(/perf_analyzer -f/);
  });
});

describe("inference-perf", () => {
  /** From a stage of its demo of November 2025, with streaming. */
  const stage = {
    load_summary: {
      count: 1971,
      schedule_delay: { mean: 0.0007 },
      send_duration: 59.96,
      requested_rate: 32.86,
      achieved_rate: 32.87,
    },
    successes: {
      count: 1971,
      latency: {
        request_latency: { mean: 4.562, median: 4.58, p90: 5.57 },
        normalized_time_per_output_token: { mean: 0.0367 },
        time_per_output_token: { mean: 0.0345 },
        time_to_first_token: { mean: 0.12 },
        inter_token_latency: { mean: 0.0345 },
      },
      throughput: { requests_per_sec: 31.47 },
      prompt_len: { mean: 135.73 },
      output_len: { mean: 128.5 },
    },
    failures: { count: 0, request_latency: null, prompt_len: null },
  };

  it("reads a stage, in seconds", () => {
    const { notes, rows } = readTable(JSON.stringify(stage));
    expect(rows[0].point).toMatchObject({
      load: { loop: "open", rate: 32.86, cv: 0 },
      input: 135.73,
      output: 128.5,
      requests: 1971,
      ttft: 0.12,
      tpot: 0.0345,
      latency: 4.562,
      throughput: 31.47,
    });
    expect(notes).toEqual([
      "inference-perf doesn't say how it spaced requests: equal gaps are assumed",
    ]);
  });

  it("reads a stage at a concurrency", () => {
    const load_summary = { count: 10, concurrency: 16 };
    const [{ load }] = readPoints(JSON.stringify({ ...stage, load_summary }));
    expect(load).toEqual({ loop: "closed", concurrency: 16 });
  });

  it("skips the summary over stages, and tells of runs without streaming", () => {
    const load_summary = { count: 40_561, schedule_delay: { mean: 60 } };
    const { skipped } = readTable(JSON.stringify({ ...stage, load_summary }));
    expect(skipped[0].reason).toMatch(/give the stage_N_lifecycle_metrics.json files/);
    const latency = { ...stage.successes.latency, time_to_first_token: null };
    const { notes } = readTable(
      JSON.stringify({ ...stage, successes: { ...stage.successes, latency } }),
    );
    expect(notes[0]).toMatch(/without streaming, so it has no TTFT/);
  });
});

describe("JSON of no known tool", () => {
  it("is refused with its keys and what is known", () => {
    expect(() => readPoints('{"foo": 1, "bar": 2}')).toThrow(/with keys foo, bar: known are/);
    expect(() => readPoints("[1]")).toThrow(BenchmarkError);
    expect(() => readPoints('{"foo": ')).toThrow(/bench.txt:1: isn't valid JSON/);
  });
});
