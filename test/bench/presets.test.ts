import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { fitPreset } from "../../bench/presets/fit-preset.ts";
import { kvCacheOf } from "../../bench/presets/kv-capacity.ts";
import { machineOf, nameOf } from "../../bench/presets/machine.ts";
import { renderPresets } from "../../bench/presets/render-presets.ts";
import { renderTable } from "../../bench/presets/render-table.ts";
import type { BenchmarkRow } from "../../src/ingest/benchmarks/benchmark-table.ts";
import { SERVICE_PRESETS } from "../../src/scenario/service-presets/find-service-preset.ts";
import type { MeasuredPoint } from "../../src/workload/measured-point.ts";
import { FULL_DESIGN, KNOWN_STEP, measure } from "../plan/calibrate/synthetic-points.ts";

const LABELS = {
  model: "Llama-3.1-8B-Instruct-FP8",
  system: "h100_sxm",
  engine: "vllm",
  engine_version: "0.12.0",
  precision: "fp8",
  tensor_parallel: "1",
};

function rowsOf(labels: Readonly<Record<string, string>>): readonly BenchmarkRow[] {
  return measure(KNOWN_STEP, FULL_DESIGN).map((point) => ({ point, labels }));
}

function pointsOf(labels: Readonly<Record<string, string>>): readonly MeasuredPoint[] {
  return rowsOf(labels).map(({ point }) => point);
}

describe("fitting presets", () => {
  it("names them after model, machine and engine", () => {
    const machine = machineOf(rowsOf(LABELS)[0]);
    expect(nameOf(machine, false)).toBe("llama-3.1-8b-fp8/h100x1/vllm");
    expect(nameOf(machine, true)).toBe("llama-3.1-8b-fp8/h100x1/vllm-0.12.0");
  });

  it("finds the step behind the points, in milliseconds", () => {
    const { preset } = fitPreset(machineOf(rowsOf(LABELS)[0]), pointsOf(LABELS), "a");
    expect(preset?.step.base).toBeGreaterThan(0.9 * 1000 * KNOWN_STEP.base);
    expect(preset?.step.base).toBeLessThan(1.1 * 1000 * KNOWN_STEP.base);
    expect(preset?.engine).toBe("vllm 0.12.0, Llama-3.1-8B fp8, 1 × H100");
    expect(preset?.error).toBeLessThan(0.02);
  });

  it("refuses a machine that is too small, and points that tell too little", () => {
    const machine = machineOf(rowsOf(LABELS)[0]);
    const large = { ...machine, model: "Llama-3.1-70B", precision: "bf16" };
    expect(fitPreset(large, pointsOf(LABELS), "a").refusal).toContain("the weights don't fit");
    const few = pointsOf(LABELS).slice(0, 3);
    expect(fitPreset(machine, few, "a").refusal).toContain("can't be fitted");
  });

  it("takes the KV cache that memory leaves", () => {
    // 0.9·81559·2^20 − (8.03e9 + 2·128256·4096) − 3·2^30 bytes over 2·32·8·128·2 = 131,072 a token:
    // 64,666,830,361 / 131,072 = 493,368 tokens, 30,835 blocks of 16.
    const machine = machineOf(rowsOf(LABELS)[0]);
    expect(kvCacheOf(machine, [])).toEqual({ blocks: 30_835, why: "493k tokens in BF16" });
    expect(kvCacheOf({ ...machine, model: "other" }, []).blocks).toBeNull();
  });

  it("writes each as one row of the module of its model", () => {
    const modules = renderPresets(SERVICE_PRESETS);
    const rows = modules.flatMap(({ text }) => text.match(/^ {2}\{ name: ".*" \},$/gmu) ?? []);
    expect(rows).toHaveLength(SERVICE_PRESETS.length);
    const [llama] = modules.filter(({ name }) => name === "llama-presets.ts");
    expect(llama.text).toContain('{ name: "llama-3.1-70b-fp8/h100x8/vllm", step: { ');
    expect(llama.text).not.toContain("qwen");
  });
});

describe("the page of presets", () => {
  it("lists every preset as it is", () => {
    const page = readFileSync(
      fileURLToPath(new URL("../../docs/service-presets.md", import.meta.url)),
      "utf8",
    ).replace(/ +/gu, " ");
    for (const row of renderTable(SERVICE_PRESETS)) expect(page).toContain(row);
    expect(page.match(/^\| `[a-z0-9.-]+\//gmu)).toHaveLength(SERVICE_PRESETS.length);
  });
});
