import * as fc from "fast-check";
import { expect, it } from "vitest";
import { formatPath, parsePath } from "../../src/scenario/key-path.ts";

it.each([
  ["name", ["name"]],
  ["slo.objectives[0].target", ["slo", "objectives", 0, "target"]],
  ["slo.objectives.0.target", ["slo", "objectives", 0, "target"]],
  ["a[1][2]", ["a", 1, 2]],
  ["on-off.x", ["on-off", "x"]],
  ["sweep.service.maxBatch", ["sweep", "service.maxBatch"]],
])("reads %s", (text, path) => {
  expect(parsePath(text)).toEqual(path);
});

it.each([
  "",
  ".",
  "a.",
  ".a",
  "a..b",
  "a[",
  "a[x]",
  "a[-1]",
  "[0]",
  "0.a",
  "a b",
  "a[0]b",
  "sweep.",
])("refuses %j", (text) => {
  expect(parsePath(text)).toBeNull();
});

it("reads back every path it writes", () => {
  const key = fc.stringMatching(/^[A-Za-z_][\w-]{0,5}$/).filter((word) => word !== "sweep");
  const segment = fc.oneof(key, fc.integer({ min: 0, max: 99 }));
  fc.assert(
    fc.property(key, fc.array(segment, { maxLength: 5 }), (first, rest) => {
      expect(parsePath(formatPath([first, ...rest]))).toEqual([first, ...rest]);
    }),
    { seed: 1 },
  );
});
