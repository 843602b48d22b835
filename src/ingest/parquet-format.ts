import { requireNames } from "./require-names.ts";
import type { RowFormat } from "./row-format.ts";
import { slotNames } from "./row-layout.ts";
import type { RowLayout } from "./row-layout.ts";
import { describeParquet, selectParquet } from "./table-query.ts";
import { TextCells } from "./text-cells.ts";
import { streamRows, withEngine } from "./trace-engine.ts";

/**
 * Reads a Parquet file by the names of a layout.
 *
 * @throws TraceError when it is damaged or lacks one of the names.
 */
export async function formatParquet(path: string, layout: RowLayout): Promise<RowFormat> {
  const found: string[] = [];
  const names = slotNames(layout);
  await withEngine(path, (engine) =>
    streamRows(engine, describeParquet(path), ([name]) => found.push(name ?? "")),
  );
  requireNames(path, found, names, null);
  return {
    layout,
    read: async (collector) => {
      const cells = new TextCells();
      await withEngine(path, (engine) =>
        streamRows(engine, selectParquet(path, names), (texts) => {
          cells.take(texts);
          collector.take(cells, null);
        }),
      );
    },
  };
}
