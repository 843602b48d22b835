import { describe, expect, it } from "vitest";
import { classesOf, ONLY_CLASS } from "../../src/scenario/class-section.ts";
import { findRandomness } from "../../src/scenario/is-random.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach } from "./mistakes.ts";
import { edit, problemsOf } from "./problems.ts";

const GENERATE = "generate: {duration: 10m, arrivals: {process: poisson, rate: 5/s}}";

/** Three classes, one of each kind, on the minimal service. */
const CLASSED = MINIMAL.replace(
  /workload:[^]*?service:/,
  `workload:
  classes:
    interactive:
      ${GENERATE}
      weight: 4
      reserved: 20%
      timeout: 10s
    batch:
      trace: {file: x.csv, format: columns, columns: {arrival: t, input: in}}
      priority: 1
    agents:
      users: {count: 50, thinkTime: 5s, duration: 1h}
service:`,
);

function read(text: string, ...sets: readonly string[]): Scenario {
  return parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario;
}

describe("workload.classes", () => {
  it("reads each class with its source and its defaults, in the order of the file", () => {
    const [interactive, batch, agents] = classesOf(read(CLASSED).workload);
    expect(interactive).toMatchObject({
      name: "interactive",
      workload: { generate: { duration: 600 } },
      priority: 0,
      weight: 4,
      reserved: 0.2,
      timeout: 10,
    });
    expect(batch).toMatchObject({
      name: "batch",
      workload: { trace: { file: "x.csv" } },
      priority: 1,
      weight: 1,
      reserved: 0,
      timeout: null,
    });
    expect(agents.workload).toEqual({
      users: {
        count: 50,
        thinkTime: { distribution: "constant", value: 5 },
        duration: 3600,
        input: null,
        output: null,
      },
    });
  });

  it("makes one class with every default of a workload without classes", () => {
    const { workload } = read(MINIMAL);
    expect(classesOf(workload)).toEqual([
      { name: ONLY_CLASS, workload, priority: 0, weight: 1, reserved: 0, timeout: null },
    ]);
  });

  it("takes --set within a class", () => {
    const sets = ["workload.classes.batch.priority=7", "workload.classes.agents.users.count=3"];
    const [, batch, agents] = classesOf(read(CLASSED, ...sets).workload);
    expect(batch.priority).toBe(7);
    expect(agents.workload).toMatchObject({ users: { count: 3 } });
  });

  it("reads users alone, a closed loop", () => {
    const { run, workload } = read(
      MINIMAL,
      "workload={users: {count: 2, thinkTime: {distribution: exponential, mean: 1s}, duration: 1m}}",
    );
    expect(workload).toMatchObject({ users: { count: 2, duration: 60 } });
    expect(run).toMatchObject({ question: "future", warmupAuto: true, replications: 10 });
  });

  it("asks about the same trace where one of the classes is a trace", () => {
    expect(read(CLASSED).run).toMatchObject({ question: "same-trace", warmupAuto: false });
  });

  it("finds what is random in which class", () => {
    expect(findRandomness(read(CLASSED))).toEqual([
      "workload.classes.interactive.generate.arrivals",
    ]);
    const thinks = "workload.classes.agents.users.thinkTime={distribution: exponential, mean: 1s}";
    expect(findRandomness(read(CLASSED, thinks))).toContain(
      "workload.classes.agents.users.thinkTime",
    );
  });

  it("takes objectives of a class", () => {
    const { slo } = read(CLASSED, "slo.objectives=[{class: batch, p99: 10s}, {p95: 1s}]");
    expect(slo.objectives).toEqual([
      { class: "batch", metric: "latency", within: 10, target: 0.99 },
      { class: null, metric: "latency", within: 1, target: 0.95 },
    ]);
  });

  it("requires the tokens that the service works on from every class", () => {
    const line = "service.time={base: 1ms, perInputToken: 1us, perOutputToken: 1us}";
    expect(problemsOf(CLASSED, [line]).map(({ path }) => path)).toEqual([
      "workload.classes.interactive.generate.input",
      "workload.classes.interactive.generate.output",
      "workload.classes.batch.trace.columns.output",
      "workload.classes.agents.users.input",
      "workload.classes.agents.users.output",
    ]);
  });

  it("requires a duration column from every class", () => {
    const [problem] = problemsOf(CLASSED, ["service.time={column: duration}"]);
    expect(problem.message).toContain("needs workload.classes.interactive to be a trace");
  });

  it("adds the requests of all classes up", () => {
    // 5/s · 600 s + 50 · 4e8 s/20 s: only the users' are too many.
    const sets = ["workload.classes.agents.users={count: 50, thinkTime: 20s, duration: 4630d}"];
    const [problem] = problemsOf(CLASSED, sets);
    expect(problem).toMatchObject({ path: "workload.classes" });
    expect(problem.message).toContain(
      "must make at most 1,000,000,000 requests, got about 1,000,083,000",
    );
  });

  refuseEach("refuses", [
    [
      CLASSED,
      "    interactive:",
      "    ‸Interactive:",
      "workload.classes.Interactive",
      "is not a known key; allowed: names of lower-case letters",
    ],
    [
      CLASSED,
      "priority: 1",
      "priority: ‸32",
      "workload.classes.batch.priority",
      "must be between 0 and 31",
    ],
    [
      CLASSED,
      "weight: 4",
      "weight: ‸0",
      "workload.classes.interactive.weight",
      "must be more than 0",
    ],
    [
      CLASSED,
      "timeout: 10s",
      "timeout: ‸0s",
      "workload.classes.interactive.timeout",
      "must be more than 0s",
    ],
    [
      CLASSED,
      "    batch:\n      trace",
      "    batch:\n      ‸users: {count: 1, thinkTime: 1s, duration: 1m}\n      trace",
      "workload.classes.batch",
      "must have exactly one of trace, generate, preset and users, got trace and users",
    ],
    [
      CLASSED,
      "thinkTime: 5s",
      "thinkTime: ‸{distribution: empirical, values: [0s, 0s]}",
      "workload.classes.agents.users.thinkTime",
      "must have a mean above 0s",
    ],
    [
      CLASSED,
      "{p95: 1s}",
      "{class: ‸agent, p95: 1s}",
      "slo.objectives[0].class",
      'must be one of interactive, batch, agents, got "agent"',
      "did you mean `agents`?",
    ],
    [
      MINIMAL,
      "{p95: 1s}",
      "{class: ‸agents, p95: 1s}",
      "slo.objectives[0].class",
      "names a class, but the workload has none",
    ],
  ]);

  it("refuses reservations of everything", () => {
    const [problem] = problemsOf(CLASSED, ["workload.classes.batch.reserved=80%"]);
    expect(problem).toMatchObject({ path: "workload.classes" });
    expect(problem.message).toContain("must reserve less than 100% in all, got 100%");
  });

  it("refuses a class without a source", () => {
    const text = edit(CLASSED, `      ${GENERATE}\n`, "");
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ path: "workload.classes.interactive", code: "missing-key" });
  });
});
