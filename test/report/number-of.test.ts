import { expect, it } from "vitest";
import { numberOf } from "../../src/report/number-of.ts";

it("reads numbers with and without units", () => {
  expect(["250us", "90s", "5m", "2h", "80%", "60/m", "$4.10/h", "16k"].map(numberOf)).toEqual([
    250e-6, 90, 300, 7200, 0.8, 1, 4.1, 16_000,
  ]);
  expect(numberOf(2.5)).toBe(2.5);
});

it("takes nothing else for a number", () => {
  for (const value of ["4-gpus.csv", "random", "3x", "", true, null, ["1s"]]) {
    expect(numberOf(value)).toBeNull();
  }
});
