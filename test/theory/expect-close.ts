import { expect } from "vitest";

/** Expects a value within a relative error of the one wanted. */
export function expectClose(got: number, wanted: number, relativeError = 1e-9): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(relativeError * Math.abs(wanted));
}
