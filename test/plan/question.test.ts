import { describe, expect, it } from "vitest";
import { layOutBlocks, type Resampling } from "../../src/plan/future/lay-out-blocks.ts";
import { describeQuestion, isExact } from "../../src/plan/question.ts";
import type { Question } from "../../src/plan/result.ts";
import type { SweptPoint, SweptSetting } from "../../src/plan/run-sweep.ts";
import { scenarioWith } from "./swept.ts";

const DAY = 86_400;
const REPLAYED = [
  "workload={trace: {file: x.csv, format: columns, columns: {arrival: t, duration: s}}}",
  "service.time={column: duration}",
];
const STEADY = "workload.generate.arrivals={process: deterministic, rate: 5/s}";

function settingWith(...sets: readonly string[]): SweptSetting {
  return { settings: {}, scenario: scenarioWith(...sets), traces: [], notes: [] };
}

function pointWith(resampling: Resampling | null): SweptPoint {
  const resamples = resampling === null ? null : { resampling, runs: [] };
  return { replicas: 1, replications: [], resamples, duration: 1 };
}

function questionOf(...sets: readonly string[]): Question {
  return describeQuestion([settingWith(...sets)], [[pointWith(null)]]);
}

/** The question on a trace whose settings are resampled so. */
function futureOf(resamplings: readonly Resampling[], ...sets: readonly string[]): Question {
  const setting = settingWith(...REPLAYED, "run.question=future", ...sets);
  return describeQuestion(
    resamplings.map(() => setting),
    resamplings.map((resampling) => [pointWith(resampling)]),
  );
}

describe("describeQuestion", () => {
  it("names the question that the scenario asks, in words", () => {
    expect(questionOf()).toEqual({
      kind: "future",
      words: "other traffic of the same kind, drawn from the same generator",
      resampling: [],
    });
    expect(questionOf(...REPLAYED)).toMatchObject({
      kind: "hindsight",
      words: "hindsight: exact for this workload, in which nothing is random",
    });
    const random = "service.time={distribution: exponential, mean: 20ms}";
    expect(questionOf(REPLAYED[0], random)).toMatchObject({
      kind: "same-trace",
      words: "the same requests again, with other draws of what is random in service and routing",
    });
  });

  it("says so where the answer is exact although more was asked", () => {
    expect(questionOf(...REPLAYED, "run.question=same-trace").words).toMatch(/exact, because/);
    expect(questionOf(STEADY, "run.question=future").words).toMatch(/exact, because/);
  });

  it("takes the widest question of several settings", () => {
    const settings = [settingWith(STEADY), settingWith()];
    expect(describeQuestion(settings, [[pointWith(null)], [pointWith(null)]]).kind).toBe("future");
  });

  it("tells the blocks of a trace", () => {
    expect(futureOf([layOutBlocks(3600, 12, 4, DAY)]).words).toBe(
      "other traffic like this trace: 200 resamples of it, each put together from blocks of 120 s (the longest congestion at 4 replicas lasts 12 s) and simulated anew",
    );
    expect(futureOf([layOutBlocks(3600, 0, 1, DAY)]).words).toContain(
      "blocks of 72 s (no request ever waits at 1 replica)",
    );
    expect(futureOf([layOutBlocks(8 * DAY, 60, 4, DAY)]).words).toContain(
      "blocks of 86,400 s, which keep their hours of the day (the longest",
    );
  });

  it("tells which settings the trace is too short for", () => {
    const resamplings = [layOutBlocks(3600, 12, 4, DAY), layOutBlocks(3600, 212, 4, DAY)];
    const { resampling, words } = futureOf(resamplings);
    expect(words).toMatch(
      /blocks of 120 s .*; not to be told for 1 of 2 settings: the longest congestion at 4 replicas lasts 212 s, so blocks of 2,120 s; the trace holds only 1\.7 of them; ten are needed$/,
    );
    expect(resampling.map(({ resamples }) => resamples)).toEqual([200, 0]);
  });

  it("warns of too few resamples for the confidence", () => {
    const blocks = [layOutBlocks(3600, 12, 4, DAY)];
    expect(futureOf(blocks, "run.resamples=38").words).toMatch(/; it takes 39 of them to bound/);
    expect(futureOf(blocks, "run.resamples=39").words).toMatch(/simulated anew$/);
  });
});

describe("isExact", () => {
  it("is true only where nothing is random and no other traffic is asked about", () => {
    expect(isExact(scenarioWith(...REPLAYED))).toBe(true);
    expect(isExact(scenarioWith(...REPLAYED, "run.question=same-trace"))).toBe(true);
    expect(isExact(scenarioWith(...REPLAYED, "run.question=future"))).toBe(false);
    expect(isExact(scenarioWith())).toBe(false);
  });
});
