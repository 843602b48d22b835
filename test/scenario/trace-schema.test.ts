import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import { MINIMAL, TRACED } from "./example.ts";
import { refuseEach } from "./mistakes.ts";
import { edit } from "./problems.ts";

const GENERATE = /generate:[^]*?service:/u;

/** A scenario that replays a trace, for a service that asks for no tokens. */
function replaying(trace: string): string {
  return MINIMAL.replace(GENERATE, `trace: {file: x, ${trace}}\nservice:`);
}

function traceOf(text: string): unknown {
  const [{ scenario }] = parseScenario(text, { file: "s.yaml", sets: [], seed: null }).settings;
  return "trace" in scenario.workload ? scenario.workload.trace : null;
}

describe("workload.trace", () => {
  it("takes each format's own keys", () => {
    expect(traceOf(replaying("format: nginx, logFormat: '$msec $request_time'"))).toMatchObject({
      format: "nginx",
      logFormat: "$msec $request_time",
      failed: null,
    });
    expect(traceOf(replaying("format: burstgpt, failed: keep"))).toMatchObject({ failed: "keep" });
    const query = "format: columns, columns: {arrival: t}, unit: us, query: SELECT t FROM trace";
    expect(traceOf(replaying(query))).toMatchObject({ unit: "us", query: "SELECT t FROM trace" });
  });

  it("takes laws for the sizes that a trace lacks", () => {
    const sizes =
      "format: servegen, dequantize: true, input: 512, output: {distribution: uniform, min: 1, max: 9}";
    expect(traceOf(replaying(sizes))).toMatchObject({
      dequantize: true,
      input: { distribution: "constant", value: 512 },
      output: { distribution: "uniform" },
    });
    const half = "format: columns, columns: {arrival: t, input: in}, output: 7";
    expect(traceOf(replaying(half))).toMatchObject({ output: { value: 7 } });
  });

  it("gives service times to a serial service with azure-functions-2021", () => {
    const text = edit(
      edit(TRACED, "    columns: {arrival: t, duration: seconds}\n", ""),
      "format: columns",
      "format: azure-functions-2021",
    );
    expect(traceOf(text)).toMatchObject({ format: "azure-functions-2021" });
  });

  const columns = "format: columns, columns: {arrival: t, input: in}";
  refuseEach("refuses", [
    [
      replaying("format: mooncake, unit: ms"),
      "unit: ms",
      "unit: ‸ms",
      "workload.trace.unit",
      "must be left out with format: mooncake",
      "format: columns",
    ],
    [
      replaying("format: alb, logFormat: $msec"),
      "logFormat: $msec",
      "logFormat: ‸$msec",
      "workload.trace.logFormat",
      "must be left out with format: alb",
      "nginx or envoy",
    ],
    [
      replaying(`${columns}, failed: keep`),
      "failed: keep",
      "failed: ‸keep",
      "workload.trace.failed",
      "must be left out with format: columns",
      "burstgpt or alb",
    ],
    [
      replaying("format: azure-llm, output: 5"),
      "output: 5",
      "output: ‸5",
      "workload.trace.output",
      "must be left out: the trace has its own output tokens",
      "remove it",
    ],
    [
      replaying(`${columns}, input: 5`),
      "input: 5",
      "input: ‸5",
      "workload.trace.input",
      "must be left out: the trace has its own input tokens",
    ],
    [
      replaying(`${columns}, unit: hours`),
      "unit: hours",
      "unit: ‸hours",
      "workload.trace.unit",
      'must be one of s, ms, us, ns, got "hours"',
    ],
  ]);

  it("asks for laws where the service needs tokens and the format has none", () => {
    const text = replaying("format: servegen, input: 512").replace(
      "  kind: serial\n  time: 20ms\n",
      "  kind: continuous\n  step: {base: 6ms}\n  maxBatchedTokens: 2048\n  maxSequences: 256\n",
    );
    expect(() => traceOf(text)).toThrow(
      "workload.trace.output is required: service.kind: continuous works on tokens, and format: servegen has no tokens",
    );
  });
});
