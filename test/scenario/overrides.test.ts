import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { problemsOf } from "./problems.ts";

function read(text: string, ...sets: readonly string[]): Scenario {
  return parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario;
}

describe("--set", () => {
  it("puts values of any shape at paths, later ones last", () => {
    const scenario = read(
      MINIMAL,
      "client.timeout=3s",
      "slo.objectives.0.p95=3s",
      "run={replications: 3}",
      "fleet.replicas=[1, 2]",
      "fleet.replicas=1..3",
      "sweep.service.concurrency=[1, 2]",
    );
    expect(scenario.client.timeout).toEqual({ distribution: "constant", value: 3 });
    expect(scenario.slo.objectives[0].within).toBe(3);
    expect(scenario.run.replications).toBe(3);
    expect(scenario.fleet.replicas).toEqual([1, 2, 3]);
    expect(scenario.sweep).toEqual({ "service.concurrency": [1, 2] });
  });

  it.each<[string, string, string, string | null]>([
    ["foo", "", 'must be path=value, got "foo"', "such as --set"],
    ["=3", "", 'must be path=value, got "=3"', "such as --set"],
    ["a..b=3", "", "must be path=value", "such as --set"],
    [`${"a.".repeat(20_000)}a=3`, "", "must be path=value", "such as --set"],
    ["name.x=3", "name.x", 'name must be a mapping for name.x to be set, got "tiny"', "as a whole"],
    ["fleet[0]=3", "fleet[0]", "fleet must be a list for fleet[0] to be set", "as a whole"],
    [
      "slo.objectives[3].p95=3s",
      "slo.objectives[3].p95",
      "slo.objectives is a list of 1, which has no item 3",
      "slo.objectives[0]",
    ],
    [
      "slo.objectives.x=3s",
      "slo.objectives.x",
      "slo.objectives is a list of 1, which has no item x",
      "slo.objectives[0]",
    ],
    ["run=[1", "run", "not valid YAML: flow sequence", null],
    ["run=!!js/x 1", "run", "tags are not allowed", "plain value"],
    ["fleet.price=4", "fleet.price", "fleet.price must carry a unit", "$4.10/h"],
    [
      "fleet.price=",
      "fleet.price",
      "fleet.price must be a price per hour such as $4.10/h, got nothing",
      "dollars",
    ],
    ["fleet.prise=$1/h", "fleet.prise", "fleet.prise is not a known key", "did you mean `price`?"],
    ["flet.price=$1/h", "flet", "flet is not a known key", "did you mean `fleet`?"],
    [
      "workload.generate.arrivals={process: gamma, rate: 1/s}",
      "workload.generate.arrivals.cv",
      "workload.generate.arrivals.cv is required",
      "such as cv",
    ],
  ])("refuses %s", (set, path, message, hint) => {
    const problems = problemsOf(MINIMAL, [set]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path, file: `--set ${set}`, line: null, column: null });
    expect(problems[0].message).toContain(message);
    if (hint === null) expect(problems[0].hint).toBeNull();
    else expect(problems[0].hint).toContain(hint);
  });

  it("explains that it can't exchange one workload for the other", () => {
    const [problem] = problemsOf(MINIMAL, ["workload.trace.file=x.csv"]);
    expect(problem).toMatchObject({ path: "workload", line: 3, column: 3 });
    expect(problem.message).toContain(
      "must have exactly one of trace, generate, preset, users and classes, got trace and generate",
    );
    expect(problem.hint).toContain("--set can change a value but not remove one");
  });
});
