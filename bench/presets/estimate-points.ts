import type { BenchmarkRow } from "../../src/ingest/benchmarks/benchmark-table.ts";
import { tokenPoints, type TokenPoint } from "../../src/plan/calibrate/token-point.ts";
import { ESTIMATE_GPUS } from "../../src/scenario/service-estimate/gpu-table.ts";
import { ESTIMATE_MODELS } from "../../src/scenario/service-estimate/model-table.ts";
import {
  WEIGHT_BYTES,
  type EstimateMachine,
} from "../../src/scenario/service-estimate/roofline.ts";
import { groupRows, OPTIONS } from "../calibration/evaluate-groups.ts";
import { machineOf, type Machine } from "./machine.ts";

/** Measured points of one service, with what an estimate knows of it. */
export interface EstimateGroup {
  readonly machine: EstimateMachine;
  readonly points: readonly TokenPoint[];
  /** Model and GPU by which groups are left out; models that are built alike count as one. */
  readonly model: string;
  readonly gpu: string;
}

/** Models of the same shape and size. */
const ALIKE: Readonly<Record<string, string>> = {
  "deepseek-r1": "deepseek-v3",
  "llama-3.3-70b": "llama-3.1-70b",
};
/** GPUs of one machine; beyond, replicas of the sample split requests and experts in other ways. */
const MOST_GPUS = 8;
const BYTES_PER_KEY = 2;

/** The services of a sample whose replica is one machine with a model and a GPU of the tables. */
export function estimateGroups(rows: readonly BenchmarkRow[]): readonly EstimateGroup[] {
  return groupRows(rows).flatMap((group) => {
    const machine = findMachine(machineOf(group[0]));
    if (machine === null || machine.gpus > MOST_GPUS) return [];
    const { maxBatchedTokens } = OPTIONS.limits;
    const points = tokenPoints(
      group.map(({ point }) => point),
      maxBatchedTokens,
    );
    const { gpu, model } = machine;
    return [{ machine, points, model: ALIKE[model.name] ?? model.name, gpu: gpu.name }];
  });
}

/** What the tables know of a machine that was measured; null if nothing. */
export function findMachine({ gpu, gpus, model, precision }: Machine): EstimateMachine | null {
  const foundModel = ESTIMATE_MODELS.find(({ name }) => name === model.toLowerCase());
  const foundGpu = ESTIMATE_GPUS.find(({ name }) => name === `${gpu}-sxm`);
  const bits = precision === "fp16" ? "bf16" : precision;
  const isKnown = bits === "bf16" || bits === "fp8" || bits === "fp4";
  if (foundModel === undefined || foundGpu === undefined || !isKnown) return null;
  return {
    model: foundModel,
    gpu: foundGpu,
    gpus,
    precision: bits,
    bytesPerWeight: WEIGHT_BYTES[bits],
    bytesPerKey: BYTES_PER_KEY,
  };
}
