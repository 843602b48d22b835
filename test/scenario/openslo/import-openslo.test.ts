import { describe, expect, it } from "vitest";
import { findImports } from "../../../src/scenario/imports.ts";
import { importOpenslo } from "../../../src/scenario/openslo/import-openslo.ts";
import { opensloSchema } from "../../../src/scenario/openslo/openslo-section.ts";
import { parseScenario } from "../../../src/scenario/parse-scenario.ts";
import { ScenarioError, type Problem } from "../../../src/scenario/scenario-error.ts";
import type { SloSection } from "../../../src/scenario/scenario.ts";
import { MINIMAL } from "../example.ts";
import { edit } from "../problems.ts";

/** A threshold on a quantile, in slices of time. */
const THRESHOLD = `apiVersion: openslo/v1
kind: SLO
metadata: {name: chat-ttft-p99}
spec:
  service: chat
  indicator:
    metadata: {name: ttft}
    spec:
      thresholdMetric:
        metricSource: {type: Prometheus, spec: {query: 'histogram_quantile(0.99, sum by (le)(rate(vllm:time_to_first_token_seconds_bucket[1m])))'}}
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Timeslices
  objectives:
    [{op: lte, value: 0.75, target: 0.995, timeSliceTarget: 1, timeSliceWindow: 1m}]
`;

/** A share of requests in the bucket of a histogram. */
const RATIO = `apiVersion: openslo/v1
kind: SLO
metadata: {name: chat-latency}
spec:
  service: chat
  indicator:
    metadata: {name: fast}
    spec:
      ratioMetric:
        counter: true
        good:  {metricSource: {type: Prometheus, spec: {query: 'sum(http_request_duration_seconds_bucket{job="chat",le="2.5"})'}}}
        total: {metricSource: {type: Prometheus, spec: {query: 'sum(http_request_duration_seconds_count)'}}}
  timeWindow: [{duration: 4w, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{displayName: most, targetPercent: 99.5}]
`;

const AVAILABILITY = RATIO.replace("chat-latency", "chat-availability").replace(
  /http_request_duration_seconds_bucket\{job="chat",le="2.5"\}/,
  'http_requests_total{code!~"5.."}',
);

interface Options {
  readonly openslo?: unknown;
  readonly overridden?: readonly string[];
}

function load(text: string, { openslo = "f.yaml", overridden = [] }: Options = {}) {
  return importOpenslo(text, "f.yaml", opensloSchema.parse(openslo), overridden);
}

function problemsOf(text: string, options: Options = {}): readonly Problem[] {
  try {
    load(text, options);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return expect.fail("the file was accepted");
}

/** The SLO of a scenario that takes it from a file. */
function sloOf(text: string, others = "", options: Options = {}): SloSection {
  const scenario = MINIMAL.replace(/slo:\n[^]*$/, `slo:\n  openslo: f.yaml\n${others}`);
  const [request] = findImports(scenario, { file: "s.yaml", sets: [] });
  const { keys, notes } = load(text, { ...options, overridden: request.beside });
  const imports = [{ path: request.path, keys, notes }];
  return parseScenario(scenario, { file: "s.yaml", sets: [], seed: null, imports }).scenario.slo;
}

describe("importOpenslo", () => {
  it("reads a threshold on a quantile: slices that are good if that share of requests is", () => {
    const { notes } = load(THRESHOLD);
    expect(notes).toEqual([
      "f.yaml: SLO chat-ttft-p99: a slice is good if 99% of its requests are; verdicts count requests",
    ]);
    expect(sloOf(THRESHOLD)).toMatchObject({
      window: 28 * 86_400,
      budgeting: "timeslices",
      timeSlice: { window: 60, target: 0.99 },
      objectives: [{ class: null, metric: "ttft", within: 0.75, target: 0.995 }],
    });
  });

  it("reads a ratio of a bucket: requests within its bound", () => {
    expect(load(RATIO).notes).toEqual([]);
    expect(sloOf(RATIO)).toMatchObject({
      window: 28 * 86_400,
      budgeting: "occurrences",
      objectives: [{ class: null, metric: "latency", within: 2.5, target: 0.995 }],
    });
  });

  it("reads several documents, with indicators of their own", () => {
    const indicator = `apiVersion: openslo/v1
kind: SLI
metadata: {name: queue}
spec:
  ratioMetric:
    counter: true
    good: {metricSource: {type: Prometheus, spec: {query: 'vllm:request_queue_time_seconds_bucket{le="0.3"}'}}}
    total: {metricSource: {type: Prometheus, spec: {query: 'vllm:request_queue_time_seconds_count'}}}
`;
    const referring = RATIO.replace("chat-latency", "chat-wait").replace(
      / {2}indicator:\n[^]*?(?= {2}timeWindow)/,
      "  indicatorRef: queue\n",
    );
    expect(sloOf([RATIO, referring, indicator].join("---\n")).objectives).toEqual([
      { class: null, metric: "latency", within: 2.5, target: 0.995 },
      { class: null, metric: "queueWait", within: 0.3, target: 0.995 },
    ]);
  });

  it("refuses mappings of names that the file doesn't have, beside what it lacks for want of them", () => {
    const metrics = { "chat-availabilty": { metric: "latency", within: "30s" }, elsewhere: "ttft" };
    const problems = problemsOf(AVAILABILITY, { openslo: { file: "f.yaml", metrics } });
    expect(problems.slice(0, 2)).toMatchObject([
      {
        code: "unknown-key",
        path: "slo.openslo.metrics.chat-availabilty",
        message: "slo.openslo.metrics.chat-availabilty names no SLO or indicator of the file",
        hint: "did you mean `chat-availability`?",
      },
      { path: "slo.openslo.metrics.elsewhere", hint: "it has chat-availability, fast" },
    ]);
    expect(problems.length).toBeGreaterThan(2);
    const extra = { file: "f.yaml", metrics: { "chat-latenzy": "latency" } };
    expect(problemsOf(RATIO, { openslo: extra })).toHaveLength(1);
  });

  it("takes what indicators measure from the scenario, and leaves out what is skipped", () => {
    const metrics = { "chat-availability": { metric: "latency", within: "30s" }, fast: "skip" };
    const availability = AVAILABILITY.replace("name: fast", "name: up");
    const { keys, notes } = load([RATIO, availability].join("---\n"), {
      openslo: { file: "f.yaml", metrics },
    });
    expect(keys["objectives"]).toEqual([{ metric: "latency", within: "30s", target: "99.5%" }]);
    expect(notes).toEqual(["f.yaml: SLO chat-latency is skipped, as asked"]);
  });

  it("reads milliseconds where the query or the scenario says so", () => {
    const plain = edit(THRESHOLD, "value: 0.75", "value: 750");
    const query = edit(plain, "_token_seconds", "_token_milliseconds");
    expect(load(query).keys["objectives"]).toMatchObject([{ within: "0.75s" }]);
    const openslo = { file: "f.yaml", metrics: { ttft: { metric: "ttft", unit: "ms" } } };
    expect(load(plain, { openslo }).keys["objectives"]).toMatchObject([{ within: "0.75s" }]);
  });

  it("lets what the scenario writes itself win, also over what files can't agree on", () => {
    const text = [THRESHOLD, RATIO].join("---\n");
    const others = "  budgeting: occurrences\n  window: 7d\n";
    const { budgeting, objectives, window } = sloOf(text, others);
    expect({ budgeting, window }).toEqual({ budgeting: "occurrences", window: 7 * 86_400 });
    expect(objectives).toHaveLength(2);
    expect(problemsOf(text)).toMatchObject([
      { path: "spec.budgetingMethod", line: 29, message: expect.stringContaining("must agree") },
      { message: expect.stringContaining("got no slices") },
    ]);
  });

  it("says what it takes in another sense", () => {
    const calendar = edit(
      RATIO,
      "[{duration: 4w, isRolling: true}]",
      "[{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}]",
    );
    expect(load(calendar).notes).toEqual([
      "f.yaml: line 13: spec.timeWindow[0].duration is 1M, which is counted as 30 days",
      "f.yaml: line 13: spec.timeWindow[0].calendar.startTime is not in quotes: a reader of YAML 1.1 makes a date of it",
      "f.yaml: line 13: spec.timeWindow[0] is a calendar window, which is taken as a rolling one",
    ]);
    const quoted = edit(calendar, "2026-01-01 00:00:00", "'2026-01-01 00:00:00'");
    expect(load(quoted).notes).toHaveLength(2);
    const points = edit(THRESHOLD, "Timeslices", "Occurrences");
    expect(load(points).notes).toEqual([expect.stringContaining("its points are quantiles")]);
  });

  it("warns of an alert that fires while little burns", () => {
    const alert = `apiVersion: openslo/v1
kind: AlertCondition
metadata: {name: burn}
spec: {condition: {kind: burnrate, op: lte, threshold: 2, lookbackWindow: 1M}}
`;
    expect(load([RATIO, alert].join("---\n")).notes).toEqual([
      "f.yaml: AlertCondition burn is not used",
      "f.yaml: line 20: spec.condition.op is lte: the alert fires while the burn rate is low",
      "f.yaml: line 20: spec.condition.lookbackWindow is 1M, which is a month",
    ]);
  });

  it.each([
    ["targetPercent: 99.5", "target: 99.5", "must be above 0 and below 1, got 99.5", "0.995"],
    ["targetPercent: 99.5", "targetPercent: 100", "must be above 0 and below 100", null],
    ["targetPercent: 99.5", "target: 0.9, targetPercent: 90", "got both", null],
    ["duration: 4w", "duration: 1m", "must be at least 1h, got 1m", "did you mean 1M?"],
    ["duration: 4w", "duration: P4W", "must be a duration such as 28d", null],
    ["Occurrences", "RatioTimeslices", "must be Occurrences or Timeslices", "slo.budgeting"],
    ["openslo/v1", "openslo/v1alpha", "must be openslo/v1, got openslo/v1alpha", null],
    ["[{displayName: most, targetPercent: 99.5}]", "[]", "must be a list of at least 1", null],
  ])("refuses %s → %s", (passage, mistake, message, hint) => {
    const [problem, ...others] = problemsOf(edit(RATIO, passage, mistake));
    expect(others).toEqual([]);
    expect(problem.message).toContain(message);
    expect(problem.file).toBe("f.yaml");
    expect(problem.line).toBe(edit(RATIO, passage, "\u2038").split("\u2038")[0].split("\n").length);
    if (hint !== null) expect(problem.hint).toContain(hint);
  });

  it.each([
    ["op: lte", "op: gte", "it would be good to be slow"],
    ["op: lte, ", "", "must be lte or lt, got undefined"],
    ["value: 0.75, ", "", "must be a number above 0"],
    ["timeSliceWindow: 1m", "timeSliceWindow: 1M", "must be at most 1d, got 1M"],
    ["timeSliceTarget: 1", "timeSliceTarget: 99", "must be above 0 and at most 1, got 99"],
    [
      "[{op",
      "[{target: 0.9, op: lte, value: 1, timeSliceWindow: 1m}, {op",
      "must be a single objective",
    ],
  ])("refuses in a threshold %s → %s", (passage, mistake, message) => {
    const [problem] = problemsOf(edit(THRESHOLD, passage, mistake));
    expect(problem.message).toContain(message);
  });

  it("asks what an indicator measures if nothing tells, and what is good", () => {
    const named = AVAILABILITY.replace("name: fast", "name: good");
    const [unknown] = problemsOf(named);
    expect(unknown.message).toContain("doesn't say what it measures");
    expect(unknown.hint).toContain("metrics: {chat-availability: latency}");
    const [unbounded] = problemsOf(named, {
      openslo: { file: "f.yaml", metrics: { good: "latency" } },
    });
    expect(unbounded.message).toContain("has no bound of a histogram");
  });

  it("reports all problems of all documents, and what isn't YAML", () => {
    const text = [
      edit(RATIO, "targetPercent: 99.5", "target: 2"),
      edit(THRESHOLD, "op: lte", "op: gt"),
    ].join("---\n");
    expect(problemsOf(text).map(({ line }) => line)).toEqual([15, 30]);
    expect(problemsOf("a: [")[0]).toMatchObject({ code: "yaml", file: "f.yaml" });
    expect(problemsOf("# nothing\n")[0].message).toContain("must hold a document of kind: SLO");
    expect(problemsOf("apiVersion: openslo/v1\nkind: Service\n")[0].message).toContain("an SLO");
  });
});

describe("slo.openslo", () => {
  it("is a problem of its own if nobody read the file", () => {
    const text = edit(MINIMAL, "  objectives:\n    - {p95: 1s}\n", "  openslo: f.yaml\n");
    expect(() => parseScenario(text, { file: "s.yaml", sets: [], seed: null })).toThrow(
      /slo\.openslo names a file of SLOs that has not been read/,
    );
  });

  it("is one way to have objectives, of which a scenario needs one", () => {
    const text = edit(MINIMAL, "  objectives:\n    - {p95: 1s}\n", "  window: 7d\n");
    expect(() => parseScenario(text, { file: "s.yaml", sets: [], seed: null })).toThrow(
      /slo\.objectives is required[^]*openslo: chat\.slo\.yaml/,
    );
  });
});
