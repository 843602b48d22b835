import { describe, expect, it } from "vitest";
import { resampleBlocks } from "../../src/workload/resample-blocks.ts";
import { shapeTrace } from "../../src/workload/shape-trace.ts";
import { takeRows } from "../../src/workload/take-rows.ts";
import type { BoundedTrace } from "../../src/workload/trace-rows.ts";

/** Four requests, of which the first and third begin alike and the second has no prefix. */
const TRACE: BoundedTrace = {
  arrivals: Float64Array.of(0, 1, 4, 7),
  inputs: Int32Array.of(10, 20, 30, 40),
  outputs: new Int32Array(0),
  durations: Float64Array.of(0.1, 0.2, 0.3, 0.4),
  prefixOffsets: Int32Array.of(0, 2, 2, 5, 6),
  prefixHashes: Int32Array.of(5, 6, 5, 6, 7, 9),
  duration: 8,
};

/** The blocks of each request. */
function blocksOf({ prefixHashes, prefixOffsets }: Omit<BoundedTrace, "duration" | "arrivals">) {
  return Array.from({ length: prefixOffsets.length - 1 }, (_, row) => [
    ...prefixHashes.subarray(prefixOffsets[row], prefixOffsets[row + 1]),
  ]);
}

describe("takeRows", () => {
  it("takes everything about a request along, and leaves empty columns empty", () => {
    const taken = takeRows(TRACE, [2, 2, 1, 0]);
    expect([...taken.inputs]).toEqual([30, 30, 20, 10]);
    expect([...taken.durations]).toEqual([0.3, 0.3, 0.2, 0.1]);
    expect(taken.outputs).toHaveLength(0);
    expect(blocksOf(taken)).toEqual([[5, 6, 7], [5, 6, 7], [], [5, 6]]);
    expect(Object.keys(taken)).not.toContain("arrivals");
  });

  it("keeps prefixes absent", () => {
    const bare = { ...TRACE, prefixOffsets: new Int32Array(0), prefixHashes: new Int32Array(0) };
    const taken = takeRows(bare, [1, 0]);
    expect([taken.prefixOffsets.length, taken.prefixHashes.length]).toEqual([0, 0]);
    expect([...taken.inputs]).toEqual([20, 10]);
  });
});

describe("prefixes of a trace", () => {
  it("stay with their requests through window, speed and copies, which share them", () => {
    const shaped = shapeTrace(TRACE, { window: [1, 9], speed: 2, copies: 2 });
    // Cut to 0, 3, 6 of 8, sped to 0, 1.5, 3 of 4; the copy is moved by 2: 3 comes round to 1.
    expect([...shaped.arrivals]).toEqual([0, 1, 1.5, 2, 3, 3.5]);
    expect(blocksOf(shaped)).toEqual([[], [9], [5, 6, 7], [], [9], [5, 6, 7]]);
  });

  it("stay with their requests in a resample", () => {
    const starts = [0.5, 0];
    const drawn = resampleBlocks(TRACE, { length: 4, grid: 0, span: 8 }, () => starts.shift() ?? 0);
    // From 4 to 8, then from 0 to 4.
    expect([...drawn.arrivals]).toEqual([0, 3, 4, 5]);
    expect(blocksOf(drawn)).toEqual([[5, 6, 7], [9], [5, 6], []]);
  });
});
