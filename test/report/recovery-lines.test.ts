import { expect, it } from "vitest";
import type { Recovery } from "../../src/plan/timeline/find-recovery.ts";
import type { Result } from "../../src/plan/result.ts";
import { recoverySentences } from "../../src/report/recovery-lines.ts";
import { resultWith } from "../helpers/result-builder.ts";
import { timelineWith } from "../helpers/timed-result.ts";

const DOWN: Recovery = {
  cause: "spike",
  at: 300,
  until: 330,
  recovers: false,
  recoveredAt: null,
  measuredFrom: 930,
  arrivalRate: 100.2,
  answerRate: 0.0901,
};

function followed(recoveries: Readonly<Record<number, Recovery | null>>): Result {
  const result = resultWith({
    settings: [{ values: { "client.retries.budget": "none" }, factor: 1 }],
  });
  const points = result.points.map((point) => {
    const recovery = recoveries[point.replicas];
    return recovery === undefined
      ? point
      : { ...point, timeline: timelineWith(6, 1, { recovery }) };
  });
  return { ...result, points };
}

it("says which fleet stays down, and how long the choice takes beside it", () => {
  const up: Recovery = { ...DOWN, recovers: true, recoveredAt: 375, answerRate: 100 };
  const result = followed({ 8: DOWN, 9: up });
  expect(result.choice?.replicas).toBe(9);
  expect(recoverySentences(result)).toEqual([
    "8 replicas (budget none) do not recover from the spike at 5 min: 0.09 of 100 requests/s " +
      "answered from 10 min after it to the end of the run.",
    "9 replicas (budget none) recover 45 s after it.",
  ]);
  const atOnce = followed({ 8: { ...DOWN, cause: "losses" }, 9: { ...up, recoveredAt: 330 } });
  expect(recoverySentences(atOnce)).toEqual([
    expect.stringContaining("do not recover from the losses from 5 min on: "),
    "9 replicas (budget none) recover as soon as it is over.",
  ]);
});

it("says nothing where all recover, or none was followed", () => {
  expect(recoverySentences(followed({ 9: { ...DOWN, recovers: null }, 8: null }))).toEqual([]);
  expect(recoverySentences(followed({}))).toEqual([]);
});
