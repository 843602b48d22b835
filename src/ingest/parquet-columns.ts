import { describeParquet } from "./row-query.ts";
import { runRowQuery } from "./trace-engine.ts";

/**
 * Lists the top-level columns of a Parquet file, in its order.
 *
 * @throws TraceError when the file is damaged.
 */
export async function listParquetColumns(path: string): Promise<readonly string[]> {
  const names: string[] = [];
  await runRowQuery(path, describeParquet(path), ({ rows, vectors }) => {
    for (let index = 0; index < rows; index++) names.push(String(vectors[0].getItem(index)));
  });
  return names;
}
