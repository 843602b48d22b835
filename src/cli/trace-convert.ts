import { traceColumns, type TraceColumn } from "../ingest/trace-columns.ts";
import { formatCount, formatCounted } from "../report/format.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import { EXIT_MET } from "./exit-code.ts";
import { fileName } from "./options.ts";
import { print } from "./terminal.ts";
import { openTrace, type OpenedTrace, type TraceArguments } from "./trace-options.ts";
import { UsageError } from "./usage-error.ts";
import { replaceFile, writeFiles } from "./write-files.ts";

/**
 * `tailcap trace convert`: writes a trace of any format as CSV or Parquet, for `format: columns`.
 *
 * @throws UsageError or TraceError for bad input.
 */
export async function traceConvert(args: TraceArguments): Promise<number> {
  const to = fileName("out", args.out) ?? "";
  const kind = /\.(csv|parquet)$/iu.exec(to)?.[1].toLowerCase();
  if (kind === undefined) {
    throw new UsageError(`--out must end in .csv or .parquet, got ${to || "nothing"}`);
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
  const skipped = rows.skipped > 0 ? `, ${formatCount(rows.skipped)} malformed ones skipped` : "";
  const keys = columns.map(({ name, role }) => `${role}: ${name}`).join(", ");
  const options = columns.map(({ name, role }) => `${role}=${name}`).join(",");
  return [
    `${formatCounted(rows.read, "row")} read${skipped}; ` +
      `${to}: ${formatCounted(trace.arrivals.length, "row")}`,
    ...rows.notes.map((note) => `  ${note}`),
    ...lossWords(trace),
    `in a scenario: {format: columns, unit: s, columns: {${keys}}}`,
    `on the command line: --columns ${options} --unit s, which tailcap trace can tell by itself`,
  ];
}

function lossWords({ prefixHashes }: BoundedTrace): readonly string[] {
  if (prefixHashes.length === 0) return [];
  return ["  prompt blocks are left out: replay the original where prefixes matter"];
}
