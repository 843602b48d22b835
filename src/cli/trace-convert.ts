import { traceColumns, type TraceColumn } from "../ingest/trace-columns.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import { EXIT_MET } from "./exit-code.ts";
import { fileName } from "./options.ts";
import { print } from "./terminal.ts";
import { openTrace, type OpenedTrace, type TraceArguments } from "./trace-options.ts";
import { UsageError } from "./usage-error.ts";
import { replaceFile, writeFiles } from "./write-files.ts";

/** Arguments of `tailcap trace convert`. */
export interface TraceConvertArguments extends TraceArguments {
  readonly to: string | undefined;
}

/**
 * `tailcap trace convert`: writes a trace of any format as CSV or Parquet, for `format: columns`.
 *
 * @throws UsageError or TraceError for bad input.
 */
export async function traceConvert(args: TraceConvertArguments): Promise<number> {
  const to = fileName("to", args.to) ?? "";
  const kind = /\.(csv|parquet)$/iu.exec(to)?.[1].toLowerCase();
  if (kind === undefined) {
    throw new UsageError(`--to must end in .csv or .parquet, got ${to || "nothing"}`);
  }
  const opened = await openTrace(args);
  const columns = traceColumns(opened.trace);
  if (kind === "csv") {
    const { writeCsv } = await import("../ingest/write-csv.ts");
    await writeFiles([{ path: to, text: writeCsv(columns) }]);
  } else {
    const { writeParquet } = await import("../ingest/write-parquet.ts");
    await replaceFile(to, (path) => writeParquet(columns, path));
  }
  await print(describe(opened, columns, to).join("\n"));
  return EXIT_MET;
}

function describe(
  { rows, trace }: OpenedTrace,
  columns: readonly TraceColumn[],
  to: string,
): readonly string[] {
  const skipped = rows.skipped > 0 ? `, ${rows.skipped} malformed ones skipped` : "";
  const names = columns.map(({ name, role }) => `${role}: ${name}`).join(", ");
  return [
    `${rows.read} rows read${skipped}; ${to}: ${trace.arrivals.length} rows`,
    ...rows.notes.map((note) => `  ${note}`),
    ...lossWords(trace),
    `read it with {format: columns, unit: s, columns: {${names}}}`,
  ];
}

function lossWords({ prefixHashes }: BoundedTrace): readonly string[] {
  if (prefixHashes.length === 0) return [];
  return ["  prompt blocks are left out: replay the original where prefixes matter"];
}
