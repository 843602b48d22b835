import * as fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "../../src/scenario/canonical-json.ts";

it("sorts keys at every depth and leaves lists in order", () => {
  expect(canonicalJson({ b: [2, { d: null, c: "x" }], a: true })).toBe(
    '{"a":true,"b":[2,{"c":"x","d":null}]}',
  );
});

it("leaves out keys without a value", () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

it("is JSON of the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 1 },
  );
});

it("doesn't depend on the order in which keys were written", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
    }),
    { seed: 1 },
  );
});
