import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { readTrace } from "../../src/ingest/read-trace.ts";
import { judgeGenerator, measureYardstick } from "../../src/plan/trace/judge-generator.ts";
import { estimateRequests } from "../../src/scenario/expected-requests.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { GenerateSection } from "../../src/scenario/scenario.ts";
import {
  findWorkloadPreset,
  WORKLOAD_PRESETS,
} from "../../src/scenario/workload-presets/find-workload-preset.ts";
import { shapeTrace } from "../../src/workload/shape-trace.ts";
import { traceSection } from "../ingest/trace-folder.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach } from "./mistakes.ts";
import { edit, problemsOf } from "./problems.ts";

const folder = fileURLToPath(new URL("../../../shared/traces/", import.meta.url));
const generated = "  generate:\n    duration: 10m\n    arrivals: {process: poisson, rate: 5/s}\n";
const CONV = "azure-llm-2023-conv";

function generatorOf(keys: string, sets: readonly string[] = []): GenerateSection {
  const text = edit(MINIMAL, generated, `  ${keys}\n`);
  const { workload } = parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario;
  if (!("generate" in workload)) throw new Error("no generator");
  return workload.generate;
}

function thousandths(trend: readonly (readonly [number, number])[] = []): unknown {
  return trend.map(([time, factor]) => [time, Math.round(factor * 1000)]);
}

describe("workload.preset", () => {
  it.each(WORKLOAD_PRESETS.map((preset) => [preset.name, preset] as const))(
    "has the rate and the length of its trace: %s",
    (name, { correlation, inputTrend, outputTrend, requests, source, span }) => {
      const generate = generatorOf(`preset: ${name}`);
      expect(generate.duration).toBe(span);
      expect(Math.abs(estimateRequests(generate) / requests - 1)).toBeLessThan(0.01);
      expect(generate.source).toContain(`preset ${name}: ${source}`);
      expect(generate.correlation ?? 0).toBe(correlation);
      expect(thousandths(generate.trend?.input)).toEqual(inputTrend);
      expect(thousandths(generate.trend?.output)).toEqual(outputTrend);
    },
  );

  it("compresses time by speed, sizes' trend included", () => {
    const own = generatorOf(`preset: ${CONV}`);
    const fast = generatorOf(`preset: ${CONV}\n  speed: 2`);
    expect(fast.duration).toBe(own.duration / 2);
    expect(Math.abs(estimateRequests(fast) / estimateRequests(own) - 1)).toBeLessThan(1e-4);
    expect(fast.trend?.output?.[7][0]).toBeCloseTo((own.trend?.output?.[7][0] ?? NaN) / 2, 9);
    expect(fast.trend?.output?.[7][1]).toBe(own.trend?.output?.[7][1]);
  });

  it("multiplies all rates for a mean rate, over the duration that is left", () => {
    for (const keys of ["rate: 20/s", "rate: 20/s\n  duration: 5m", "rate: 20/s\n  speed: 3"]) {
      const generate = generatorOf(`preset: azure-llm-2023-code\n  ${keys}`);
      const rate = estimateRequests(generate) / generate.duration;
      expect(Math.abs(rate / 20 - 1)).toBeLessThan(1e-3);
    }
  });

  it("takes laws of the scenario's own in place of law, trend and correlation", () => {
    const { correlation, input, output, trend } = generatorOf(`preset: ${CONV}\n  output: 100`);
    expect(output).toEqual({ distribution: "constant", value: 100 });
    expect(input).toMatchObject({ distribution: "empirical" });
    expect(correlation).toBeUndefined();
    expect(trend?.output).toBeUndefined();
    expect(trend?.input).toBeDefined();
  });

  it("can be set from outside, and in capitals", () => {
    const generate = generatorOf(`preset: ${CONV.toUpperCase()}`, ["workload.rate=11/s"]);
    expect(Math.abs(estimateRequests(generate) / generate.duration / 11 - 1)).toBeLessThan(1e-3);
  });

  it("is a class's source too", () => {
    const classes = `classes: {chat: {preset: ${CONV}, rate: 3/s, priority: 1}, jobs: {generate: {duration: 1h, arrivals: {process: poisson, rate: 1/s}}}}`;
    const text = edit(MINIMAL, generated, `  ${classes}\n`);
    const { workload } = parseScenario(text, { file: "s.yaml", sets: [], seed: null }).scenario;
    expect(workload).toMatchObject({
      classes: [{ name: "chat", priority: 1, workload: { generate: {} } }, { name: "jobs" }],
    });
  });

  refuseEach("refuses", [
    [
      MINIMAL,
      generated,
      "  preset: ‸azure-llm-2023-con\n",
      "workload.preset",
      "is not a known workload preset, got azure-llm-2023-con; known: azure-llm-2023-code",
      "did you mean",
    ],
    [
      MINIMAL,
      generated,
      `  preset: ${CONV}\n  duration: ‸2h\n`,
      "workload.duration",
      "must be at most 3501.72s, which is all of the preset, got 7200s",
    ],
    [
      MINIMAL,
      generated,
      `  preset: ${CONV}\n  speed: 2\n  duration: ‸30m\n`,
      "workload.duration",
      "must be at most 1750.86s",
    ],
    [
      MINIMAL,
      generated,
      `  preset: ${CONV}\n  rate: ‸0/s\n`,
      "workload.rate",
      "must be more than 0",
    ],
    [
      MINIMAL,
      generated,
      `  preset: ${CONV}\n  ‸copies: 2\n`,
      "workload.copies",
      "is not a known key; allowed: preset, rate, speed, duration, input, output",
    ],
    [
      MINIMAL,
      generated,
      "  classes: {a: {generate: {duration: 1h, arrivals: {process: poisson, rate: 1/s}}, rate: ‸2/s}}\n",
      "workload.classes.a.rate",
      "must be left out without preset",
    ],
  ]);

  it("needs sizes where the trace had none and the service wants them", () => {
    const text = edit(
      edit(MINIMAL, generated, "  preset: servegen-deepseek-r1\n"),
      "  time: 20ms\n",
      "  time: {base: 1ms, perOutputToken: 1ms}\n",
    );
    const [problem, ...others] = problemsOf(text);
    expect(problem).toMatchObject({ code: "missing-key", path: "workload.output" });
    expect(others).toEqual([]);
    expect(
      problemsOf(edit(MINIMAL, generated, `  preset: ${CONV}\n`) + "run: {warmup: 2h}\n"),
    ).toEqual([expect.objectContaining({ path: "run.warmup" })]);
  });
});

describe.skipIf(!existsSync(folder))(
  "workload presets against their traces (skipped without ../shared/traces)",
  () => {
    it.each([
      ["azure-llm-2023-code", { format: "azure-llm", file: "azure-llm-2023-code.csv.gz" }],
      [CONV, { format: "azure-llm", file: "azure-llm-2023-conv.csv.gz" }],
    ] as const)("wait as long as the trace, on other draws: %s", async (name, about) => {
      const section = traceSection(about);
      const trace = shapeTrace(await readTrace(folder + about.file, section), section);
      const { arrivals, ...sizes } = generatorOf(`preset: ${name}`);
      const { waits } = judgeGenerator({ arrivals, sizes }, measureYardstick(trace), 123, 0, 20);
      for (const { fit, trace: own } of waits) {
        expect(Math.abs(fit / own - 1)).toBeLessThanOrEqual(0.2);
      }
      expect(findWorkloadPreset(name)?.requests).toBe(trace.arrivals.length);
    });
  },
);
