import { expect, it } from "vitest";
import { costOf } from "../../src/plan/cost-of.ts";

it("costs replicas times price, to the cent and without the noise of binary fractions", () => {
  expect(6 * 4.1).not.toBe(24.6);
  expect(costOf(6, 4.1)).toBe(24.6);
  expect(costOf(3, 0.1)).toBe(0.3);
  expect(costOf(7, 0)).toBe(0);
  expect(costOf(1, 24.6 - 20.5)).toBe(4.1);
  expect(costOf(1, -4.1)).toBe(-4.1);
});
