import { beforeAll, describe, expect, it } from "vitest";

import { FULL_DESIGN, KNOWN_STEP, measure } from "../plan/calibrate/synthetic-points.ts";
import { openFolder, type WorkFolder } from "./tailcap.ts";

/** Results of `vllm bench serve --append-result` on a replica whose step is known. */
function vllmResults(): string {
  return measure(KNOWN_STEP, FULL_DESIGN)
    .map(({ input, load, output, requests, tpot, ttft }) => {
      const completed = requests ?? 0;
      const users = load.loop === "closed" ? load.concurrency : null;
      return JSON.stringify({
        date: "20260801-101500",
        backend: "vllm",
        model_id: "some-model",
        num_prompts: completed,
        request_rate: "inf",
        max_concurrency: users,
        completed,
        failed: 0,
        total_input_tokens: completed * (input ?? 0),
        total_output_tokens: completed * (output ?? 0),
        request_throughput: 1,
        mean_ttft_ms: 1e3 * (ttft ?? 0),
        mean_tpot_ms: 1e3 * (tpot ?? 0),
        input_lens: [0.896 * (input ?? 0), 1.104 * (input ?? 0)],
        output_lens: [0.896 * (output ?? 0), 1.104 * (output ?? 0)],
      });
    })
    .join("");
}

const REST = [
  "name: calibrated",
  "workload:",
  "  generate:",
  "    duration: 60s",
  "    arrivals: {process: poisson, rate: 2/s}",
  "    input: {distribution: constant, value: 1000}",
  "    output: {distribution: constant, value: 100}",
  "fleet: {replicas: 1, price: $1/h}",
  "slo: {objectives: [{p95: 10s}]}",
  "",
].join("\n");

describe("tailcap calibrate", () => {
  let folder: WorkFolder;
  beforeAll(() => {
    folder = openFolder({
      "bench.json": vllmResults(),
      "two.csv": "model,concurrency,input,output,ttft_ms,tpot_ms\na,1,9,9,9,9\nb,1,9,9,9,9\n",
      "few.csv": "concurrency,input,output,ttft_ms,tpot_ms\n1,9,9,9,9\n2,9,9,9,9\n",
      "wrong.csv": "concurrency,input,output,ttft_ms,tpot_ms\n1,9,9,x,9\n",
    });
  });

  it("prints a service block that a scenario takes as it is", async () => {
    const { code, stderr, stdout } = await folder.tailcap(["calibrate", "bench.json"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^# Fitted to 12 points of bench\.json\.\n/);
    expect(stdout).toMatch(/\nservice:\n {2}kind: continuous\n {2}step:\n {4}base: (?:9\.9|10)/);
    expect(stdout).toContain('    engine: "vllm, some-model"\n    error: ');
    expect(stdout).toMatch(/\n {4}error: [\d.]+%\n {4}ttftError: [\d.]+%\n/);
    expect(stdout).toContain("    date: 2026-08-01\n");
    folder.write("scenario.yaml", `${REST}${stdout}`);
    const run = await folder.tailcap(["simulate", "scenario.yaml"]);
    expect(run.stderr).toBe("");
    expect(run.stdout.replaceAll(/\s+/g, " ")).toContain("fitted to bench.json (vllm, some-model;");
  });

  it("writes the block, a picture and JSON where asked", async () => {
    const files = ["--out=service.yaml", "--plot=fit.svg"];
    const { code, stdout } = await folder.tailcap(["calibrate", "bench.json", ...files]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Fitted to 12 points/);
    expect(folder.read("service.yaml")).toMatch(/^# Fitted to 12 points[^]*\nservice:\n/);
    expect(folder.read("fit.svg")).toMatch(/^<svg/);
    const asked = ["--json", "--max-sequences=128", "--kv-blocks=5000", "--engine=mine"];
    const json = await folder.tailcap(["calibrate", "bench.json", ...asked]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      service: {
        maxSequences: 128,
        kvCache: { blocks: 5000, blockSize: 16 },
        calibration: { engine: "mine", source: "bench.json" },
      },
      loadRange: { concurrency: [2, 96] },
    });
  });

  it("asks which of several services is meant, and takes it", async () => {
    const mixed = await folder.tailcap(["calibrate", "two.csv"]);
    expect(mixed.code).toBe(2);
    expect(mixed.stderr).toMatch(/points are of several services.*--where.*\n {2}model is a, b/s);
    const none = await folder.tailcap(["calibrate", "two.csv", "--where=model=c"]);
    expect(none.stderr).toMatch(/--where model=c leaves no row; model is a, b/);
    const odd = await folder.tailcap(["calibrate", "two.csv", "--where=size=c"]);
    expect(odd.stderr).toMatch(/--where must be label=value, got size=c; known: model/);
  });

  it.each([
    [["few.csv"], /2 points with tokens and TPOT can't be fitted.*another input length/s],
    [["wrong.csv"], /wrong.csv:2: ttft must be a number above 0, got x/],
    [["none.json"], /none.json: no such file/],
    [
      ["bench.json", "--fix=base=6"],
      /--fix must be name=duration, name one of base, .* got base=6/,
    ],
    [["bench.json", "--date=1.8.26"], /--date must be a day as YYYY-MM-DD, got 1.8.26/],
    [["bench.json", "--max-sequences=0"], /--max-sequences must be a whole number from 1, got 0/],
  ])("ends with 2 and the remedy for %j", async (args, message) => {
    const { code, stderr, stdout } = await folder.tailcap(["calibrate", ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ at .*\.js/);
  });

  it("explains why a benchmark is no trace", async () => {
    const workload = "workload: {trace: {file: bench.json, format: mooncake}}";
    folder.write(
      "trace.yaml",
      `${REST.replace(/workload:[^]*(?=fleet)/, `${workload}\n`)}
service: {kind: serial, time: 1ms}
`,
    );
    const { code, stderr } = await folder.tailcap(["run", "trace.yaml"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/result of a benchmark \(vllm bench serve\).*coordinated omission/s);
  });
});
