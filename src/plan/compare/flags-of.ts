import { canonicalJson } from "../../scenario/canonical-json.ts";
import type { PriceSource } from "../../scenario/price-section.ts";
import type { Result } from "../result.ts";
import { scenarioValueText } from "./value-text.ts";

/**
 * What makes two results less comparable than their numbers look: another promise, other prices,
 * another version. Sentences without a full stop.
 */
export function flagsOf(base: Result, head: Result): readonly string[] {
  const [before, after] = [base.scenario, head.scenario];
  const flags: string[] = [];
  if (before.name !== after.name) {
    flags.push(`the scenarios are of different names, ${before.name} and ${after.name}`);
  }
  const { objectives: promised, ...terms } = before.slo;
  const { objectives, ...headTerms } = after.slo;
  if (isOther(promised, objectives)) {
    flags.push(
      "the objectives differ: each side is judged by its own, so met and met are not the same",
    );
  }
  if (isOther(terms, headTerms)) {
    flags.push(
      "the terms of the SLO differ beside its objectives (window, confidence, budget or penalties)",
    );
  }
  if (before.fleet.price !== after.fleet.price) {
    const [was, is] = [before, after].map(({ fleet }) =>
      scenarioValueText("fleet.price", fleet.price),
    );
    flags.push(
      `a replica costs ${was} in the base and ${is} in the head: the cost changes by price as well as by size`,
    );
  } else if (isOther(pricesOf(before.fleet.priceSource), pricesOf(after.fleet.priceSource))) {
    flags.push("the price of a replica is the same but was looked up elsewhere or on another day");
  }
  if (base.question.kind !== head.question.kind) {
    flags.push(
      `the questions differ: ${base.question.kind} in the base, ${head.question.kind} in the head`,
    );
  }
  if (base.tailcap !== head.tailcap) {
    flags.push(`made by different versions of tailcap, ${base.tailcap} and ${head.tailcap}`);
  }
  for (const [side, { choice }] of [["base", base] as const, ["head", head] as const]) {
    if (choice === null) {
      flags.push(
        `nothing in the sweep of the ${side} holds its SLO; the fleet nearest to holding stands for an answer`,
      );
    }
  }
  return flags;
}

function isOther(base: unknown, head: unknown): boolean {
  return canonicalJson(base) !== canonicalJson(head);
}

/** Where and when prices were looked up. */
function pricesOf(source: PriceSource | null): unknown {
  return (
    source?.prices.map(({ retrieved, source: where, term }) => [retrieved, where, term]) ?? null
  );
}
