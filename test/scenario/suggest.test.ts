import { expect, it } from "vitest";
import { editDistance, suggestWord } from "../../src/scenario/suggest.ts";

it.each([
  ["", "", 0],
  ["a", "", 1],
  ["kitten", "sitting", 3],
  ["ab", "ba", 1],
  ["replicas", "replica", 1],
])("measures %j to %j as %d", (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
  expect(editDistance(to, from)).toBe(distance);
});

it.each([
  ["replica", "replicas"],
  ["REPLICAS", "replicas"],
  ["rpelicas", "replicas"],
  ["prices", "price"],
  ["zzz", null],
  ["", null],
])("suggests for %j: %j", (word, suggestion) => {
  expect(suggestWord(word, ["replicas", "router", "price"])).toBe(suggestion);
});
