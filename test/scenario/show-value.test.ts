import { expect, it } from "vitest";
import { showValue } from "../../src/scenario/show-value.ts";

it.each([
  [12, "12"],
  [Number.NaN, ".nan"],
  [Infinity, ".inf"],
  [-Infinity, "-.inf"],
  ["12", '"12"'],
  ["a\nb", '"a\\nb"'],
  [true, "true"],
  [null, "nothing"],
  [[], "an empty list"],
  [[1, "x"], '[1, "x"]'],
  [[{}], "a list"],
  [{}, "an empty mapping"],
  [{ a: 1, b: 2 }, "a mapping with a, b"],
])("writes %j as %s", (value, text) => {
  expect(showValue(value)).toBe(text);
});

it("keeps long values short", () => {
  expect(showValue("x".repeat(1000))).toHaveLength(60);
  expect(showValue({ ["k".repeat(1000)]: 1 })).toHaveLength(60);
});
