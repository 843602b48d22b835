import { describe, expect, it } from "vitest";
import { openStream } from "../../src/random/stream.ts";
import { resampleBlocks, type BlockLayout } from "../../src/workload/resample-blocks.ts";
import { NO_PREFIXES } from "../../src/workload/take-rows.ts";
import type { BoundedTrace } from "../../src/workload/trace-rows.ts";

/** A request every `gap` seconds from 0 on; its input is its row, counted from 1. */
function everySeconds(gap: number, count: number): BoundedTrace {
  return {
    arrivals: Float64Array.from({ length: count }, (_, row) => row * gap),
    inputs: Int32Array.from({ length: count }, (_, row) => row + 1),
    outputs: new Int32Array(0),
    durations: Float64Array.from({ length: count }, (_, row) => row / 10),
    ...NO_PREFIXES,
    duration: (count - 1) * gap,
  };
}

function blocksOf(length: number, span: number, grid = 0): BlockLayout {
  return { length, grid, span };
}

/** Uniforms given one by one. */
function given(...values: readonly number[]): () => number {
  let next = 0;
  return () => values[next++];
}

function resample(trace: BoundedTrace, layout: BlockLayout, replication = 0): BoundedTrace {
  return resampleBlocks(trace, layout, openStream(1, replication, "resample"));
}

describe("resampleBlocks", () => {
  it("moves each block to its slot, with its gaps and sizes", () => {
    const trace: BoundedTrace = {
      arrivals: Float64Array.of(1, 2, 2.5, 7, 9),
      inputs: Int32Array.of(10, 20, 25, 70, 90),
      outputs: Int32Array.of(1, 2, 3, 4, 5),
      durations: new Float64Array(0),
      ...NO_PREFIXES,
      duration: 10,
    };
    // Blocks of 4 s from 6.5, from 1.5, and the first 2 s of the one from 0.
    const drawn = resampleBlocks(trace, blocksOf(4, 10), given(0.65, 0.15, 0));
    expect([...drawn.arrivals]).toEqual([0.5, 2.5, 4.5, 5, 9]);
    expect([...drawn.inputs]).toEqual([70, 90, 20, 25, 10]);
    expect([...drawn.outputs]).toEqual([4, 5, 2, 3, 1]);
    expect(drawn.durations).toHaveLength(0);
    expect(drawn.duration).toBe(10);
  });

  it("goes on at the start of the trace where a block reaches its end", () => {
    const trace = everySeconds(1, 11);
    const drawn = resampleBlocks(trace, blocksOf(5, 10), given(0.75, 0.5));
    expect([...drawn.inputs]).toEqual([9, 10, 11, 1, 2, 3, 6, 7, 8, 9, 10]);
    expect([...drawn.arrivals]).toEqual([0.5, 1.5, 2.5, 2.5, 3.5, 4.5, 5, 6, 7, 8, 9]);
  });

  it("starts blocks on the grid, so that days keep their hours", () => {
    const trace = everySeconds(6, 101);
    const drawn = resample(trace, blocksOf(60, 540, 60));
    expect(drawn.arrivals.length).toBe(100);
    drawn.arrivals.forEach((time, row) => {
      expect(time % 60).toBeCloseTo(((drawn.inputs[row] - 1) * 6) % 60, 9);
      // The tenth minute lies past the whole ones that are drawn from.
      expect(drawn.inputs[row]).toBeLessThanOrEqual(90);
    });
  });

  it("keeps the rate and the law of the sizes on average", () => {
    const trace = everySeconds(0.5, 2001);
    const drawn = Array.from({ length: 200 }, (_, index) =>
      resample(trace, blocksOf(20, 1000), index),
    );
    const counts = drawn.map(({ arrivals }) => arrivals.length);
    const sizes = drawn.flatMap(({ inputs }) => [...inputs]);
    expect(counts.reduce((sum, count) => sum + count, 0) / 200).toBeCloseTo(2000, -1);
    // 200 × 50 blocks from anywhere: the mean row is 1001 with a standard error of 5.8.
    expect(Math.abs(sizes.reduce((sum, size) => sum + size, 0) / sizes.length - 1001)).toBeLessThan(
      18,
    );
    expect(new Set(sizes).size).toBe(2001);
  });

  it("gives ascending times within the trace, whatever the length of a block", () => {
    for (const length of [0.1, 1 / 3, 7, 99.7, 1500]) {
      const { arrivals, durations, inputs } = resample(
        everySeconds(0.7, 1000),
        blocksOf(length, 699.3),
      );
      expect(durations).toHaveLength(arrivals.length);
      expect(inputs).toHaveLength(arrivals.length);
      for (let row = 1; row < arrivals.length; row++) {
        expect(arrivals[row]).toBeGreaterThanOrEqual(arrivals[row - 1]);
      }
      expect(arrivals[0]).toBeGreaterThanOrEqual(0);
      expect(arrivals.at(-1)).toBeLessThanOrEqual(699.3);
    }
  });

  it("repeats with the stream and differs with the replication", () => {
    const trace = everySeconds(0.5, 2001);
    const layout = blocksOf(20, 1000);
    expect(resample(trace, layout, 3)).toEqual(resample(trace, layout, 3));
    expect(resample(trace, layout, 3).inputs).not.toEqual(resample(trace, layout, 4).inputs);
  });
});
