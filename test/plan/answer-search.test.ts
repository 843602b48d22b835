import { expect, it } from "vitest";
import { answerSearch } from "../../src/plan/answer-search.ts";
import type { SearchOutcome } from "../../src/plan/search.ts";
import { range, resultWith } from "../helpers/result-builder.ts";

const { choice, points, scenario, workload } = resultWith({ replicas: range(6, 12) });
const OUTCOME: SearchOutcome = {
  choice,
  points,
  isSettled: true,
  replications: 4,
  requests: 12_345,
  workload,
};
const PROVENANCE = { version: "1.2.3", scenarioSha256: "ab" };

it("keeps what was found, and of each point what decides", () => {
  const answer = answerSearch(OUTCOME, scenario, null, PROVENANCE);
  const { points: kept, ...rest } = answer;
  expect(rest).toEqual({
    tailcap: "1.2.3",
    scenario,
    scenarioSha256: "ab",
    workload,
    choice,
    isSettled: true,
    requests: 12_345,
    replications: 4,
    gate: null,
  });
  expect(kept.map(({ replicas }) => replicas)).toEqual(range(6, 12));
  const { costPerHour, costPerMonth, objectives, replicas, settings, verdict } = points[0];
  expect(kept[0]).toEqual({
    replicas,
    settings,
    costPerHour,
    costPerMonth,
    objectives,
    verdict,
  });
});

it.each([
  [9, true],
  [12, true],
  [8, false],
])("gates %i replicas: enough is %s", (gated, isEnough) => {
  expect(choice?.replicas).toBe(9);
  const { gate } = answerSearch(OUTCOME, scenario, gated, PROVENANCE);
  expect(gate).toEqual({ replicas: gated, isEnough });
});

it("finds nothing enough where there is no choice", () => {
  const none = { ...OUTCOME, choice: null };
  expect(answerSearch(none, scenario, 12, PROVENANCE).gate?.isEnough).toBe(false);
});
