import { arrangeRows } from "./arrange-rows.ts";
import type { InspectedFile } from "./inspect-file.ts";
import { RowCollector } from "./row-collector.ts";
import type { RowLayout } from "./row-layout.ts";
import { writeRowQuery } from "./row-query.ts";
import { runRowQuery } from "./trace-engine.ts";
import { fileError } from "./trace-error.ts";
import type { TraceRows } from "./trace-rows.ts";

/**
 * Reads the rows of an inspected file by the layout its format's reader found.
 *
 * @throws TraceError for malformed rows (unless skipped) and for a file without a usable one.
 */
export async function readRows(
  file: InspectedFile,
  layout: RowLayout,
  onError: "error" | "skip",
): Promise<TraceRows> {
  const collector = new RowCollector(file.path, layout, onError);
  await runRowQuery(file.path, writeRowQuery(file, layout), (chunk) => collector.push(chunk));
  const rows = collector.finish();
  // The inspection has counted the lines itself: a difference would mean rows lost in between.
  if (file.kind === "text" && rows.lines !== file.lines) {
    throw fileError(
      file.path,
      `read ${rows.lines} of ${file.lines} lines; did the file change meanwhile?`,
    );
  }
  return arrangeRows(file.path, rows);
}
