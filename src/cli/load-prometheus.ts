import { resolve } from "node:path";
import { fetchRange, type QueryRange } from "../ingest/prometheus/fetch-answers.ts";
import {
  readPrometheus,
  type PrometheusWorkload,
  type WorkloadAnswers,
} from "../ingest/prometheus/read-prometheus.ts";
import {
  vllmQueries,
  VLLM_NOTES,
  type WorkloadQueries,
} from "../ingest/prometheus/vllm-queries.ts";
import type { PrometheusFiles, PrometheusSection } from "../scenario/prometheus-section.ts";
import { readInputFile } from "./read-input-file.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Makes a workload of a Prometheus server's answers, from the server or from files.
 *
 * @param folder - Which names of files are relative to.
 * @throws UsageError if there is no answer, or none that a workload can be made of.
 */
export async function loadPrometheus(
  section: PrometheusSection,
  folder: string,
): Promise<PrometheusWorkload> {
  const { files, url } = section;
  const source = url ?? (typeof files === "string" ? files : (files?.rate ?? ""));
  try {
    const answers = url === null ? await readFiles(files, folder) : await ask(url, section);
    const { generate, notes } = readPrometheus(answers);
    const known = url !== null && section.preset === "vllm" ? VLLM_NOTES : [];
    return { generate, notes: [...notes, ...known].map((note) => `${source}: ${note}`) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${source}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function ask(url: string, section: PrometheusSection): Promise<WorkloadAnswers> {
  const { end, range, step } = section;
  const until = end === null ? Date.now() / 1000 : secondsOf(end);
  // Whole steps, so that the same stretch has the same points whenever it is asked for.
  const last = Math.floor(until / step) * step;
  const steps = Math.max(1, Math.floor(range / step));
  const span: QueryRange = { start: last - (steps - 1) * step, end: last, step };
  const queries = queriesOf(section);
  const answer = async (query: string | null): Promise<unknown> =>
    query === null ? null : fetchRange(url, query, span);
  return {
    rate: await answer(queries.rate),
    input: await answer(queries.input),
    output: await answer(queries.output),
    inputSum: await answer(queries.inputSum),
    outputSum: await answer(queries.outputSum),
  };
}

function secondsOf(end: string): number {
  return /^\d+(?:\.\d+)?$/.test(end) ? Number(end) : Date.parse(end) / 1000;
}

/** The queries that are written, and the preset's for the others. */
function queriesOf(section: PrometheusSection): WorkloadQueries {
  const { input, output, preset, rate, selector } = section;
  const known = preset === "vllm" ? vllmQueries(selector) : null;
  return {
    rate: rate ?? known?.rate ?? "",
    input: input ?? known?.input ?? null,
    output: output ?? known?.output ?? null,
    // Sums belong to the preset's own buckets.
    inputSum: input === null ? (known?.inputSum ?? null) : null,
    outputSum: output === null ? (known?.outputSum ?? null) : null,
  };
}

async function readFiles(files: PrometheusFiles | null, folder: string): Promise<WorkloadAnswers> {
  const read = async (name: string | null): Promise<unknown> => {
    if (name === null) return null;
    const text = await readInputFile(resolve(folder, name), "answer of Prometheus");
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new UsageError(`${name}: must be JSON: ${error instanceof Error ? error.message : ""}`);
    }
  };
  if (files === null || typeof files === "string") return allOf(await read(files));
  return {
    rate: await read(files.rate),
    input: await read(files.input),
    output: await read(files.output),
    inputSum: null,
    outputSum: null,
  };
}

/** Answers of one file: one of the rate alone, or an object with each by its name. */
function allOf(saved: unknown): WorkloadAnswers {
  const named: Readonly<Record<string, unknown>> =
    typeof saved === "object" && saved !== null && "rate" in saved ? { ...saved } : { rate: saved };
  return {
    rate: named["rate"],
    input: named["input"] ?? null,
    output: named["output"] ?? null,
    inputSum: named["inputSum"] ?? null,
    outputSum: named["outputSum"] ?? null,
  };
}
