import type { Change, Comparison, MeasureChange, RuleOutcome } from "./comparison.ts";
import type { Rule } from "./parse-rule.ts";
import { scenarioValueText } from "./value-text.ts";

/** A value that equals its threshold but for rounding has reached it. */
const ROUNDING = 1e-9;

/**
 * Judges a rule by a comparison.
 *
 * Levels are judged by the estimate in the head. Changes of what is measured must be more than
 * chance where that can be told, so that noise stops nobody. If nothing in the head holds the SLO,
 * a rule on size and cost fires, as there is no size or cost to judge.
 */
export function judgeRule(rule: Rule, comparison: Comparison): RuleOutcome {
  const { base, head } = comparison;
  const { kind } = rule.subject;
  const isOfFleet = kind === "replicas" || kind === "costPerHour" || kind === "costPerMonth";
  if (isOfFleet && !head.isMet) {
    return outcome(rule, "fired", "nothing in the sweep of the head holds the SLO");
  }
  if (isOfFleet && !base.isMet && rule.of !== "level") {
    return outcome(rule, "not judged", "nothing in the sweep of the base holds the SLO");
  }
  const judged = subjectsOf(rule, comparison).map((one) => ({
    ...one,
    ...judge(rule, one.change),
  }));
  const fired = judged.find(({ hasFired }) => hasFired);
  const told =
    fired ??
    judged.find(({ isNoise }) => isNoise) ??
    judged.find(({ isJudged }) => isJudged) ??
    judged[0];
  if (judged.every(({ change }) => change.base === null && change.head === null)) {
    return outcome(rule, "can't fire", "neither side has such a value");
  }
  const verdict = told.isJudged ? "passed" : "not judged";
  return outcome(
    rule,
    fired === undefined ? verdict : "fired",
    `${told.name === "" ? "" : `${told.name}: `}${told.reason}`,
  );
}

type Verdict = "fired" | "passed" | "not judged" | "can't fire";

function outcome({ text }: Rule, verdict: Verdict, reason: string): RuleOutcome {
  return {
    rule: text,
    hasFired: verdict === "fired",
    isJudged: verdict === "fired" || verdict === "passed",
    canFire: verdict !== "can't fire",
    reason,
  };
}

interface Judged {
  readonly hasFired: boolean;
  readonly isNoise: boolean;
  readonly isJudged: boolean;
  readonly reason: string;
}

function judge(rule: Rule, change: Change): Judged {
  const value = { level: change.head, difference: change.difference, relative: relativeOf(change) }[
    rule.of
  ];
  if (value === null) {
    return { hasFired: false, isNoise: false, isJudged: false, reason: lackText(change) };
  }
  const reason = `${valueText(rule, value)}${infinityText(change)}`;
  if (!isPast(rule, value)) return { hasFired: false, isNoise: false, isJudged: true, reason };
  const isUncertain = rule.of !== "level" && change.basis !== "exact";
  if (isUncertain && change.isSignificant === false) {
    return {
      hasFired: false,
      isNoise: true,
      isJudged: true,
      reason: `${reason}, but no significant change`,
    };
  }
  return { hasFired: true, isNoise: false, isJudged: true, reason };
}

/** Why there is nothing to judge a rule by. */
function lackText({ base, head }: Change): string {
  if (base === Infinity && head === Infinity) {
    return "too many requests got no answer on both sides, so that both are ∞";
  }
  return `the ${head === null ? "head" : "base"} has no such value`;
}

/** What an infinite value means; empty where there is none. */
function infinityText({ base, head }: Change): string {
  if (head === Infinity) return ", as too many requests got no answer";
  return base === Infinity && head !== null ? ", as it was ∞ and is finite now" : "";
}

/** From nothing to something is more than any share of it. */
function relativeOf({ base, difference, relative }: Change): number | null {
  if (relative !== null || difference === null || base !== 0) return relative;
  return difference > 0 ? Infinity : -Infinity;
}

function isPast({ operator, threshold }: Rule, value: number): boolean {
  const slack = ROUNDING * Math.max(1, Math.abs(threshold));
  switch (operator) {
    case ">":
      return value > threshold + slack;
    case ">=":
      return value >= threshold - slack;
    case "<":
      return value < threshold - slack;
    case "<=":
      return value <= threshold + slack;
  }
}

interface Subject {
  /** Empty where there is only one. */
  readonly name: string;
  readonly change: Change;
}

/** The changes that a rule is about: of compliance and budget one an objective that the head has. */
function subjectsOf({ subject }: Rule, { answer }: Comparison): readonly Subject[] {
  switch (subject.kind) {
    case "replicas":
    case "costPerHour":
    case "costPerMonth":
      return [{ name: "", change: answer[subject.kind] }];
    case "compliance":
    case "budgetUsed": {
      const { kind } = subject;
      return answer.objectives.flatMap(({ head, ...changes }) => {
        if (head === null) return [];
        const whose = head.class === null ? "" : `${head.class} `;
        const within = scenarioValueText("slo.objectives[0].within", head.within);
        return [{ name: `${whose}${head.metric} ≤ ${within}`, change: changes[kind] }];
      });
    }
    case "measure": {
      const first = answer.objectives.find(({ head }) => head !== null)?.head ?? null;
      const metric = subject.metric ?? first?.metric ?? "latency";
      const ofClass = subject.metric === null ? (first?.class ?? null) : null;
      const isMeant = (one: MeasureChange): boolean =>
        one.metric === metric && one.statistic === subject.statistic && one.class === ofClass;
      return answer.measures
        .filter(isMeant)
        .map((change) => ({ name: `${metric} ${subject.statistic}`, change }));
    }
  }
}

/** "+16.7% against +5%". */
function valueText({ of, subject, threshold }: Rule, value: number): string {
  const words = (number: number): string => {
    const sign = of === "level" ? "" : number < 0 ? "−" : "+";
    const size = Math.abs(number);
    if (size === Infinity) return `${sign}∞`;
    const rounded = Number(size.toPrecision(3));
    if (of === "relative") return `${sign}${scenarioValueText("sensitivity.x", rounded)}`;
    switch (subject.kind) {
      case "replicas":
        return `${sign}${rounded}`;
      case "costPerHour":
        return `${sign}${scenarioValueText("fleet.price", Number(size.toFixed(2)))}`;
      case "costPerMonth":
        return `${sign}${scenarioValueText("maintenance.managed.fee", Number(size.toFixed(2)))}`;
      case "compliance":
      case "budgetUsed": {
        const digits = of === "level" ? 6 : 3;
        const share = scenarioValueText("sensitivity.x", Number(size.toPrecision(digits)));
        return of === "level" ? share : `${sign}${share.slice(0, -1)} pp`;
      }
      case "measure":
        return `${sign}${scenarioValueText("slo.objectives[0].within", rounded)}`;
    }
  };
  return `${words(value)} against ${words(threshold)}`;
}
