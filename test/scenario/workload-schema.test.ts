import { describe, expect, it } from "vitest";
import { MINIMAL, TRACED } from "./example.ts";
import { refuseEach } from "./mistakes.ts";
import { edit, problemsOf } from "./problems.ts";

const arrivals = "{process: poisson, rate: 5/s}";

describe("workload", () => {
  const both = "workload:\n  ‸trace: {file: x, format: mooncake}";
  refuseEach("refuses", [
    [
      MINIMAL,
      "workload:",
      both,
      "workload",
      "must have exactly one of trace, generate, preset, users and classes, got trace and generate",
      "--set",
    ],
    [TRACED, "format: columns", "format: ‸iis", "workload.trace.format", 'columns, got "iis"'],
    [
      TRACED,
      "format: columns",
      "format: ‸azure-lm",
      "workload.trace.format",
      "must be one of",
      "did you mean `azure-llm`?",
    ],
    [TRACED, "file: requests.csv", "file: ‸''", "workload.trace.file", "must be a text"],
    [
      TRACED,
      "file: requests.csv",
      "file: requests.csv\n    speed: ‸0",
      "workload.trace.speed",
      "must be more than 0",
    ],
    [
      TRACED,
      "file: requests.csv",
      "file: requests.csv\n    speed: ‸2x",
      "workload.trace.speed",
      'must be a plain number, got "2x"',
      "no unit",
    ],
    [
      TRACED,
      "file: requests.csv",
      "file: requests.csv\n    copies: ‸1001",
      "workload.trace.copies",
      "must be between 1 and 1,000, got 1001",
    ],
    [
      TRACED,
      "file: requests.csv",
      "file: requests.csv\n    onError: ‸ignore",
      "workload.trace.onError",
      "must be one of error, skip",
    ],
    [
      TRACED,
      "file: requests.csv",
      "file: requests.csv\n    window: ‸[30m, 0.5h]",
      "workload.trace.window",
      "must start before it ends, got 1800s to 1800s",
    ],
    [
      TRACED,
      "file: requests.csv",
      "file: requests.csv\n    window: ‸[30m]",
      "workload.trace.window",
      "must be a pair [start, end]",
    ],
    [
      TRACED,
      "file: requests.csv",
      "file: requests.csv\n    window: ‸30m",
      "workload.trace.window",
      "must be a pair [start, end]",
    ],
    [
      TRACED,
      "file: requests.csv",
      "file: requests.csv\n    window: [0s, ‸30]",
      "workload.trace.window[1]",
      "must carry a unit",
    ],
    [
      TRACED,
      "{arrival: t, duration: seconds}",
      "{arrival: ‸3, duration: seconds}",
      "workload.trace.columns.arrival",
      "must be a text, got 3",
      "quotes",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: ‸posion, rate: 5/s}",
      "workload.generate.arrivals.process",
      'must be one of poisson, gamma, weibull, mmpp, on-off, schedule, deterministic, got "posion"',
      "did you mean `poisson`?",
    ],
    [MINIMAL, arrivals, "‸5/s", "workload.generate.arrivals", 'must be a mapping, got "5/s"'],
    [
      MINIMAL,
      arrivals,
      "{process: gamma, rate: 5/s, cv: ‸0}",
      "workload.generate.arrivals.cv",
      "must be more than 0 and at most 20, got 0",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: weibull, rate: 5/s, cv: ‸21}",
      "workload.generate.arrivals.cv",
      "at most 20",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: gamma, rate: 5/s, cv: ‸50%}",
      "workload.generate.arrivals.cv",
      "must be a plain number",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: poisson, rate: 5/s, ‸cv: 2}",
      "workload.generate.arrivals.cv",
      "is not a known key; allowed: process, rate, spikes",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: on-off, rate: 5/s, onMean: ‸0s, offMean: 1s}",
      "workload.generate.arrivals.onMean",
      "must be more than 0s",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: mmpp, states: ‸[]}",
      "workload.generate.arrivals.states",
      "must be a list of at least 1, got an empty list",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: mmpp, states: ‸[{rate: 0/s, meanDwell: 1s}]}",
      "workload.generate.arrivals.states",
      "must have a rate above 0/s",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: mmpp, states: [{rate: 1/s, meanDwell: 1s}], transitions: ‸[[1], [1]]}",
      "workload.generate.arrivals.transitions",
      "must have a row for each of the 1 states, got 2",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: mmpp, states: [{rate: 1/s, meanDwell: 1s}, {rate: 2/s, meanDwell: 1s}], transitions: ‸[[0, 1], [0, 1]]}",
      "workload.generate.arrivals.transitions",
      "must let every state be reached from every other",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: mmpp, states: [{rate: 1/s, meanDwell: 1s}], transitions: [‸[0.5, 0.5]]}",
      "workload.generate.arrivals.transitions[0]",
      "must have a probability for each of the 1 states, got 2",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: mmpp, states: [{rate: 1/s, meanDwell: 1s}], transitions: [‸[0.9]]}",
      "workload.generate.arrivals.transitions[0]",
      "must sum to 1, got [0.9]",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: mmpp, states: [{rate: 1/s, meanDwell: 1s}], transitions: [[‸-1]]}",
      "workload.generate.arrivals.transitions[0][0]",
      "must be between 0 and 1",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: schedule, points: [[0s, 5/s], ‸[0s, 6/s]]}",
      "workload.generate.arrivals.points[1]",
      "must be later than the point before it, got 0s after 0s",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: schedule, points: ‸[[0s, 0/s]]}",
      "workload.generate.arrivals.points",
      "must have a rate above 0/s",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: schedule, points: [[‸-1s, 1/s]]}",
      "workload.generate.arrivals.points[0][0]",
      "must be between 0s",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: poisson, rate: 5/s, spikes: [{at: 1m, factor: ‸-1, duration: 1s}]}",
      "workload.generate.arrivals.spikes[0].factor",
      "must be between 0",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: poisson, rate: 5/s, spikes: [{at: 1m, factor: 2, duration: ‸0s}]}",
      "workload.generate.arrivals.spikes[0].duration",
      "must be more than 0s",
    ],
    [
      MINIMAL,
      arrivals,
      "{process: poisson, rate: 5/s, spikes: ‸{at: 1m}}",
      "workload.generate.arrivals.spikes",
      "must be a list",
    ],
  ]);

  it("refuses a workload with neither member and names the misspelled one", () => {
    const problems = problemsOf(edit(MINIMAL, "  generate:", "  generat:"));
    expect(problems.map(({ path, hint }) => [path, hint])).toEqual([
      ["workload.generat", "did you mean `generate`?"],
    ]);
  });

  it("asks for the process where its key is misspelled", () => {
    const problems = problemsOf(edit(MINIMAL, "process: poisson", "proces: poisson"));
    expect(problems).toHaveLength(1);
    expect(problems[0].message).toBe("workload.generate.arrivals.process is required");
    expect(problems[0].hint).toContain("`proces` should be `process`");
  });
});
