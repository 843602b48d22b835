import { expect, it } from "vitest";
import { collectColumns } from "../../src/run/collect-columns.ts";

const MEBIBYTE = 2 ** 20;

function columnsOf(bytes: number): { readonly arrivals: Float64Array } {
  return { arrivals: new Float64Array(new SharedArrayBuffer(bytes)) };
}

/** Columns that nobody has once this returns. */
function forgotten(bytes: number): WeakRef<object> {
  const columns = columnsOf(bytes);
  collectColumns(columns);
  return new WeakRef(columns.arrivals.buffer);
}

it("gives back the memory of columns that nobody uses any more, and of no others", async () => {
  const kept = columnsOf(MEBIBYTE);
  const keptBuffer = new WeakRef(kept.arrivals.buffer);
  const gone = forgotten(MEBIBYTE);
  // What a WeakRef was made of or read in this turn of the event loop stays until the next.
  await new Promise((resolve) => setTimeout(resolve));
  for (let times = 0; times < 40; times++) collectColumns(columnsOf(64 * MEBIBYTE));
  expect(gone.deref()).toBeUndefined();
  expect(keptBuffer.deref()).toBe(kept.arrivals.buffer);
});
