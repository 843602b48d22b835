import type { Metric } from "../plan/result.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Stands in tables where a number does not exist. */
export const MISSING = "–";

/**
 * Writes a measured time with three significant digits and the unit that suits it.
 *
 * @param seconds - At least 0, or Infinity; null gives a dash.
 * @param digits - Significant digits, 1 to 15.
 * @example
 * formatSeconds(0.4123); // => "412 ms"
 */
export function formatSeconds(seconds: number | null, digits = 3): string {
  if (seconds === Number.POSITIVE_INFINITY) return "∞";
  if (seconds === null || !Number.isFinite(seconds)) return MISSING;
  if (seconds === 0) return "0 ms";
  // Compare rounded values, so that 999.9 ms becomes 1.00 s and not 1000 ms.
  const rounded = Number(seconds.toPrecision(digits));
  if (rounded < 1e-3) return `${formatSignificant(seconds * 1e6, digits)} µs`;
  if (rounded < 1) return `${formatSignificant(seconds * 1e3, digits)} ms`;
  if (rounded < 5 * MINUTE) return `${formatSignificant(seconds, digits)} s`;
  if (rounded < 2 * HOUR) return `${formatSignificant(seconds / MINUTE, digits)} min`;
  return `${formatSignificant(seconds / HOUR, digits)} h`;
}

/**
 * Writes a time that somebody set, such as a limit: exact, without trailing zeros.
 *
 * @param seconds - At least 0.
 * @example
 * formatLimit(0.5); // => "500 ms"
 */
export function formatLimit(seconds: number): string {
  if (seconds === 0) return "0 ms";
  if (seconds < 1e-3) return `${trimFloat(seconds * 1e6)} µs`;
  if (seconds < 1) return `${trimFloat(seconds * 1e3)} ms`;
  if (seconds < 1000 && seconds % MINUTE !== 0) return `${trimFloat(seconds)} s`;
  return formatSpan(seconds);
}

/**
 * Writes a limit that came out of a search or a slider as one that somebody set, to three digits.
 *
 * @param seconds - At least 0, or Infinity.
 * @example
 * formatFoundLimit(0.029_98); // => "30 ms"
 */
export function formatFoundLimit(seconds: number): string {
  return seconds === Number.POSITIVE_INFINITY ? "∞" : formatLimit(Number(seconds.toPrecision(3)));
}

/**
 * Writes a stretch of time in whole units, as in "2 h 30 min"; below a minute to three digits.
 *
 * @param seconds - At least 0.
 */
export function formatSpan(seconds: number): string {
  if (seconds < MINUTE) return formatFoundLimit(seconds);
  const whole = Math.round(seconds);
  const parts = [
    { count: Math.floor(whole / DAY), unit: "d" },
    { count: Math.floor((whole % DAY) / HOUR), unit: "h" },
    { count: Math.floor((whole % HOUR) / MINUTE), unit: "min" },
    { count: whole % MINUTE, unit: "s" },
  ].filter((part) => part.count > 0);
  return parts
    .slice(0, 2)
    .map((part) => `${part.count} ${part.unit}`)
    .join(" ");
}

/**
 * Writes dollars: cents below $1,000, whole dollars above; two digits for less than a cent.
 *
 * @param dollars - Any finite number; a negative one keeps its sign in front.
 */
export function formatDollars(dollars: number): string {
  const sign = dollars < 0 ? "−" : "";
  const size = Math.abs(dollars);
  if (size === 0) return "$0";
  if (size < 0.01) return `${sign}$${trimFloat(Number(size.toPrecision(2)))}`;
  if (size < 999.995) return `${sign}$${size.toFixed(2)}`;
  return `${sign}$${formatCount(size)}`;
}

/**
 * Writes a large sum of dollars in three digits, as in "$12.3k"; below $1,000 to the dollar.
 *
 * @param dollars - At least 0.
 */
export function formatDollarsShort(dollars: number): string {
  const rounded = Number(dollars.toPrecision(3));
  if (rounded >= 1e6) return `$${formatSignificant(dollars / 1e6, 3)}M`;
  if (rounded >= 1e3) return `$${formatSignificant(dollars / 1e3, 3)}k`;
  return dollars === 0 || dollars >= 10 ? `$${dollars.toFixed(0)}` : formatDollars(dollars);
}

/**
 * Writes a share as a percentage that says 0 % or 100 % only when it is exactly that.
 *
 * @param share - In [0, 1].
 * @param digits - Decimals of the percentage; more are added near 0 and 1, up to six.
 * @example
 * formatShare(0.99996); // => "99.996%"
 */
export function formatShare(share: number, digits = 2): string {
  if (!Number.isFinite(share)) return MISSING;
  if (share === 0) return "0%";
  if (share === 1) return "100%";
  for (let places = digits; places < 6; places++) {
    const percent = (share * 100).toFixed(places);
    if (Number(percent) !== 0 && Number(percent) !== 100) return `${percent}%`;
  }
  return share < 0.5 ? "<0.00001%" : ">99.99999%";
}

/**
 * Writes a relative error in tenths of a percent, rounded up so that it isn't made smaller than it
 * is; no fit is called perfect.
 *
 * @param share - At least 0.
 *
 * @example
 * formatError(0.0141); // => "1.5%"
 */
export function formatError(share: number): string {
  return `${(Math.max(1, Math.ceil(share * 1000 - 1e-9)) / 10).toFixed(1)}%`;
}

/**
 * Writes how busy something is as a percentage, rounded: unlike a promise, it loses nothing if
 * 99.9999 % is called 100 %.
 *
 * @param share - At least 0; more than 1 counts as 1.
 * @param digits - Decimals of the percentage; more are added near 0.
 */
export function formatUse(share: number, digits: number): string {
  return 100 - 100 * share < 0.5 * 10 ** -digits ? "100%" : formatShare(share, digits);
}

/**
 * Writes a count with thousands separators, rounded to a whole number.
 *
 * @param count - Any finite number.
 */
export function formatCount(count: number): string {
  return Math.round(count)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Writes a rate in three significant digits, as in "12.4/s".
 *
 * @param perSecond - At least 0.
 */
export function formatRate(perSecond: number): string {
  return `${formatSignificant(perSecond, 3)}/s`;
}

/**
 * Writes a number with so many significant digits, never in exponents; digits left of the decimal
 * point are all kept, with thousands separators.
 *
 * @param value - Any finite number.
 * @param digits - 1 to 15.
 */
export function formatSignificant(value: number, digits: number): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  if (magnitude >= digits - 1) return formatCount(value);
  return value.toFixed(Math.min(digits - 1 - magnitude, 20));
}

/**
 * Writes a count of things: "1 row", "8,819 rows".
 *
 * @param noun - In the singular; its plural ends in s.
 */
export function formatCounted(count: number, noun: string): string {
  const written = formatCount(count);
  return `${written} ${noun}${written === "1" ? "" : "s"}`;
}

/** "1 replica", "6 replicas", "1,024 replicas". */
export function formatReplicas(count: number): string {
  return formatCounted(count, "replica");
}

/**
 * Name of a quantile, as in "p99" or "p99.9".
 *
 * @param share - In (0, 1).
 */
export function quantileName(share: number): string {
  return `p${trimFloat(Number((share * 100).toPrecision(9)))}`;
}

/** The name of a measure in running text. */
export function metricName(metric: Metric): string {
  return { latency: "latency", ttft: "TTFT", tpot: "TPOT", queueWait: "queue wait" }[metric];
}

/** An objective as people say it, as in "p99 TTFT ≤ 500 ms" or "search p99 TTFT ≤ 500 ms". */
export function objectiveName(objective: {
  /** Name of the class whose requests alone are counted; null for all. */
  readonly class: string | null;
  readonly metric: Metric;
  readonly within: number;
  readonly target: number;
}): string {
  const whose = objective.class === null ? "" : `${objective.class} `;
  const quantile = `${whose}${quantileName(objective.target)}`;
  return `${quantile} ${metricName(objective.metric)} ≤ ${formatLimit(objective.within)}`;
}

/** Plain decimal text of a float without the noise beyond its twelfth digit. */
function trimFloat(value: number): string {
  const rounded = Number(value.toPrecision(12));
  if (rounded >= 1e-6) return String(rounded);
  return rounded.toFixed(12).replace(/0+$/, "");
}
