import { describe, expect, it } from "vitest";
import { shareColumns } from "../../src/run/share-columns.ts";

describe("shareColumns", () => {
  it("copies typed arrays into shared memory and keeps everything else", () => {
    const columns = {
      times: Float64Array.of(0.5, -0, NaN),
      counts: Int32Array.of(1, 2 ** 31 - 1),
      none: new Float64Array(0),
      duration: 7,
    };
    const shared = shareColumns(columns);
    expect(shared).toEqual(columns);
    for (const column of [shared.times, shared.counts, shared.none]) {
      expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect(columns.times.buffer).toBeInstanceOf(ArrayBuffer);
    shared.times[0] = 9;
    expect(columns.times[0]).toBe(0.5);
  });

  it("leaves what is shared already as it is", () => {
    const once = shareColumns({ times: Float64Array.of(1, 2) });
    expect(shareColumns(once).times).toBe(once.times);
  });

  it("copies the part that a view shows", () => {
    const view = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
    expect([...shareColumns({ view }).view]).toEqual([2, 3]);
  });
});
