import { describe, expect, it } from "vitest";

import { backoffDelay } from "../../../src/sim/client/backoff.ts";
import {
  BACKOFF_BAND,
  BACKOFF_DECORRELATED,
  BACKOFF_FULL_JITTER,
  BACKOFF_LAW,
  type BackoffPlan,
} from "../../../src/sim/control-plan.ts";

/** Envoy's defaults: 25 ms, doubled up to ten times that. */
const envoy: BackoffPlan = {
  kind: BACKOFF_FULL_JITTER,
  base: 0.025,
  factor: 2,
  max: 0.25,
  band: 0,
  law: { distribution: "constant", value: 0 },
};

const noLaw = (): number => {
  throw new Error("drew from the law");
};

function delays(plan: BackoffPlan, uniform: number, retries: number): number[] {
  const all: number[] = [];
  for (let retry = 1; retry <= retries; retry++) {
    all.push(backoffDelay(plan, retry, all.at(-1) ?? 0, uniform, noLaw));
  }
  return all;
}

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values.length).toBe(expected.length);
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
}

describe("backoffDelay", () => {
  it("draws from zero to a doubling, bounded delay with full jitter", () => {
    expectClose(delays(envoy, 0.5, 6), [0.0125, 0.025, 0.05, 0.1, 0.125, 0.125]);
    expect(delays(envoy, 0, 3)).toEqual([0, 0, 0]);
  });

  it("doubles as Envoy's code does, whose next bound is the maximum once half of it is reached", () => {
    // JitteredExponentialBackOffStrategy in milliseconds, for various maxima.
    for (const max of [25, 99, 100, 101, 250]) {
      const bounds: number[] = [];
      for (let next = 25; bounds.length < 8; next = next < max / 2 ? next * 2 : max) {
        bounds.push(next / 1000);
      }
      const almostOne = 1 - 2 ** -53;
      expectClose(delays({ ...envoy, max: max / 1000 }, almostOne, 8), bounds);
    }
  });

  it("stays at the maximum however many retries there are", () => {
    expect(backoffDelay(envoy, 5000, 0, 0.5, noLaw)).toBe(0.125);
  });

  it("draws decorrelated delays between the base and three times the one before", () => {
    const plan = { ...envoy, kind: BACKOFF_DECORRELATED, base: 0.1, max: 2 };
    // 0.1 + u(3·0.1 − 0.1) with u = 1/2: 0.2; then 0.1 + (0.6 − 0.1)/2 = 0.35; 0.575; …; capped.
    expectClose(delays(plan, 0.5, 7), [0.2, 0.35, 0.575, 0.9125, 1.41875, 2, 2]);
    expectClose(delays(plan, 0, 3), [0.1, 0.1, 0.1]);
  });

  it("multiplies a bounded exponential delay by one plus or minus the band", () => {
    // gRPC A6: initial 0.1 s, multiplier 2, maximum 1 s, random(0.8, 1.2).
    const plan = { ...envoy, kind: BACKOFF_BAND, base: 0.1, max: 1, band: 0.2 };
    expectClose(delays(plan, 0, 5), [0.08, 0.16, 0.32, 0.64, 0.8]);
    expectClose(delays(plan, 0.5, 5), [0.1, 0.2, 0.4, 0.8, 1]);
    expectClose(delays(plan, 0.75, 5), [0.11, 0.22, 0.44, 0.88, 1.1]);
  });

  it("draws from the law alone, never below zero", () => {
    const plan = { ...envoy, kind: BACKOFF_LAW };
    expect(backoffDelay(plan, 3, 9, 0.75, (u) => 4 * u - 1)).toBe(2);
    expect(backoffDelay(plan, 1, 0, 0, (u) => 4 * u - 1)).toBe(0);
  });
});
