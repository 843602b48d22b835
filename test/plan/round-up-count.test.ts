import { expect, it } from "vitest";
import { roundUpCount } from "../../src/plan/round-up-count.ts";

it.each([
  [0, 0],
  [7.2, 8],
  [99, 99],
  [100.5, 110],
  [744_394.65, 750_000],
  [3_900_000, 3_900_000],
])("rounds %s up to two digits, %s", (count, rounded) => {
  expect(roundUpCount(count)).toBe(rounded);
});
