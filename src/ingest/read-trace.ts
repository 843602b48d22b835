import type { TraceSection } from "../scenario/trace-section.ts";
import { formatAlb } from "./alb.ts";
import { arrangeRows } from "./arrange-rows.ts";
import { formatAzureFunctions } from "./azure-functions.ts";
import { formatAzureLlm } from "./azure-llm.ts";
import { refuseBenchmark } from "./benchmarks/refuse-benchmark.ts";
import { formatBurstGpt } from "./burstgpt.ts";
import { formatColumns } from "./columns.ts";
import { drawSizes } from "./draw-sizes.ts";
import { formatEnvoy } from "./envoy.ts";
import { inspectFile } from "./inspect-file.ts";
import type { InspectedFile } from "./inspect-file.ts";
import { listFiles } from "./list-files.ts";
import { formatMooncake } from "./mooncake.ts";
import { formatNginx } from "./nginx.ts";
import { formatOtelGenAi } from "./otel-genai.ts";
import { formatQwenBailian } from "./qwen-bailian.ts";
import { RowCollector } from "./row-collector.ts";
import type { RowFormat } from "./row-format.ts";
import { readServeGen } from "./servegen.ts";
import { spreadStamps } from "./spread-stamps.ts";
import { spreadTicks } from "./spread-ticks.ts";
import { formatSplitwise } from "./splitwise.ts";
import type { TraceRows } from "./trace-rows.ts";
import { formatVidur } from "./vidur.ts";

/**
 * Reads a recorded trace into columns, in arrival order and untransformed: `window`, `speed` and
 * `copies` are not applied here.
 *
 * Drawn from named streams of the seed, so that the same scenario reads the same: arrivals of
 * `servegen`, sizes by the laws of `input` and `output`, and places inside a tick (`dequantize`).
 *
 * @param path - The trace file or pattern, resolved: `trace.file` is relative to the scenario.
 * @param trace - Says the format, the columns and what to do with malformed rows.
 * @param seed - Seed of the scenario, an integer.
 * @throws TraceError for anything wrong with the files or their rows.
 */
export async function readTrace(
  path: string,
  trace: TraceSection,
  seed: number = 1,
): Promise<TraceRows> {
  const paths = await listFiles(path);
  const rows =
    trace.format === "servegen"
      ? await readServeGen(path, paths, trace, seed)
      : await readRows(path, paths, trace, seed);
  return drawSizes(rows, trace, seed);
}

async function readRows(
  path: string,
  paths: readonly string[],
  trace: TraceSection,
  seed: number,
): Promise<TraceRows> {
  const collector = new RowCollector(path, trace.onError);
  for (const one of paths) {
    const file = await inspectFile(one);
    await refuseBenchmark(file);
    const format = await chooseFormat(file, trace);
    collector.open(paths.length === 1 ? null : one, format.layout);
    await format.read(collector);
  }
  const rows = collector.finish();
  const { tick } = rows;
  if (tick === null) {
    const arranged = arrangeRows(path, rows, paths.length);
    return trace.dequantize ? spreadTicks(arranged, seed) : arranged;
  }
  if (trace.dequantize) spreadStamps(rows, tick, seed);
  const note = trace.dequantize
    ? `spread the ends of requests uniformly inside the ${tick} s tick of the log (seed ${seed})`
    : `the log's clock has a ${tick} s tick, so arrivals are up to ${tick} s early: log a finer ` +
      "time, or spread them with `workload.trace.dequantize: true`";
  const arranged = arrangeRows(path, rows, paths.length);
  return { ...arranged, notes: [...arranged.notes, note] };
}

async function chooseFormat(file: InspectedFile, trace: TraceSection): Promise<RowFormat> {
  const { failed, format, logFormat, onError } = trace;
  switch (format) {
    case "azure-llm":
      return formatAzureLlm(file);
    case "azure-functions-2021":
      return formatAzureFunctions(file);
    case "burstgpt":
      return formatBurstGpt(file, failed ?? "skip");
    case "mooncake":
      return formatMooncake(file, onError);
    case "qwen-bailian":
      return formatQwenBailian(file, onError);
    case "vidur":
      return formatVidur(file);
    case "splitwise":
      return formatSplitwise(file);
    case "nginx":
      return formatNginx(file, logFormat, onError);
    case "envoy":
      return formatEnvoy(file, logFormat, onError);
    case "alb":
      return formatAlb(file, failed ?? "keep");
    case "otel-genai":
      return formatOtelGenAi(file);
    case "columns":
      return formatColumns(file, trace);
    case "servegen":
      throw new RangeError("servegen has windows, not rows");
    default:
      format satisfies never;
      throw new RangeError(`unknown trace format ${String(format)}`);
  }
}
