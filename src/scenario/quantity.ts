import * as z from "zod";
import { didYouMean, mustBe, mustBeOneOf, mustCarryUnit, showCount } from "./messages.ts";
import { node, type Report } from "./node.ts";
import { suggestWord } from "./suggest.ts";
import {
  COUNT_FORM,
  DURATION_FORM,
  MONTHLY_FEE_FORM,
  parseCount,
  parseDuration,
  parseMonthlyFee,
  parsePenalty,
  parsePrice,
  parseRate,
  parseShare,
  PENALTY_FORM,
  PRICE_FORM,
  RATE_FORM,
  SHARE_FORM,
} from "./units.ts";

/** The range of a quantity, in SI units; `above` and `below` are strict. */
export interface Limits {
  readonly atLeast?: number;
  readonly above?: number;
  readonly atMost?: number;
  readonly below?: number;
}

/** One dimension: how its values are written and read. */
interface Dimension {
  readonly name: string;
  readonly examples: string;
  readonly units: string;
  readonly form: RegExp;
  readonly parse: (text: string) => number | null;
  /** Writes a limit in the unit a message should use. */
  readonly show: (value: number) => string;
}

const DURATION: Dimension = {
  name: "a duration",
  examples: "20ms or 1.5s",
  units: "units of time: ns, us, ms, s, m, h, d",
  form: DURATION_FORM,
  parse: parseDuration,
  show: (seconds) => (seconds >= 86_400 ? `${seconds / 86_400}d` : `${seconds}s`),
};

const RATE: Dimension = {
  name: "a rate",
  examples: "12/s or 700/m",
  units: "units of rate: /s, /m, /h",
  form: RATE_FORM,
  parse: parseRate,
  show: (perSecond) => `${showCount(perSecond)}/s`,
};

const PRICE: Dimension = {
  name: "a price per hour",
  examples: "$4.10/h",
  units: "dollars per hour: $4.10/h",
  form: PRICE_FORM,
  parse: parsePrice,
  show: (dollars) => `$${showCount(dollars)}/h`,
};

const MONTHLY_FEE: Dimension = {
  name: "a fee per month",
  examples: "$9000/month",
  units: "dollars per month: $9000/month",
  form: MONTHLY_FEE_FORM,
  parse: parseMonthlyFee,
  show: (dollars) => `$${showCount(dollars)}/month`,
};

const PENALTY: Dimension = {
  name: "a price per violation",
  examples: "$0.002/violation",
  units: "dollars per violation: $0.002/violation",
  form: PENALTY_FORM,
  parse: parsePenalty,
  show: (dollars) => `$${showCount(dollars)}/violation`,
};

const SHARE: Dimension = {
  name: "a share",
  examples: "99.9%",
  units: "shares are written in percent",
  form: SHARE_FORM,
  parse: parseShare,
  show: (share) => `${share * 100}%`,
};

/** The longest time a scenario can name, 100 years: beyond it is a slip of the unit. */
const LONGEST = 36_500 * 86_400;
const PLAIN_NUMBER = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i;

/** A duration in seconds; `{ above: 0 }` or `{ atLeast: 0 }`, and at most 100 years. */
export function duration(limits: Limits): z.ZodType<number> {
  return quantity(DURATION, { atMost: LONGEST, ...limits });
}

/** A rate per second, at most 10⁹. */
export function rate(limits: Limits): z.ZodType<number> {
  return quantity(RATE, { atMost: 1e9, ...limits });
}

/** Dollars per hour, from 0 to a million. */
export function price(): z.ZodType<number> {
  return quantity(PRICE, { atLeast: 0, atMost: 1e6 });
}

/** Dollars per month, from 0 to a billion. */
export function monthlyFee(): z.ZodType<number> {
  return quantity(MONTHLY_FEE, { atLeast: 0, atMost: 1e9 });
}

/** Dollars per violation, from 0 to a million. */
export function penaltyPrice(): z.ZodType<number> {
  return quantity(PENALTY, { atLeast: 0, atMost: 1e6 });
}

/** A share as a fraction of 1. */
export function share(limits: Limits): z.ZodType<number> {
  return quantity(SHARE, limits);
}

function quantity(dimension: Dimension, limits: Limits): z.ZodType<number> {
  const { name, examples, units, form, parse } = dimension;
  return node(z.string().regex(form), (value, report) => {
    if (typeof value === "number" || (typeof value === "string" && PLAIN_NUMBER.test(value))) {
      const isNumber = typeof value === "string" || Number.isFinite(value);
      const message = isNumber
        ? mustCarryUnit(examples, value)
        : mustBe(`${name} such as ${examples}`, value);
      return report({ code: isNumber ? "missing-unit" : "bad-value", message, hint: units });
    }
    const wanted = `${name} such as ${examples}`;
    if (typeof value !== "string") {
      return report({ code: "wrong-type", message: mustBe(wanted, value), hint: units });
    }
    const parsed = parse(value);
    if (parsed === null) {
      const hint = didYouMean(findNearMiss(value, parse)) ?? units;
      return report({ code: "bad-value", message: mustBe(wanted, value), hint });
    }
    return keepWithin(parsed, limits, dimension.show, value, report);
  });
}

/** Tries the usual slips: spaces, capitals, words for units, a missing dollar sign. */
function findNearMiss(text: string, parse: (text: string) => number | null): string | null {
  const compact = text.slice(0, 100).replaceAll(/[\s_,]/g, "");
  const lower = compact.toLowerCase();
  const candidates = [
    compact,
    lower,
    lower.replace(/(req|requests?|rps|qps)(\/s(ec)?)?$/, "/s"),
    lower.replace(/(\/)?(seconds?|secs?)$/, "$1s"),
    lower.replace(/(\/)?(minutes?|mins?)$/, "$1m"),
    lower.replace(/(\/)?(hours?|hrs?|hr)$/, "$1h"),
    lower.replace(/days?$/, "d"),
    lower.replace(/(milliseconds?|msecs?)$/, "ms"),
    `$${lower.replace("$", "").replace(/(usd|\/hour|\/hr|\/h)*$/, "")}/h`,
    `$${lower.replace("$", "").replace(/(usd|\/months?|\/mo)*$/, "")}/month`,
    `$${lower.replace("$", "").replace(/(usd|\/violations?)*$/, "")}/violation`,
  ];
  return candidates.find((candidate) => parse(candidate) !== null) ?? null;
}

/** A whole number, plain or with the suffix `k` or `M`. */
export function count(atLeast: number, atMost: number): z.ZodType<number> {
  const form = z.union([z.int().min(atLeast).max(atMost), z.string().regex(COUNT_FORM)]);
  return node(form, (value, report) => {
    const parsed = typeof value === "string" ? parseCount(value) : value;
    if (typeof parsed !== "number" || !Number.isInteger(parsed)) {
      return report({
        code: typeof value === "number" || typeof value === "string" ? "bad-value" : "wrong-type",
        message: mustBe("a whole number such as 512 or 16k", value),
        hint: typeof value === "string" ? "suffixes: k (thousand), M (million)" : null,
      });
    }
    return keepWithin(parsed, { atLeast, atMost }, showCount, value, report);
  });
}

/** A number of things that need not be whole, such as a mean; suffixes as in {@link count}. */
export function amount(limits: Limits): z.ZodType<number> {
  const form = z.union([z.number(), z.string().regex(COUNT_FORM)]);
  return node(form, (value, report) => {
    const parsed = typeof value === "string" ? parseCount(value) : value;
    if (typeof parsed !== "number" || !Number.isFinite(parsed)) {
      return report({
        code: typeof value === "number" || typeof value === "string" ? "bad-value" : "wrong-type",
        message: mustBe("a number such as 512 or 1.5k", value),
        hint: typeof value === "string" ? "suffixes: k (thousand), M (million)" : null,
      });
    }
    return keepWithin(parsed, limits, showCount, value, report);
  });
}

/** A plain number without a unit. */
export function plainNumber(limits: Limits): z.ZodType<number> {
  return node(z.number(), (value, report) => {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      return report({
        code: typeof value === "number" ? "bad-value" : "wrong-type",
        message: mustBe("a plain number", value),
        hint: typeof value === "string" ? "it has no unit" : null,
      });
    }
    return keepWithin(value, limits, String, value, report);
  });
}

/** A text of at least one character. */
export function text(): z.ZodType<string> {
  return node(z.string().min(1), (value, report) => {
    if (typeof value === "string" && value !== "") return value;
    const hint =
      typeof value === "number" || typeof value === "boolean" ? "put it in quotes" : null;
    return report({ code: "wrong-type", message: mustBe("a text", value), hint });
  });
}

/** True or false. */
export function flag(): z.ZodType<boolean> {
  return node(z.boolean(), (value, report) =>
    typeof value === "boolean"
      ? value
      : report({ code: "wrong-type", message: mustBeOneOf(["true", "false"], value) }),
  );
}

/** One word of a closed list. */
export function oneOf<const W extends string>(words: readonly W[]): z.ZodType<W> {
  return node(z.enum(words), (value, report) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const hint = didYouMean(typeof value === "string" ? suggestWord(value, words) : null);
    return report({ code: "bad-value", message: mustBeOneOf(words, value), hint });
  });
}

function keepWithin(
  value: number,
  limits: Limits,
  show: (value: number) => string,
  written: unknown,
  report: Report,
): number | undefined {
  const { atLeast = -Infinity, above = -Infinity, atMost = Infinity, below = Infinity } = limits;
  const isWithin = value >= atLeast && value > above && value <= atMost && value < below;
  if (isWithin) return value;
  return report({ code: "out-of-range", message: mustBe(describeLimits(limits, show), written) });
}

function describeLimits(limits: Limits, show: (value: number) => string): string {
  const { atLeast, above, atMost, below } = limits;
  if (atLeast !== undefined && atMost !== undefined) {
    return `between ${show(atLeast)} and ${show(atMost)}`;
  }
  const parts: string[] = [];
  if (atLeast !== undefined) parts.push(`at least ${show(atLeast)}`);
  if (above !== undefined) parts.push(`more than ${show(above)}`);
  if (atMost !== undefined) parts.push(`at most ${show(atMost)}`);
  if (below !== undefined) parts.push(`less than ${show(below)}`);
  return parts.join(" and ");
}
