import { expect, it } from "vitest";
import { objectivePhrase } from "../../src/plan/phrases.ts";

it.each([
  [0.5, "500 ms"],
  [4, "4 s"],
  [90, "90 s"],
  [120, "2 min"],
  [3600, "1 h"],
  [5400, "1 h 30 min"],
])("writes a limit of %d s as %s", (within, text) => {
  const objective = { class: null, metric: "latency", within, target: 0.99 } as const;
  expect(objectivePhrase(objective)).toBe(`p99 latency ≤ ${text}`);
});
