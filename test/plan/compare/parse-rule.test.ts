import { describe, expect, it } from "vitest";
import { parseRule } from "../../../src/plan/compare/parse-rule.ts";

function read(text: string) {
  const parsed = parseRule(text);
  if ("problem" in parsed) throw new Error(parsed.problem);
  const { of, operator, subject, threshold } = parsed.rule;
  return { of, operator, threshold, ...subject };
}

function problemOf(text: string): string {
  const parsed = parseRule(text);
  return "problem" in parsed ? parsed.problem : "none";
}

describe("a rule", () => {
  it.each([
    ["costPerMonth>+5%", { kind: "costPerMonth", operator: ">", of: "relative", threshold: 0.05 }],
    [
      "costPerHour >= +$2/h",
      { kind: "costPerHour", operator: ">=", of: "difference", threshold: 2 },
    ],
    ["costPerMonth>$20000", { kind: "costPerMonth", operator: ">", of: "level", threshold: 20000 }],
    ["replicas>+1", { kind: "replicas", operator: ">", of: "difference", threshold: 1 }],
    ["compliance<99.5%", { kind: "compliance", operator: "<", of: "level", threshold: 0.995 }],
    [
      "compliance<-0.1pp",
      { kind: "compliance", operator: "<", of: "difference", threshold: -0.001 },
    ],
    ["budgetUsed>80%", { kind: "budgetUsed", operator: ">", of: "level", threshold: 0.8 }],
    ["costPerHour<=-10%", { kind: "costPerHour", operator: "<=", of: "relative", threshold: -0.1 }],
    [
      "ttft.p99>+20ms",
      {
        kind: "measure",
        metric: "ttft",
        statistic: "p99",
        operator: ">",
        of: "difference",
        threshold: 0.02,
      },
    ],
    [
      "p95>2s",
      { kind: "measure", metric: null, statistic: "p95", operator: ">", of: "level", threshold: 2 },
    ],
  ])("reads %s", (text, wanted) => {
    expect(read(text)).toEqual(wanted);
  });

  it.each([
    ["costPerMonth", "must be a metric, an operator and a value"],
    ["cost>+5%", "cost is no metric: replicas, costPerHour"],
    ["ttft.p42>1s", "ttft.p42 is no metric"],
    ["ttft.p99.x>1s", "is no metric"],
    ["p99>500", "must be a duration such as 50ms, got 500"],
    ["costPerHour>5%", "5% must have a sign, as a change from the base: +5% or -5%"],
    ["costPerHour>+5", "dollars such as $2/h or a percentage such as 5%, got 5"],
    ["compliance<0.1pp", "0.1pp must have a sign"],
    ["replicas>+$1", "must be a count such as 2"],
    ["p99>+-5ms", "must be a duration such as 50ms"],
  ])("refuses %s and says why", (text, why) => {
    expect(problemOf(text)).toContain(why);
    expect(problemOf(text)).toContain(JSON.stringify(text));
  });
});
