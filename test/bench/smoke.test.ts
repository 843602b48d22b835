import { describe, expect, it } from "vitest";

import { compareContinuous, SMOKE } from "../../bench/continuous.bench.ts";
import { compareControl } from "../../bench/control.bench.ts";
import { continuousLoad, SATURATION_RATE, saturationRate } from "../../bench/continuous-load.ts";
import { DigestSink } from "../../bench/digest-sink.ts";
import { measure } from "../../bench/harness.ts";
import { compareSerial } from "../../bench/serial.bench.ts";
import { serialLoad } from "../../bench/serial-load.ts";
import { simulateByStepping } from "../../bench/stepping.ts";
import { simulate } from "../../src/sim/simulate.ts";

describe("the continuous bench", () => {
  it.each([8, 64])("gives repeatable digests at its smoke size, %i replicas", (replicas) => {
    const measurements = compareContinuous(replicas, SMOKE, { engine: null, limit: null });
    expect(measurements.map(({ name }) => name)).toEqual([
      "engine",
      "stepping every token, on arrays",
      "the tests' stepper",
      "drawing the requests",
    ]);
    for (const { digest } of measurements) expect(digest).toMatch(/^[0-9a-f]{8}$/);
  });

  it("steps through the same ends as the engine leaps to, up to rounding", () => {
    const load = continuousLoad(8, 2000);
    const leaping = new DigestSink();
    const stepping = new DigestSink();
    simulate(load.plan, load.columns, leaping, { needsReplicas: false });
    simulateByStepping(load, stepping);
    // Sums of some 2000 ends that each agree to about 1e-12 relatively.
    expect(Math.abs(stepping.endSum / leaping.endSum - 1)).toBeLessThan(1e-11);
  });

  it("offers three quarters of the rate at which a replica saturates", () => {
    expect(saturationRate()).toBeCloseTo(SATURATION_RATE, 3);
  });
});

describe("the bench of the controlled loop", () => {
  it("finds the same ends as the plain loop where nothing is switched on", () => {
    const [plain, nothing, production] = compareControl(serialLoad(8, 4000), 1, 1);
    expect(nothing.digest).toBe(plain.digest);
    expect(production.digest).not.toBe(plain.digest);
  });
});

describe("the serial bench", () => {
  it("finds the same ends by recursion and by events", () => {
    const [recursion, events] = compareSerial(4000, 1);
    expect(recursion.digest).toBe(events.digest);
    expect(recursion.requests).toBeGreaterThan(3500);
  });
});

describe("the harness", () => {
  it("reports minimum and median and refuses work that isn't repeatable", () => {
    const seconds = [9, 3, 1, 2];
    const [measurement] = measure(
      [{ name: "a", requests: 6, run: () => ({ seconds: seconds.shift() ?? 0, digest: "x" }) }],
      3,
    );
    expect(measurement).toMatchObject({ min: 1, median: 2, requests: 6, digest: "x" });
    let calls = 0;
    const changing = { name: "b", requests: 1, run: () => ({ seconds: 1, digest: `${calls++}` }) };
    expect(() => measure([changing], 1)).toThrow("b is not repeatable");
  });
});
