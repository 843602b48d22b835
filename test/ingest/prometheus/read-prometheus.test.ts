import { describe, expect, it } from "vitest";
import { lawOfBuckets } from "../../../src/ingest/prometheus/bucket-law.ts";
import { readAnswer } from "../../../src/ingest/prometheus/query-answer.ts";
import { scheduleOf } from "../../../src/ingest/prometheus/rate-schedule.ts";
import { readPrometheus } from "../../../src/ingest/prometheus/read-prometheus.ts";
import { vllmQueries } from "../../../src/ingest/prometheus/vllm-queries.ts";

type Value = readonly [time: number, text: string];

/** An answer as Prometheus writes it: times are numbers, values texts. */
function matrix(...series: readonly (readonly [labels: object, ...values: Value[]])[]): object {
  const result = series.map(([metric, ...values]) => ({ metric, values }));
  return { status: "success", data: { resultType: "matrix", result } };
}

const T = 1_763_640_000;

function rates(...values: readonly string[]): object {
  return matrix([{}, ...values.map((text, index): Value => [T + 60 * index, text])]);
}

/** Counts of one step below each bound. */
function buckets(counts: Readonly<Record<string, string>>): unknown {
  return matrix(
    ...Object.entries(counts).map(([le, text]) => [{ le }, [T, text] as Value] as const),
  );
}

const NONE = { input: null, output: null, inputSum: null, outputSum: null };

describe("readAnswer", () => {
  it("reads times and values, leaving out what is no number", () => {
    const answer = readAnswer(
      matrix([{ job: "chat" }, [T, "1.5"], [T + 60, "NaN"], [T + 120, "+Inf"], [T + 180, "0"]]),
    );
    expect(answer.series).toEqual([
      {
        labels: { job: "chat" },
        points: [
          [T, 1.5],
          [T + 180, 0],
        ],
      },
    ]);
    expect(answer.skipped).toBe(2);
  });

  it("passes on what the server says", () => {
    const error = { status: "error", errorType: "bad_data", error: "unclosed parenthesis" };
    expect(() => readAnswer(error)).toThrow("Prometheus says bad_data: unclosed parenthesis");
    const warned = { ...rates("1", "2"), warnings: ["results may be partial"] };
    expect(readAnswer(warned).warnings).toEqual(["results may be partial"]);
  });

  it("refuses other answers", () => {
    const vector = { status: "success", data: { resultType: "vector", result: [] } };
    expect(() => readAnswer(vector)).toThrow(
      "must be an answer of query_range, which is a matrix, got vector",
    );
    expect(() => readAnswer([])).toThrow("must be an answer of query_range");
  });
});

describe("scheduleOf", () => {
  it("puts each rate at the middle of the step before it", () => {
    const { duration, points, requests, step } = scheduleOf(readAnswer(rates("2", "4", "3")));
    expect({ duration, step, requests }).toEqual({ duration: 180, step: 60, requests: 540 });
    expect(points).toEqual([
      [0, 2],
      [30, 2],
      [90, 4],
      [150, 3],
      [180, 3],
    ]);
  });

  it("adds series up and leaves steps without a value to their neighbours", () => {
    const answer = readAnswer(
      matrix([{ pod: "a" }, [T, "1"], [T + 60, "1"], [T + 180, "1"]], [{ pod: "b" }, [T, "2"]]),
    );
    const { missing, points, steps } = scheduleOf(answer);
    expect({ missing, steps }).toEqual({ missing: 1, steps: 4 });
    expect(points.map(([, rate]) => rate)).toEqual([3, 3, 1, 1, 1]);
  });

  it("refuses what has no traffic", () => {
    expect(() => scheduleOf(readAnswer(rates("0", "0")))).toThrow("no request");
    expect(() => scheduleOf(readAnswer(rates("1")))).toThrow("at least 2 values");
    expect(() => scheduleOf(readAnswer(matrix()))).toThrow("at least 2 values, got 0");
  });
});

describe("lawOfBuckets", () => {
  it("has the share below each bound, even within a bucket", () => {
    const law = lawOfBuckets(readAnswer(buckets({ "100": "20", "200": "80", "+Inf": "100" })));
    // A fifth is between 1 and 100, three fifths between 100 and 200, a fifth beyond.
    expect(law.mean).toBeCloseTo(0.2 * 50.5 + 0.6 * 150 + 0.2 * 200, 12);
    expect(law).toMatchObject({ requests: 100, largest: 200, buckets: 2 });
    expect(law.beyond).toBeCloseTo(0.2, 12);
    const [first, second, third] = law.quantiles;
    expect(first).toEqual([1e-6, 1]);
    expect(second).toEqual([0.2, 100]);
    expect(third[0]).toBeCloseTo(0.8, 12);
    expect(third[1]).toBe(200);
    expect(law.quantiles.at(-1)).toEqual([1 - 1e-6, 200]);
  });

  it("jumps over buckets that hold nothing", () => {
    const counts = { "10": "50", "100": "50", "1000": "50", "2000": "100", "+Inf": "100" };
    const { beyond, quantiles } = lawOfBuckets(readAnswer(buckets(counts)));
    expect(beyond).toBe(0);
    expect(quantiles).toEqual([
      [1e-6, 1],
      [0.5, 10],
      [0.5 + 1e-6, 1000],
      [1 - 1e-6, 2000],
    ]);
  });

  it("adds up the series of a bound and the steps, whatever their order", () => {
    const answer = matrix(
      [{ le: "+Inf", pod: "a" }, [T, "4"], [T + 60, "4"]],
      [{ le: "10.0", pod: "a" }, [T, "2"], [T + 60, "2"]],
      [{ le: "10.0", pod: "b" }, [T, "4"]],
      [{ le: "+Inf", pod: "b" }, [T, "8"]],
    );
    const { quantiles, requests } = lawOfBuckets(readAnswer(answer));
    expect(requests).toBe(16);
    expect(quantiles).toContainEqual([0.5, 10]);
  });

  it("refuses what is no histogram, or an empty one", () => {
    expect(() => lawOfBuckets(readAnswer(rates("1", "2")))).toThrow("sum by (le)");
    const empty = buckets({ "10": "0", "+Inf": "0" });
    expect(() => lawOfBuckets(readAnswer(empty))).toThrow("no request in its buckets");
  });
});

describe("readPrometheus", () => {
  it("makes a generator of rate and token counts, and says what got lost", () => {
    const { generate, notes } = readPrometheus({
      rate: rates("2", "NaN", "4"),
      input: buckets({ "100": "50", "200": "100", "+Inf": "100" }),
      output: buckets({ "10": "99", "+Inf": "100" }),
      inputSum: matrix([{}, [T, "10000"]]),
      outputSum: null,
    });
    expect(generate).toEqual({
      duration: "180s",
      arrivals: {
        process: "schedule",
        points: [
          ["0s", "2/s"],
          ["30s", "2/s"],
          ["150s", "4/s"],
          ["180s", "4/s"],
        ],
      },
      input: {
        distribution: "empirical",
        quantiles: { "p0.0001": 1, p50: 100, "p99.9999": 200 },
      },
      output: {
        distribution: "empirical",
        quantiles: { "p0.0001": 1, p99: 10, "p99.9999": 10 },
      },
    });
    expect(notes).toEqual([
      "rate: 1 value that is no number left out",
      "about 540 requests in 180 s, known by steps of 60 s: within a step arrivals are taken as Poisson, so shorter bursts are lost",
      "1 of 3 steps has no value and is filled in",
      "input: 2 buckets with requests; lengths are even within each",
      // (50.5 + 150)/2 by the buckets, 10,000/100 by the sum.
      "input: mean 100 tokens, 0.3% above the true 100",
      "output: 1 bucket with requests; lengths are even within each",
      "output: 1% are longer than 10, the last bound, and taken as that",
      "input and output are drawn apart: how they go together is lost",
    ]);
  });

  it("suspects a counter that was not turned into increases", () => {
    const counter = [1, 2, 3, 4, 5].map((count, index): Value => [T + index, String(count)]);
    const input = matrix([{ le: "10" }, ...counter], [{ le: "+Inf" }, ...counter]);
    const { notes } = readPrometheus({ ...NONE, rate: rates("1", "1"), input });
    expect(notes).toContain(
      "input: its counts never fall, as those of a counter without increase() do",
    );
  });

  it("names the answer that it can't use", () => {
    expect(() => readPrometheus({ ...NONE, rate: rates("0", "0") })).toThrow(
      /^rate has no request/,
    );
    const input = rates("1", "2");
    expect(() => readPrometheus({ ...NONE, rate: rates("1", "1"), input })).toThrow(
      /^input must have/,
    );
  });
});

describe("vllmQueries", () => {
  it("asks for vLLM's counters with the labels that are given", () => {
    const { input, rate } = vllmQueries('{model_name="llama"}');
    expect(rate).toBe('sum(rate(vllm:request_success_total{model_name="llama"}[$step]))');
    expect(input).toBe(
      'sum by (le) (increase(vllm:request_prompt_tokens_bucket{model_name="llama"}[$step]))',
    );
    expect(vllmQueries("").rate).toBe("sum(rate(vllm:request_success_total[$step]))");
  });
});
