import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { shapeTrace, type TraceShape } from "../../src/workload/shape-trace.ts";
import { NO_PREFIXES } from "../../src/workload/take-rows.ts";
import type { TraceRows } from "../../src/workload/trace-rows.ts";

const asIs: TraceShape = { window: null, speed: 1, copies: 1 };

/** Rows whose input is their index and whose output is 100 more. */
function rowsAt(...times: number[]): TraceRows {
  return {
    arrivals: Float64Array.from(times),
    inputs: Int32Array.from(times, (_, i) => i),
    outputs: Int32Array.from(times, (_, i) => 100 + i),
    durations: new Float64Array(0),
    ...NO_PREFIXES,
  };
}

describe("shapeTrace", () => {
  it("leaves a trace as written, ending at its last arrival", () => {
    const rows = rowsAt(2, 3, 7);
    expect(shapeTrace(rows, asIs)).toEqual({ ...rows, duration: 7 });
  });

  it("cuts a half-open window and counts from its start", () => {
    const cut = shapeTrace(rowsAt(0, 2, 2, 5, 9, 10), { ...asIs, window: [2, 10] });
    expect([...cut.arrivals]).toEqual([0, 0, 3, 7]);
    expect([...cut.inputs]).toEqual([1, 2, 3, 4]);
    expect([...cut.outputs]).toEqual([101, 102, 103, 104]);
    expect(cut.duration).toBe(8);
  });

  it("ends where the window ends even if the trace is shorter", () => {
    expect(shapeTrace(rowsAt(1, 2), { ...asIs, window: [0, 60] }).duration).toBe(60);
  });

  it("keeps nothing of a window past the trace", () => {
    const cut = shapeTrace(rowsAt(1, 2), { ...asIs, window: [5, 6], copies: 3, speed: 2 });
    expect(cut.arrivals.length).toBe(0);
    expect(cut.duration).toBe(0.5);
  });

  it("takes an empty trace", () => {
    expect(shapeTrace(rowsAt(), { ...asIs, copies: 2 }).duration).toBe(0);
  });

  it("divides time by the speed and leaves service times alone", () => {
    const rows = { ...rowsAt(2, 3, 7), durations: Float64Array.of(0.1, 0.2, 0.3) };
    const fast = shapeTrace(rows, { ...asIs, speed: 2 });
    expect([...fast.arrivals]).toEqual([1, 1.5, 3.5]);
    expect([...fast.durations]).toEqual([0.1, 0.2, 0.3]);
    expect(fast.duration).toBe(3.5);
  });

  it("rotates copy j of n by j/n of the span", () => {
    const shaped = shapeTrace(rowsAt(0, 1, 6), { window: [0, 8], speed: 1, copies: 2 });
    // Copy 1 is moved by 4: 0 → 4, 1 → 5, 6 → 10 → 2.
    expect([...shaped.arrivals]).toEqual([0, 1, 2, 4, 5, 6]);
    expect([...shaped.inputs]).toEqual([0, 1, 2, 0, 1, 2]);
    expect(shaped.duration).toBe(8);
  });

  it("orders simultaneous arrivals by copy, then by row", () => {
    const shaped = shapeTrace(rowsAt(0, 0, 4, 4), { window: [0, 8], speed: 1, copies: 2 });
    expect([...shaped.arrivals]).toEqual([0, 0, 0, 0, 4, 4, 4, 4]);
    expect([...shaped.inputs]).toEqual([0, 1, 2, 3, 2, 3, 0, 1]);
  });

  it("leaves the last arrival of copy 0 at the end, and brings that of the others round", () => {
    const shaped = shapeTrace(rowsAt(0, 1, 8), { ...asIs, copies: 2 });
    // Copy 1 is moved by 4: 0 → 4, 1 → 5, 8 → 12 → 4, a tie that row 0 wins over row 2.
    expect([...shaped.arrivals]).toEqual([0, 1, 4, 4, 5, 8]);
    expect([...shaped.inputs]).toEqual([0, 1, 0, 2, 1, 2]);
    expect(shaped.duration).toBe(8);
  });

  it("cuts first, then speeds up, then copies", () => {
    const shaped = shapeTrace(rowsAt(0, 10, 12, 18), { window: [10, 18], speed: 2, copies: 2 });
    // Cut: 0, 2 of 8; sped: 0, 1 of 4; copied: 0, 1 and 2, 3.
    expect([...shaped.arrivals]).toEqual([0, 1, 2, 3]);
    expect([...shaped.inputs]).toEqual([1, 2, 1, 2]);
    expect(shaped.duration).toBe(4);
  });

  it("superposes as a plain sort of all copies would", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        (times, copies, windowed) => {
          const sorted = times.sort((a, b) => a - b);
          const span = windowed ? 20.5 : sorted[sorted.length - 1];
          const window = windowed ? ([0, 20.5] as const) : null;
          const shaped = shapeTrace(rowsAt(...sorted), { window, speed: 1, copies });
          const all = Array.from({ length: copies }, (_, copy) =>
            sorted.map((time, row) => {
              const moved = time + (copy * span) / copies;
              return { time: copy > 0 && moved >= span ? moved - span : moved, copy, row };
            }),
          )
            .flat()
            .sort((a, b) => a.time - b.time || a.copy - b.copy || a.row - b.row);
          expect([...shaped.arrivals]).toEqual(all.map(({ time }) => time));
          expect([...shaped.inputs]).toEqual(all.map(({ row }) => row));
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });
});
