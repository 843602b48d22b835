import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { RunSection } from "../../src/scenario/scenario.ts";
import { EXAMPLE, MINIMAL, TRACED } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";
import { edit, problemsOf } from "./problems.ts";

const STEADY = "workload.generate.arrivals={process: deterministic, rate: 1/s}";
const NOISY = "service.time={distribution: exponential, mean: 1s}";

function read(text: string, ...sets: readonly string[]): RunSection {
  return parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario.run;
}

function run(base: string, written: string): Place {
  return [base, "slo:", `run: {${written}}\nslo:`];
}

describe("run", () => {
  it("reads a warm-up that is to be found, beside one that is given", () => {
    expect(read(MINIMAL, "run.warmup=auto")).toMatchObject({ warmup: 0, warmupAuto: true });
    expect(read(MINIMAL, "run.warmup=2m")).toMatchObject({ warmup: 120, warmupAuto: false });
  });

  it("finds the warm-up of generated random traffic, of which a run has no natural beginning", () => {
    expect(read(MINIMAL)).toMatchObject({ warmup: 0, warmupAuto: true });
    expect(read(TRACED)).toMatchObject({ warmup: 0, warmupAuto: false });
    const steady = "workload.generate.arrivals={process: deterministic, rate: 1/s}";
    expect(read(MINIMAL, steady, "service.time=20ms")).toMatchObject({ warmupAuto: false });
  });

  it.each<[string, string, string[], RunSection["question"]]>([
    ["nothing random in a trace", TRACED, [], "hindsight"],
    ["nothing random in generated traffic", MINIMAL, [STEADY], "hindsight"],
    ["a trace with random service", TRACED, [NOISY], "same-trace"],
    ["a trace with a random router", TRACED, ["fleet.router=random"], "same-trace"],
    ["random traffic", MINIMAL, [], "future"],
    ["steady traffic with random service", MINIMAL, [STEADY, NOISY], "future"],
  ])("asks the question that goes with %s", (_, text, sets, question) => {
    expect(read(text, ...sets).question).toBe(question);
  });

  it.each<[string, string[], RunSection["question"]]>([
    [TRACED, [], "hindsight"],
    [MINIMAL, [STEADY], "hindsight"],
    [TRACED, [NOISY], "same-trace"],
    [TRACED, [], "future"],
    [TRACED, [NOISY], "future"],
    [MINIMAL, [], "future"],
  ])("takes a question that the scenario can be asked", (text, sets, question) => {
    expect(read(text, ...sets, `run.question=${question}`).question).toBe(question);
  });

  it("replicates by what is random, whatever the question", () => {
    expect(read(TRACED, "run.question=future").replications).toBe(1);
    expect(read(TRACED, NOISY, "run.question=future").replications).toBe(10);
  });

  refuseEach("refuses", [
    [
      ...run(MINIMAL, "warmup: ‸Auto"),
      "run.warmup",
      'must be auto or a duration such as 60s, got "Auto"',
      "did you mean `auto`?",
    ],
    [...run(MINIMAL, "warmup: ‸60"), "run.warmup", "must carry a unit such as 20ms or 1.5s"],
    [...run(MINIMAL, "resamples: ‸19"), "run.resamples", "must be between 20 and 10,000, got 19"],
    [...run(MINIMAL, "resamples: ‸20k"), "run.resamples", "must be between 20 and 10,000"],
    [
      ...run(MINIMAL, "question: ‸futur"),
      "run.question",
      "must be one of hindsight, same-trace, future",
      "did you mean `future`?",
    ],
    [
      ...run(MINIMAL, "question: ‸hindsight"),
      "run.question",
      "can't be hindsight: workload.generate.arrivals is random",
      "write question: future",
    ],
    [
      ...run(MINIMAL, "question: ‸same-trace"),
      "run.question",
      "can't be same-trace: the workload is generated, so there is no trace",
      "question: future",
    ],
    [
      ...run(
        edit(TRACED, "{column: duration}", "{distribution: exponential, mean: 1s}"),
        "question: ‸hindsight",
      ),
      "run.question",
      "can't be hindsight: service.time is random",
      "same-trace or future",
    ],
    [
      EXAMPLE,
      "warmup: 60s",
      "question: ‸hindsight",
      "run.question",
      "can't be hindsight: workload.generate.arrivals, workload.generate.input, workload.generate.output are random",
    ],
  ]);

  it("refuses hindsight for the value of a sweep that makes it random", () => {
    const text = edit(
      TRACED,
      "slo:",
      "run: {question: hindsight}\nsweep: {fleet.router: [round-robin, random]}\nslo:",
    );
    expect(problemsOf(text)).toMatchObject([
      {
        path: "run.question",
        line: text.split("\n").findIndex((line) => line.startsWith("sweep:")) + 1,
        message:
          'run.question can\'t be hindsight: fleet.router is random (with fleet.router: "random")',
      },
    ]);
  });

  it("says nothing of the question while what it depends on is invalid", () => {
    const text = edit(
      edit(MINIMAL, "rate: 5/s", "rate: 5"),
      "slo:",
      "run: {question: hindsight}\nslo:",
    );
    expect(problemsOf(text).map(({ path }) => path)).toEqual(["workload.generate.arrivals.rate"]);
  });
});
