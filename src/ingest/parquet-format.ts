import { requireNames } from "./require-names.ts";
import type { RowFormat } from "./row-format.ts";
import { slotNames } from "./row-layout.ts";
import type { RowLayout } from "./row-layout.ts";
import { describeParquet, selectParquet } from "./table-query.ts";
import type { TableColumn } from "./table-query.ts";
import { streamCells, streamRows, withEngine } from "./trace-engine.ts";

/**
 * Reads a Parquet file by the names of a layout.
 *
 * @throws TraceError when it is damaged or lacks one of the names.
 */
export async function formatParquet(path: string, layout: RowLayout): Promise<RowFormat> {
  const found = await listParquetColumns(path);
  const names = slotNames(layout);
  const foundNames = found.map(({ name }) => name);
  requireNames(path, foundNames, names, null);
  return {
    layout,
    read: (collector) =>
      withEngine(path, (engine) =>
        streamCells(engine, selectParquet(path, names, found), (cells) => {
          collector.take(cells, null);
        }),
      ),
  };
}

/**
 * Lists the columns of a Parquet file.
 *
 * @throws TraceError when it is damaged.
 */
export async function listParquetColumns(path: string): Promise<readonly TableColumn[]> {
  const found: TableColumn[] = [];
  await withEngine(path, (engine) =>
    streamRows(engine, describeParquet(path), ([name, type]) => {
      found.push({ name: name ?? "", type: type ?? "" });
    }),
  );
  return found;
}
