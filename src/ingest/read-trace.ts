import type { TraceSection } from "../scenario/scenario.ts";
import { readAzureLlm } from "./azure-llm.ts";
import { readColumns } from "./columns.ts";
import { inspectFile } from "./inspect-file.ts";
import { readMooncake } from "./mooncake.ts";
import type { TraceRows } from "./trace-rows.ts";

/**
 * Reads a recorded trace into columns, in arrival order and untransformed: `window`, `speed` and
 * `copies` are not applied here.
 *
 * @param path - The trace file, resolved: `trace.file` is relative to the scenario.
 * @param trace - Says the format, the columns and what to do with malformed rows.
 * @throws TraceError for anything wrong with the file or its rows.
 */
export async function readTrace(path: string, trace: TraceSection): Promise<TraceRows> {
  const file = await inspectFile(path);
  switch (trace.format) {
    case "azure-llm":
      return readAzureLlm(file, trace.onError);
    case "mooncake":
      return readMooncake(file, trace.onError);
    case "columns":
      if (trace.columns === null) throw new RangeError("format columns needs column names");
      return readColumns(file, trace.columns, trace.onError);
    default:
      trace.format satisfies never;
      throw new RangeError(`unknown trace format ${String(trace.format)}`);
  }
}
