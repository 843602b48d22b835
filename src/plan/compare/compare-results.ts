import { canonicalJson } from "../../scenario/canonical-json.ts";
import type { Point, Result } from "../result.ts";
import { comparePoints } from "./compare-points.ts";
import type { ComparedResult, Comparison } from "./comparison.ts";
import { flagsOf } from "./flags-of.ts";
import { judgeRule } from "./judge-rule.ts";
import { pairingOf } from "./pairing-of.ts";
import type { Rule } from "./parse-rule.ts";
import { scenarioChanges } from "./scenario-changes.ts";

/** A result and what to call it. */
export interface LabelledResult {
  /** Such as the name of its file. */
  readonly label: string;
  readonly result: Result;
}

/**
 * What changed from one result to another: in the scenario, in the answer, and for the fleet that
 * the base chose.
 *
 * @param base - What there was.
 * @param head - What there would be.
 * @param rules - Conditions to judge; none by default.
 * @throws RangeError if a result names a point that it doesn't have.
 */
export function compareResults(
  base: LabelledResult,
  head: LabelledResult,
  rules: readonly Rule[] = [],
): Comparison {
  const [before, after] = [base.result, head.result];
  const pairing = pairingOf(before, after);
  const { isPaired } = pairing;
  const confidence = Math.max(before.scenario.slo.confidence, after.scenario.slo.confidence);
  const terms = { isPaired, confidence };
  const [answerBase, answerHead] = [pointInFocus(before), pointInFocus(after)];
  const same = after.points.find((point) => isAlike(point, answerBase));
  const comparison: Comparison = {
    schema: 1,
    base: sideOf(base),
    head: sideOf(head),
    changes: scenarioChanges(before.scenario, after.scenario),
    pairing,
    answer: comparePoints(answerBase, answerHead, terms),
    sameFleet:
      same === undefined || same === answerHead ? null : comparePoints(answerBase, same, terms),
    flags: flagsOf(before, after),
    rules: [],
  };
  return { ...comparison, rules: rules.map((rule) => judgeRule(rule, comparison)) };
}

/** The chosen point, or without a choice the one that is nearest to holding. */
function pointInFocus({ choice, limits, points }: Result): Point {
  const wanted = choice ?? limits;
  const found = points.find((point) => isAlike(point, wanted));
  if (found === undefined) {
    throw new RangeError(`the result has no point of ${wanted.replicas} replicas as it says`);
  }
  return found;
}

function isAlike(
  point: Pick<Point, "replicas" | "settings">,
  other: Pick<Point, "replicas" | "settings">,
): boolean {
  return (
    point.replicas === other.replicas &&
    canonicalJson(point.settings) === canonicalJson(other.settings)
  );
}

function sideOf({ label, result }: LabelledResult): ComparedResult {
  const { choice, scenario, scenarioSha256, tailcap } = result;
  return { label, name: scenario.name, tailcap, scenarioSha256, isMet: choice !== null };
}
