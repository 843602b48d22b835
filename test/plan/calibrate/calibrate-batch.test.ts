import { describe, expect, it } from "vitest";

import { calibrateBatch } from "../../../src/plan/calibrate/calibrate-batch.ts";
import { CalibrationError } from "../../../src/plan/calibrate/calibration-error.ts";
import type { BatchService } from "../../../src/scenario/scenario.ts";
import type { MeasuredPoint } from "../../../src/workload/measured-point.ts";
import { pointWith } from "./synthetic-points.ts";

function batchPoint(batch: number, latency: number): MeasuredPoint {
  return pointWith({ batch, latency });
}

function latencyOf(points: readonly MeasuredPoint[]): BatchService["latency"] {
  const { service } = calibrateBatch(points);
  if (service.kind !== "batch") throw new Error("expected a batch service");
  return service.latency;
}

describe("calibrating a batch service", () => {
  it("draws a line where the times lie on one", () => {
    const points = [1, 2, 4, 8, 16, 32].map((size) => batchPoint(size, 4e-3 + 1e-3 * size));
    const calibration = calibrateBatch(points);
    expect(calibration.error).toBeLessThan(1e-6);
    expect(calibration.service).toMatchObject({ maxBatch: 32, requestOverhead: 0 });
    expect(calibration.loadRange.batch).toEqual([1, 32]);
    const latency = latencyOf(points);
    if (!("base" in latency)) throw new Error("expected a line");
    expect(latency.base).toBeCloseTo(4e-3, 9);
    expect(latency.perItem).toBeCloseTo(1e-3, 9);
  });

  it("keeps a table where a line predicts sizes in between worse", () => {
    // Flat up to 8, then steep: as a GPU that fills up.
    const times = [
      [1, 9e-3],
      [2, 9.1e-3],
      [4, 9.2e-3],
      [8, 9.4e-3],
      [16, 18e-3],
      [32, 36e-3],
      [64, 72e-3],
    ] as const;
    const points = times.map(([size, seconds]) => batchPoint(size, seconds));
    expect(latencyOf(points)).toEqual({ table: times });
    expect(calibrateBatch(points).error).toBeLessThan(0.35);
  });

  it("takes the median of repeats, and sizes in any order", () => {
    const points = [
      batchPoint(8, 17e-3),
      batchPoint(1, 9e-3),
      batchPoint(8, 90e-3),
      batchPoint(8, 16e-3),
    ];
    expect(latencyOf(points)).toEqual({
      table: [
        [1, 9e-3],
        [8, 17e-3],
      ],
    });
    expect(calibrateBatch(points).error).toBeNull();
  });

  it("takes what the server computed for the batch, and the rest for overhead", () => {
    const points = [
      pointWith({ batch: 1, latency: 12e-3, serviceTime: 10e-3 }),
      pointWith({
        batch: 8,
        load: { loop: "closed", concurrency: 4 },
        latency: 75e-3,
        serviceTime: 20e-3,
      }),
    ];
    expect(latencyOf(points)).toEqual({
      table: [
        [1, 10e-3],
        [8, 20e-3],
      ],
    });
    expect(calibrateBatch(points).service.requestOverhead).toBeCloseTo(2e-3, 12);
  });

  it("leaves latencies aside that hold queueing", () => {
    const queued = pointWith({
      batch: 8,
      load: { loop: "closed", concurrency: 4 },
      latency: 80e-3,
    });
    const points = [batchPoint(1, 9e-3), batchPoint(4, 12e-3), queued];
    const { notes, points: used } = calibrateBatch(points);
    expect(used).toHaveLength(2);
    expect(notes[0]).toMatch(/1 of 3 points were left out/);
  });

  it("asks for another batch size where there is one", () => {
    expect(() => calibrateBatch([batchPoint(8, 17e-3)])).toThrow(CalibrationError);
    expect(() => calibrateBatch([batchPoint(8, 17e-3)])).toThrow(/found 8: measure at other batch/);
  });
});
