import { measureTrace } from "../plan/trace/measure-trace.ts";
import { renderTraceStats } from "../report/trace/trace-lines.ts";
import type { DescribedTrace } from "../report/trace/described-trace.ts";
import { EXIT_MET } from "./exit-code.ts";
import { fileName } from "./options.ts";
import { print, terminalLook } from "./terminal.ts";
import { openTrace, type TraceArguments } from "./trace-options.ts";
import { writeFiles } from "./write-files.ts";

/** Arguments of `tailcap trace stats`. */
export interface TraceStatsArguments extends TraceArguments {
  readonly json: boolean;
}

/**
 * `tailcap trace stats`: tells what a trace is like, and draws it.
 *
 * @throws UsageError or TraceError for bad input.
 */
export async function traceStats(args: TraceStatsArguments): Promise<number> {
  const out = fileName("out", args.out);
  const { isGuessed, rows, section, trace } = await openTrace(args);
  const described: DescribedTrace = {
    file: args.file,
    format: section.format,
    isGuessed,
    read: rows.read,
    skipped: rows.skipped,
    window: section.window,
    notes: rows.notes,
    stats: measureTrace(trace),
  };
  if (out !== undefined) {
    const { drawTrace } = await import("../report/trace/trace-plot.ts");
    await writeFiles([{ path: out, text: await drawTrace(described) }]);
  }
  if (args.json) await print(JSON.stringify(described, null, 2));
  else await print(renderTraceStats(described, { ...terminalLook(), files: out ?? null }));
  return EXIT_MET;
}
