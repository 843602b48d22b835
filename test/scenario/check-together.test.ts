import { expect, it } from "vitest";
import { EXAMPLE, MINIMAL, TRACED } from "./example.ts";
import { edit, problemsOf, splitMark } from "./problems.ts";

type Row = readonly [
  title: string,
  marked: string,
  path: string,
  message: string,
  hint: string | null,
];

it.each<Row>([
  [
    "a time per output token of a service without tokens",
    MINIMAL.replace(/objectives:[^]*$/, "objectives: [{metric: ‸tpot, within: 50ms, target: 95%}]"),
    "slo.objectives[0].metric",
    "can't be tpot: a serial service has no time per output token",
    "use metric: latency",
  ],
  [
    "a continuous service without input tokens",
    edit(
      edit(EXAMPLE, "  generate:", "  ‸generate:"),
      "    input:  {distribution: lognormal, p50: 1020, p95: 4083, max: 8192}\n",
      "",
    ),
    "workload.generate.input",
    "is required: service.kind: continuous works on tokens",
    "such as input:",
  ],
  [
    "a time per output token without output tokens",
    edit(
      edit(MINIMAL, "  generate:", "  ‸generate:"),
      "time: 20ms",
      "time: {perInputToken: 0s, perOutputToken: 1ms}",
    ),
    "workload.generate.output",
    "is required: service.time has perOutputToken",
    "such as output:",
  ],
  [
    "a time per input token for a trace whose tokens have no column",
    edit(
      edit(TRACED, "    columns:", "    ‸columns:"),
      "{column: duration}",
      "{base: 1ms, perInputToken: 1ms}",
    ),
    "workload.trace.columns.input",
    "is required: service.time has perInputToken",
    "name the trace's column of input tokens",
  ],
  [
    "service times from a column for generated traffic",
    edit(MINIMAL, "time: 20ms", "time: {column: ‸duration}"),
    "service.time.column",
    "needs a trace with format: columns that names its duration column",
    "workload.trace.columns.duration",
  ],
  [
    "service times from a column that isn't named",
    edit(edit(TRACED, ", duration: seconds", ""), "{column: duration}", "{column: ‸duration}"),
    "service.time.column",
    "needs a trace with format: columns",
    "workload.trace.columns.duration",
  ],
  [
    "a warm-up as long as the workload",
    edit(MINIMAL, "slo:", "run: {warmup: ‸10m}\nslo:"),
    "run.warmup",
    "must be shorter than workload.generate.duration, got 600s of 600s",
    "warm-up",
  ],
  [
    "more requests than can be simulated",
    edit(edit(MINIMAL, "rate: 5/s", "rate: 2000000/s"), "    duration", "    ‸duration"),
    "workload.generate",
    "must make at most 1,000,000,000 requests, got about 1,200,000,000",
    "workload.generate.duration",
  ],
  [
    "more slots than a pool may have",
    edit(
      edit(MINIMAL, "replicas: 2", "replicas: ‸[1, 2000]"),
      "time: 20ms",
      "time: 20ms\n  concurrency: 10000",
    ),
    "fleet.replicas",
    "times service.concurrency must be at most 10,000,000, got 2,000 × 10,000",
    null,
  ],
  [
    "columns missing with format: columns",
    edit(
      edit(TRACED, "    columns: {arrival: t, duration: seconds}\n", ""),
      "  trace:",
      "  ‸trace:",
    ).replace("{column: duration}", "20ms"),
    "workload.trace.columns",
    "is required with format: columns",
    "arrival: t",
  ],
  [
    "columns given with a format that has its own",
    edit(edit(TRACED, "columns: {", "columns: ‸{"), "format: columns", "format: mooncake"),
    "workload.trace.columns",
    "must be left out with format: mooncake",
    "remove it",
  ],
])("refuses %s", (_, marked, path, message, hint) => {
  const { text, line, column } = splitMark(marked);
  const problems = problemsOf(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ path, line, column });
  expect(problems[0].message).toContain(`${path} ${message}`);
  if (hint === null) expect(problems[0].hint).toBeNull();
  else expect(problems[0].hint).toContain(hint);
});

it("compares the parts that are valid while others are not", () => {
  const text = edit(
    edit(edit(EXAMPLE, "rate: 12/s", "rate: 12"), "base: 6ms", "base: 6"),
    "    output: {distribution: lognormal, p50: 129, p95: 451, max: 1024}\n",
    "",
  ).replace("warmup: 60s", "warmup: 2h");
  expect(problemsOf(text).map(({ path }) => path)).toEqual([
    "workload.generate.output",
    "workload.generate.arrivals.rate",
    "service.step.base",
    "run.warmup",
  ]);
});
