import type { HeldOutErrors } from "../scenario/service-estimate/efficiencies.ts";
import type { EstimateGpu } from "../scenario/service-estimate/gpu-table.ts";
import type { EstimateModel } from "../scenario/service-estimate/model-table.ts";
import { alignColumns } from "./align-columns.ts";

/** What estimates can be made of. */
export interface EstimateTables {
  readonly models: readonly EstimateModel[];
  readonly gpus: readonly EstimateGpu[];
  /** How far off estimates are. */
  readonly dense: HeldOutErrors;
  readonly mixture: HeldOutErrors;
  /** Days on which the figures of models and GPUs were read. */
  readonly modelsRead: string;
  readonly gpusRead: string;
}

const MODEL_COLUMNS = ["model", "parameters", "active", "layers", "experts", "from"];
const GPU_COLUMNS = ["gpu", "TB/s", "GB", "bf16", "fp8", "fp4", "measured", "from"];
const MODEL_WORDS: ReadonlySet<number> = new Set([0, 5]);
const GPU_WORDS: ReadonlySet<number> = new Set([0, 6, 7]);
const GIGA = 1e9;
const TERA = 1e12;

/** Models and GPUs that `service.estimate` can name, and how far off estimates are. */
export function formatEstimateTables(tables: EstimateTables): string {
  const { dense, gpus, gpusRead, mixture, models, modelsRead } = tables;
  if (models.length + gpus.length === 0) return "no model or GPU matches";
  const modelRows = models.map((model) => [
    model.name,
    billions(model.parameters),
    model.experts === null ? "" : billions(model.activeParameters),
    String(model.layers),
    model.experts === null ? "" : `${model.experts.perToken} of ${model.experts.total}`,
    model.source,
  ]);
  const gpuRows = gpus.map(({ bandwidth, flops, isMeasured, memory, name, source }) => [
    name,
    short(bandwidth / TERA),
    String(Math.round(memory / GIGA)),
    ...[flops.bf16, flops.fp8, flops.fp4].map((peak) => (peak === null ? "" : short(peak / TERA))),
    isMeasured ? "yes" : "no",
    source,
  ]);
  return [
    ...(models.length === 0
      ? []
      : [...alignColumns([MODEL_COLUMNS, ...modelRows], MODEL_WORDS), ""]),
    ...(gpus.length === 0 ? [] : [...alignColumns([GPU_COLUMNS, ...gpuRows], GPU_WORDS), ""]),
    "service: {estimate: {model: …, gpu: …, gpus: 1 to 8, precision: bf16 | fp8 | fp4}}",
    "Estimates, no measurements; errors of models and GPUs left out: median (one in ten beyond).",
    errorLine("dense models", dense),
    errorLine("mixtures of experts", mixture),
    `Peaks in TFLOP/s without sparsity, as of ${gpusRead}; models as of ${modelsRead}.`,
  ].join("\n");
}

function errorLine(what: string, { tpot, ttft }: HeldOutErrors): string {
  const [pace, wait] = [tpot, ttft].map(
    ({ median, p90 }) => `${percent(median)} (${percent(p90)})`,
  );
  return `${what}: TPOT off by ${pace}, TTFT by ${wait}.`;
}

function billions(count: number): string {
  return `${short(count / GIGA)}B`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}
