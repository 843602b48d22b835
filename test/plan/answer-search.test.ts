import { expect, it } from "vitest";
import { answerSearch } from "../../src/plan/answer-search.ts";
import type { SearchOutcome } from "../../src/plan/search.ts";
import { range, resultWith } from "../helpers/result-builder.ts";

const { choice, points, scenario, workload } = resultWith({ replicas: range(6, 12) });
const OUTCOME: SearchOutcome = {
  choice,
  points,
  endedEarly: [
    {
      replicas: 5,
      settings: {},
      replications: 2,
      requests: 600,
      objective: 0,
      violations: 70,
      allowed: 12,
    },
  ],
  isSettled: true,
  replications: 4,
  requests: 12_345,
  workload,
};
const PROVENANCE = { version: "1.2.3", scenarioSha256: "ab" };

it("keeps what was found, and of each point what decides", () => {
  const answer = answerSearch(OUTCOME, scenario, null, PROVENANCE);
  const { endedEarly, points: kept, ...rest } = answer;
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
  const { metric, target, within } = scenario.slo.objectives[0];
  expect(endedEarly).toEqual([
    {
      replicas: 5,
      settings: {},
      replications: 2,
      requests: 600,
      class: null,
      metric,
      target,
      within,
      violations: 70,
      allowed: 12,
    },
  ]);
  expect(kept.map(({ replicas }) => replicas)).toEqual(range(6, 12));
  const { costInterval, costPerHour, costPerMonth, objectives, replicas, settings, verdict } =
    points[0];
  expect(kept[0]).toEqual({
    replicas,
    settings,
    costPerHour,
    costInterval,
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
