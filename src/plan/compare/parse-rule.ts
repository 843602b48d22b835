import {
  parseCount,
  parseDuration,
  parseMonthlyFee,
  parsePrice,
  parseShare,
} from "../../scenario/units.ts";
import { METRICS } from "../metrics.ts";
import type { Metric } from "../result.ts";
import { STATISTICS, type Statistic } from "./comparison.ts";

/** What a rule may be about. */
export type RuleSubject =
  | { readonly kind: "replicas" | "costPerHour" | "costPerMonth" | "compliance" | "budgetUsed" }
  /** `metric: null` stands for the measure of the first objective. */
  | { readonly kind: "measure"; readonly metric: Metric | null; readonly statistic: Statistic };

/** A condition under which a change is not to go through. */
export interface Rule {
  /** As written. */
  readonly text: string;
  readonly subject: RuleSubject;
  readonly operator: ">" | ">=" | "<" | "<=";
  /** Compared with the value in the head, the difference, or the difference over the base. */
  readonly of: "level" | "difference" | "relative";
  /** In the units of results. */
  readonly threshold: number;
}

/** A rule, or what is wrong with it. */
export type ParsedRule = { readonly rule: Rule } | { readonly problem: string };

const PLAIN_SUBJECTS = [
  "replicas",
  "costPerHour",
  "costPerMonth",
  "compliance",
  "budgetUsed",
] as const;
const FORM = /^\s*([A-Za-z][\w.]*)\s*(>=|<=|>|<)\s*([+\-\u2212]?)\s*(\S.*?)\s*$/;
const EXAMPLES = "such as costPerMonth>+5%, costPerHour>+$2/h, ttft.p99>500ms or compliance<-0.1pp";

/**
 * Reads a rule: a metric, an operator, and a value. A value with a sign is a change from the base,
 * relative in percent (`+5%`) or absolute in the metric's unit (`+$500/month`, `-20ms`, `+1`, and
 * `-0.1pp` for percentage points of a share); without a sign it is the value in the head.
 */
export function parseRule(text: string): ParsedRule {
  const match = FORM.exec(text);
  if (match === null) return refuse(text, `must be a metric, an operator and a value ${EXAMPLES}`);
  const [, name, operator, sign, written] = match;
  const subject = subjectOf(name);
  if (subject === null) {
    const known = [...PLAIN_SUBJECTS, "p99", "ttft.p99"].join(", ");
    return refuse(text, `${name} is no metric: ${known} and the like, of ${METRICS.join(", ")}`);
  }
  const value = valueOf(subject, sign !== "", written);
  if (typeof value === "string") return refuse(text, value);
  const threshold = sign === "" || sign === "+" ? value.threshold : -value.threshold;
  return { rule: { text, subject, operator: operatorOf(operator), of: value.of, threshold } };
}

function refuse(text: string, reason: string): ParsedRule {
  return { problem: `--fail-on ${JSON.stringify(text)}: ${reason}` };
}

function operatorOf(text: string): Rule["operator"] {
  return text === ">" || text === ">=" || text === "<" ? text : "<=";
}

function subjectOf(name: string): RuleSubject | null {
  const plain = PLAIN_SUBJECTS.find((subject) => subject === name);
  if (plain !== undefined) return { kind: plain };
  const [first, second, ...rest] = name.split(".");
  if (rest.length > 0) return null;
  const statistic = STATISTICS.find((one) => one === (second ?? first));
  if (statistic === undefined) return null;
  if (second === undefined) return { kind: "measure", metric: null, statistic };
  const metric = METRICS.find((one) => one === first);
  return metric === undefined ? null : { kind: "measure", metric, statistic };
}

/** The number and what it is compared with; a text says what is wrong. */
function valueOf(
  subject: RuleSubject,
  isChange: boolean,
  written: string,
): Pick<Rule, "of" | "threshold"> | string {
  const isShare = subject.kind === "compliance" || subject.kind === "budgetUsed";
  const percent = parseShare(written);
  if (percent !== null && percent >= 0) {
    if (isChange) return { of: "relative", threshold: percent };
    if (isShare) return { of: "level", threshold: percent };
    return `${written} must have a sign, as a change from the base: +${written} or -${written}`;
  }
  const [parse, form] = unitsOf(subject);
  const threshold = parse(written);
  if (threshold === null || threshold < 0) {
    const relative = isChange ? " or a percentage such as 5%" : "";
    return `the value must be ${form}${relative}, got ${written}`;
  }
  if (isShare && !isChange)
    return `${written} must have a sign, as a change: +${written} or -${written}`;
  return { of: isChange ? "difference" : "level", threshold };
}

type Parser = (text: string) => number | null;

function unitsOf({ kind }: RuleSubject): readonly [Parser, form: string] {
  switch (kind) {
    case "replicas":
      return [parseCount, "a count such as 2"];
    case "costPerHour":
      return [
        (text) => parsePrice(text.endsWith("/h") ? text : `${text}/h`),
        "dollars such as $2/h",
      ];
    case "costPerMonth":
      return [
        (text) => parseMonthlyFee(text.endsWith("/month") ? text : `${text}/month`),
        "dollars such as $500/month",
      ];
    case "compliance":
    case "budgetUsed":
      return [parsePoints, "a share such as 99% or, as a change, percentage points such as 0.1pp"];
    case "measure":
      return [parseDuration, "a duration such as 50ms"];
  }
}

/** Percentage points: `0.1pp` is 0.001. */
function parsePoints(text: string): number | null {
  return text.endsWith("pp") ? parseShare(`${text.slice(0, -2).trimEnd()}%`) : null;
}
