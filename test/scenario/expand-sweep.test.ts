import { describe, expect, it } from "vitest";
import { parseScenario, type ParsedScenario } from "../../src/scenario/parse-scenario.ts";
import { BATCHED, MINIMAL } from "./example.ts";
import { edit, problemsOf, splitMark } from "./problems.ts";

function parse(text: string, sets: readonly string[] = []): ParsedScenario {
  return parseScenario(text, { file: "s.yaml", sets, seed: null });
}

describe("sweep", () => {
  it("gives one setting without axes", () => {
    const { scenario, settings } = parse(MINIMAL);
    expect(settings).toEqual([{ settings: {}, scenario }]);
  });

  it("multiplies the axes, the first changing slowest, and validates each scenario", () => {
    const text = `${MINIMAL}sweep:\n  service.concurrency: [1, 2]\n  fleet.router: [random, round-robin]\n`;
    const { scenario, settings } = parse(text);
    expect(settings.map(({ settings }) => settings)).toEqual([
      { "service.concurrency": 1, "fleet.router": "random" },
      { "service.concurrency": 1, "fleet.router": "round-robin" },
      { "service.concurrency": 2, "fleet.router": "random" },
      { "service.concurrency": 2, "fleet.router": "round-robin" },
    ]);
    expect(settings[2].scenario.service).toMatchObject({ concurrency: 2 });
    expect(settings[2].scenario.fleet).toMatchObject({ router: "random", replicas: [2] });
    expect(scenario.service).toMatchObject({ concurrency: 1 });
    expect(scenario.fleet.router).toBe("least-outstanding");
  });

  it("shares between settings what no axis touches", () => {
    const { settings } = parse(`${MINIMAL}sweep: {service.concurrency: [1, 2]}\n`);
    expect(settings[0].scenario.workload).toBe(settings[1].scenario.workload);
  });

  it("takes whole sections, list items and keys the body doesn't have", () => {
    const text = `${MINIMAL}sweep:\n  service.time: [10ms, {distribution: exponential, mean: 10ms}]\n  slo.objectives[0].p95: [1s, 2s]\n  client.timeout: [1s]\n`;
    const { settings } = parse(text);
    expect(settings).toHaveLength(4);
    expect(settings[3].settings).toEqual({
      "service.time": { distribution: "exponential", mean: "10ms" },
      "slo.objectives[0].p95": "2s",
      "client.timeout": "1s",
    });
    expect(settings[3].scenario.slo.objectives[0].within).toBe(2);
  });

  it.each<[string, string, string, string | null]>([
    [
      "service.concurrency: [1, ‸0]",
      "service.concurrency",
      "service.concurrency must be between 1 and 10,000, got 0",
      null,
    ],
    [
      "service.time: [20ms, {distribution: exponential, mean: ‸0s}]",
      "service.time.mean",
      "service.time.mean must be more than 0s",
      null,
    ],
    [
      "service.concurency: [‸1]",
      "service.concurency",
      "service.concurency is not a known key",
      "did you mean `concurrency`?",
    ],
    [
      "slo.objectives[1].p95: [‸1s]",
      "slo.objectives[1].p95",
      "slo.objectives is a list of 1, which has no item 1",
      "slo.objectives[0]",
    ],
    [
      "workload.generate.duration: [1h, ‸1m]\nrun: {warmup: 2m}",
      "run.warmup",
      'run.warmup must be shorter than workload.generate.duration, got 120s of 60s (with workload.generate.duration: "1m")',
      "warm-up",
    ],
    [
      "service.concurrency: ‸4",
      "sweep.service.concurrency",
      "must be a list of at least one value, got 4",
      "such as service.maxBatch",
    ],
    [
      "service.concurrency: ‸[]",
      "sweep.service.concurrency",
      "must be a list of at least one value, got an empty list",
      null,
    ],
    ["service.concurrency: [1, 2, ‸1]", "sweep.service.concurrency[2]", "repeats 1", "remove one"],
    [
      "fleet.replicas: ‸[1, 2]",
      "sweep.fleet.replicas",
      "can't be an axis: replica counts are swept anyway",
      "replicas: [2, 4, 8] or 1..16",
    ],
    [
      "seed: ‸[1, 2]",
      "sweep.seed",
      "can't be an axis: seed isn't part of a configuration",
      "fleet",
    ],
    ["service..x: ‸[1]", "sweep.service..x", "is not a path", "service.maxBatch"],
    [
      "service.time: [1ms]\n  service.time.mean: ‸[2s]",
      "sweep.service.time.mean",
      "overlaps with the axis service.time",
      "keep one",
    ],
  ])("refuses %s", (axis, path, message, hint) => {
    const { text, line, column } = splitMark(`${MINIMAL}sweep:\n  ${axis}\n`);
    const problems = problemsOf(text).filter((problem) => problem.path === path);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line, column });
    expect(problems[0].message).toContain(message);
    if (hint !== null) expect(problems[0].hint).toContain(hint);
  });

  it("blames the combination where no value alone is at fault", () => {
    const axes = "  service.maxBatch: [4, 32]\n  service.preferredBatches: [[2], ‸[8]]\n";
    const { text, line } = splitMark(`${BATCHED}sweep:\n${axes}`);
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: "service.preferredBatches", line });
    expect(problems[0].message).toContain("must be at most maxBatch, which is 4, got 8");
  });

  it("reports a bad value once, however many combinations it is in", () => {
    const text = `${MINIMAL}sweep:\n  service.concurrency: [1, 0]\n  fleet.router: [random, fifo]\n`;
    expect(problemsOf(text).map(({ line, column }) => [line, column])).toEqual([
      [16, 28],
      [17, 26],
    ]);
  });

  it("reports problems of the body and of swept values together, each once", () => {
    const text = `${edit(MINIMAL, "price: $1/h", "price: 1")}sweep:\n  service.concurrency: [1, 0]\n`;
    expect(problemsOf(text).map(({ path }) => path)).toEqual([
      "fleet.price",
      "service.concurrency",
    ]);
  });

  it("says that a required value must stand outside of the sweep too", () => {
    const text = `${edit(BATCHED, "  maxBatch: 32\n", "")}sweep: {service.maxBatch: [8, 16]}\n`;
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: "service.maxBatch", code: "missing-key" });
    expect(problems[0].hint).toContain("outside of sweep too");
  });

  it("is limited to 50 axes", () => {
    const axes = Array.from({ length: 51 }, (_, axis) => `  service.k${axis}: [1]`).join("\n");
    const [problem] = problemsOf(`${MINIMAL}sweep:\n${axes}\n`);
    expect(problem.message).toBe("sweep must have at most 50 axes, got 51");
  });

  it("is limited to 10,000 configurations, replica counts included", () => {
    const values = Array.from({ length: 101 }, (_, value) => value + 1).join(", ");
    const text = `${edit(MINIMAL, "replicas: 2", "replicas: 1..100")}sweep:\n  ‸service.concurrency: [${values}]\n`;
    const { text: plain, line, column } = splitMark(text);
    const problems = problemsOf(plain);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: "sweep", line, column });
    expect(problems[0].message).toContain("at most 10,000 configurations, got 10,100 (101 × 100)");
    expect(parse(plain, ["fleet.replicas=1..99"]).settings).toHaveLength(101);
  });
});
