import { describe, expect, it } from "vitest";

import { calibrate } from "../../../src/plan/calibrate/calibrate.ts";
import { calibrateSerial } from "../../../src/plan/calibrate/calibrate-serial.ts";
import type { MeasuredPoint } from "../../../src/workload/measured-point.ts";
import { OPTIONS, pointWith } from "./synthetic-points.ts";

/** Closed loop on `slots` slots of a constant time: nobody waits up to as many users. */
function closedPoint(users: number, slots: number, seconds: number): MeasuredPoint {
  const latency = seconds * Math.max(1, users / slots);
  return pointWith({
    source: `${users} users`,
    load: { loop: "closed", concurrency: users },
    latency,
    requests: 400 * users,
    throughput: users / latency,
  });
}

describe("calibrating a serial service", () => {
  const points = [1, 2, 4, 8, 16].map((users) => closedPoint(users, 4, 20e-3));

  it("finds the time where nobody waits, and the slots where more users bring no more", () => {
    const { error, points: calibrated, service } = calibrateSerial(points, OPTIONS);
    expect(service).toMatchObject({
      kind: "serial",
      concurrency: 4,
      time: { distribution: "constant", value: 20e-3 },
      requestOverhead: 0,
    });
    expect(error).toBeLessThan(0.02);
    for (const { values } of calibrated) {
      expect(values[0].predicted / values[0].measured).toBeCloseTo(1, 1);
    }
  });

  it("refuses to guess the slots from users who never waited", () => {
    const idle = points.slice(0, 2);
    expect(() => calibrateSerial(idle, OPTIONS)).toThrow(
      /slots of a replica can't be told: with up to 2 requests in flight none waited.*--slots N/,
    );
    const { service } = calibrateSerial(idle, { ...OPTIONS, slots: 8 });
    expect(service).toMatchObject({ concurrency: 8 });
  });

  it("takes a law through the quantiles of the least loaded point", () => {
    const quantiles = [
      [0.5, 16e-3],
      [0.95, 40e-3],
      [0.99, 90e-3],
    ] as const;
    const [first, ...rest] = points;
    const { coefficients, service } = calibrateSerial([{ ...first, quantiles }, ...rest], OPTIONS);
    expect(service).toMatchObject({ time: { distribution: "empirical" } });
    if (service.kind !== "serial" || !("quantiles" in service.time))
      throw new Error("expected a law");
    // A further point below them makes the mean that of the measurement, 20 ms, not of a flat half.
    expect(service.time.quantiles.slice(-3)).toEqual(quantiles);
    expect(service.time.quantiles).toHaveLength(4);
    expect(coefficients[1].value).toBeCloseTo(20e-3, 4);
  });

  it("splits what the server computed from the overhead, as perf_analyzer tells it", () => {
    const measured = [1, 2, 4].map((users) => ({
      ...closedPoint(users, 1, 12e-3),
      serviceTime: 12e-3,
    }));
    const away = measured.map((point) => ({ ...point, latency: (point.latency ?? 0) + 2e-3 }));
    const { service } = calibrateSerial(away, OPTIONS);
    expect(service).toMatchObject({
      concurrency: 1,
      time: { distribution: "constant", value: 12e-3 },
    });
    expect(service.requestOverhead).toBeCloseTo(2e-3, 12);
  });

  it("draws a line in the tokens where these differ", () => {
    const shapes = [
      [100, 10],
      [1000, 10],
      [100, 200],
      [2000, 50],
    ];
    const measured = shapes.map(([input, output]) => {
      return pointWith({ input, output, latency: 5e-3 + 60e-6 * input + 12e-3 * output });
    });
    const { service } = calibrate(measured, { ...OPTIONS, kind: "serial", slots: 1 });
    if (service.kind !== "serial" || !("base" in service.time)) throw new Error("expected a line");
    expect(service.time.base).toBeCloseTo(5e-3, 6);
    expect(service.time.perInputToken).toBeCloseTo(60e-6, 8);
    expect(service.time.perOutputToken).toBeCloseTo(12e-3, 8);
  });

  it("predicts what an open loop waits for", () => {
    const open = pointWith({
      load: { loop: "open", rate: 100, cv: 1 },
      latency: 21e-3,
      throughput: 100,
      requests: 20_000,
    });
    const { points: calibrated } = calibrateSerial([...points, open], OPTIONS);
    const [value] = calibrated[calibrated.length - 1].values;
    // M/D/4 at a load of 0.5: waits of a few percent of the service time.
    expect(value.predicted).toBeGreaterThan(20e-3);
    expect(value.predicted).toBeLessThan(22e-3);
  });
});

describe("calibrate", () => {
  it("tells the kind of service from what was measured", () => {
    const sizes = [1, 8].map((batch) => pointWith({ batch, latency: batch * 1e-3 }));
    expect(calibrate(sizes, OPTIONS).service.kind).toBe("batch");
    const plain = [1, 4].map((users) => closedPoint(users, 1, 1e-3));
    expect(calibrate(plain, OPTIONS).service.kind).toBe("serial");
  });
});
