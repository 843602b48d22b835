import { expect, it } from "vitest";
import { durationPhrase } from "../../../src/plan/error-budget/duration-phrase.ts";

it.each([
  [30 * 86_400, "30 d"],
  [86_400, "1 d"],
  [5400, "1.5 h"],
  [3559, "59.3 min"],
  [61, "1.02 min"],
  [1, "1 s"],
  [0.25, "250 ms"],
  [1e-4, "0.1 ms"],
  [365 * 86_400, "365 d"],
  [1234.5 * 86_400, "1235 d"],
])("writes %d s as %s", (seconds, phrase) => {
  expect(durationPhrase(seconds)).toBe(phrase);
});
