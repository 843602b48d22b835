import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of columns that this thread may let go of before their memory is given back, at least. */
const LEAST = 2 ** 27;

let seen = 0;
let collectGarbage: (() => void) | null = null;

/**
 * Is told of each set of columns that comes to this thread. V8 doesn't count shared memory as
 * pressure, so columns that nobody uses any more would pile up until it collects garbage for some
 * other reason: resamples of five million requests to four gigabytes. When as many bytes have come
 * as are worth it, garbage is collected here.
 *
 * @param columns - A record of typed arrays; other members don't count.
 * @see V8, `BackingStore::PerIsolateAccountingLength`: 0 for shared memory (as of Node 20).
 */
export function collectColumns(columns: object): void {
  for (const column of Object.values(columns)) {
    if (ArrayBuffer.isView(column)) seen += column.byteLength;
  }
  // A collection takes as long as the heap is large.
  if (seen < LEAST || seen < getHeapStatistics().used_heap_size) return;
  seen = 0;
  collectGarbage ??= exposeCollection();
  collectGarbage();
}

/** V8's own `gc`, which is to be had without a command line by a context made after the flag. */
function exposeCollection(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  return () => collect();
}
