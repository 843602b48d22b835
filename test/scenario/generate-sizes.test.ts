import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach } from "./mistakes.ts";
import { edit, problemsOf } from "./problems.ts";

const duration = "    duration: 10m\n";
const both = `${duration}    input: 10\n    output: 20\n`;

function workloadOf(keys: string): Scenario["workload"] {
  const text = edit(MINIMAL, duration, duration + keys);
  return parseScenario(text, { file: "s.yaml", sets: [], seed: null }).scenario.workload;
}

describe("sizes of a generated workload", () => {
  it("have a correlation, a trend and a source", () => {
    const keys = `    input: 10
    output: 20
    correlation: -0.4
    trend: {output: [[0s, 2], [1m, 0.5]]}
    source: last Monday
`;
    expect(workloadOf(keys)).toMatchObject({
      generate: {
        correlation: -0.4,
        trend: {
          output: [
            [0, 2],
            [60, 0.5],
          ],
        },
        source: "last Monday",
      },
    });
  });

  it("have none of them unless they are written", () => {
    expect(workloadOf("    input: 10\n")).toEqual({
      generate: {
        duration: 600,
        arrivals: { process: "poisson", rate: 5, spikes: [] },
        input: { distribution: "constant", value: 10 },
        output: null,
      },
    });
  });

  refuseEach("refuses", [
    [
      MINIMAL,
      duration,
      `${both}    correlation: ‸1.2\n`,
      "workload.generate.correlation",
      "must be between -1 and 1, got 1.2",
    ],
    [
      MINIMAL,
      duration,
      `${duration}    input: 10\n    correlation: ‸0.2\n`,
      "workload.generate.correlation",
      "needs both input and output, got no output",
      "add output",
    ],
    [
      MINIMAL,
      duration,
      `${duration}    input: 10\n    trend: {output: ‸[[0s, 2]]}\n`,
      "workload.generate.trend.output",
      "needs output tokens to change",
      "add output",
    ],
    [
      MINIMAL,
      duration,
      `${both}    trend: {output: [[1m, 2], ‸[60s, 1]]}\n`,
      "workload.generate.trend.output[1]",
      "must be later than the point before it, got 60s after 60s",
      "times ascend",
    ],
    [
      MINIMAL,
      duration,
      `${both}    trend: {output: [[1m, ‸0]]}\n`,
      "workload.generate.trend.output[0][1]",
      "must be more than 0",
    ],
    [
      MINIMAL,
      duration,
      `${both}    trend: {output: [[‸60, 2]]}\n`,
      "workload.generate.trend.output[0][0]",
      "unit",
    ],
    [
      MINIMAL,
      duration,
      `${both}    trend: {output: ‸[]}\n`,
      "workload.generate.trend.output",
      "a list of at least 1",
    ],
    [
      MINIMAL,
      duration,
      `${both}    trend: {‸outputs: [[0s, 1]]}\n`,
      "workload.generate.trend.outputs",
      "is not a known key; allowed: input, output",
      "did you mean `output`?",
    ],
  ]);

  it("say each missing law of a correlation", () => {
    const text = edit(MINIMAL, duration, `${duration}    correlation: 0.2\n`);
    expect(problemsOf(text).map(({ message }) => message)).toEqual([
      expect.stringContaining("got no input"),
      expect.stringContaining("got no output"),
    ]);
  });
});
