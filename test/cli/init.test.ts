import { describe, expect, it } from "vitest";
import { completeAnswers, readFlags } from "../../src/cli/init.ts";
import type { AnswerName } from "../../src/cli/init/answers.ts";
import { renderScenario } from "../../src/cli/init/template.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { openFolder } from "./tailcap.ts";

const NOTHING = {
  name: undefined,
  service: undefined,
  preset: undefined,
  rate: undefined,
  p99: undefined,
  ttft: undefined,
  price: undefined,
  replicas: undefined,
};

/** Answers questions by name, the usual way where there is none. */
function answering(
  answers: Partial<Record<AnswerName, readonly string[]>>,
): [(question: { name: AnswerName; text: string }) => Promise<string>, string[]] {
  const asked: string[] = [];
  const left = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  return [
    ({ name, text }) => {
      asked.push(text);
      return Promise.resolve(left.get(name)?.shift() ?? "");
    },
    asked,
  ];
}

function usual({ fallback }: { readonly fallback: string }): Promise<string> {
  return Promise.resolve(fallback);
}

function parse(text: string): Scenario {
  return parseScenario(text, { file: "new.yaml", sets: [], seed: null }).scenario;
}

describe("a new scenario", () => {
  it("is what was answered, and asks no more than it has to", async () => {
    const [ask, asked] = answering({
      name: ["search"],
      service: ["api"],
      rate: ["12/s"],
      within: ["1.5s"],
      price: ["$0.25/h"],
      replicas: ["[2, 3, 5]"],
    });
    const scenario = parse(renderScenario(await completeAnswers({}, ask)));
    expect(asked).toHaveLength(6);
    expect(scenario).toMatchObject({
      name: "search",
      service: { kind: "serial" },
      workload: { generate: { arrivals: { rate: 12 } } },
      fleet: { replicas: [2, 3, 5], price: 0.25 },
      slo: { objectives: [{ metric: "latency", within: 1.5, target: 0.99 }] },
    });
  });

  it("asks again where an answer can't be, and says why", async () => {
    const [ask, asked] = answering({
      service: ["gpu", "llm"],
      preset: ["llama", ""],
      rate: ["5", "-1/s", "5/s"],
    });
    const answers = await completeAnswers({ name: "x" }, ask);
    expect(answers).toMatchObject({ service: "llm", preset: null, rate: "5/s" });
    expect(asked.filter((text) => text.startsWith("  "))).toEqual([
      expect.stringMatching(/^ {2}must be one of llm, batch, api, got "gpu"\n/u),
      expect.stringMatching(/^ {2}is not a known preset, got llama/u),
      expect.stringMatching(/^ {2}must carry a unit such as 12\/s or 700\/m, got 5/u),
      expect.stringMatching(/^ {2}must be .*-1\/s/u),
    ]);
  });

  it("is valid with the usual answers, whatever the rate and the name", async () => {
    for (const service of ["llm", "batch", "api"] as const) {
      for (const rate of [undefined, "0.001/s", "90/h", "250000/s"]) {
        for (const name of ["7", "true", "null", "1e5", "on", "a-b"]) {
          const given = rate === undefined ? { name, service } : { name, service, rate };
          const scenario = parse(renderScenario(await completeAnswers(given, usual)));
          expect(scenario.name).toBe(name);
        }
      }
    }
    const preset = "llama-3.1-8b-fp8/h200x1/vllm";
    const given = readFlags({ ...NOTHING, preset });
    const { service } = parse(renderScenario(await completeAnswers(given, usual)));
    expect(service).toMatchObject({ kind: "continuous", calibration: expect.anything() });
  });

  it.each([
    [{ rate: "5" }, "--rate must carry a unit such as 12/s or 700/m, got 5"],
    [{ name: "A" }, "NAME must be lower-case letters"],
    [{ service: "x" }, '--service must be one of llm, batch, api, got "x"'],
    [{ price: "$1/h # x: y" }, "--price must be"],
    [{ ttft: "1s\nseed: 2" }, "--p99 or --ttft must be"],
    [{ replicas: "0..4" }, "--replicas must"],
    [{ service: "api", ttft: "1s" }, "--ttft is for --service llm: give --p99"],
    [{ service: "llm", p99: "1s" }, "--p99 is for --service batch and api"],
    [{ service: "api", preset: "x" }, "--preset is for --service llm, got api"],
  ])("refuses %j", (flags, message) => {
    expect(() => readFlags({ ...NOTHING, ...flags })).toThrow(message);
  });
});

describe.concurrent("tailcap init", () => {
  it.each([
    ["llm", "3..4"],
    ["batch", "2..3"],
    ["api", "5..6"],
  ])("writes a scenario of an %s service that runs as it is", async (service, replicas) => {
    const folder = openFolder();
    const args = ["init", "begun", "--service", service, "--replicas", replicas];
    const { code, stdout } = await folder.tailcap(args);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "wrote begun.yaml\nrun it with: tailcap run begun.yaml\n",
    });
    const run = await folder.tailcap(["run", "begun.yaml", "--quiet"]);
    expect([0, 1]).toContain(run.code);
    expect(run.stderr).toBe("");
    expect(folder.list()).toContain("reports/begun/result.json");
  });

  it("names the options where nobody can be asked", async () => {
    const folder = openFolder();
    const { code, stderr, stdout } = await folder.tailcap(["init"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    for (const option of ["--service", "--rate", "--ttft", "--p99", "--price", "--yes"]) {
      expect(stderr).toContain(option);
    }
    expect(folder.list()).toEqual([]);
    expect((await folder.tailcap(["init", "--yes", "--out", "new/one.yaml"])).code).toBe(0);
    expect(folder.list()).toEqual(["new/one.yaml"]);
  });

  it("leaves a file that is there as it is", async () => {
    const folder = openFolder({ "mine.yaml": "mine\n" });
    const { code, stderr } = await folder.tailcap(["init", "mine", "--yes"]);
    expect(code).toBe(2);
    expect(stderr).toBe("mine.yaml is there already: name another file with --out\n");
    expect(folder.read("mine.yaml")).toBe("mine\n");
  });
});
