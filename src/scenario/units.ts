/**
 * Reads quantities with units: durations, rates, prices, shares and counts.
 *
 * A scale that is a power of ten is applied by moving the decimal point in the text, so `99.9%` is
 * the same float64 as 0.999 and `250us` the same as 0.00025; the others (`m`, `h`, `d`, `/m`, `/h`)
 * cost one rounding. Every reader takes the text as written and returns null if it isn't of its
 * form; a leading minus is read, so that callers can say what is wrong with it.
 */

const DECIMAL = String.raw`(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)`;

/** Seconds in units that are a power of ten, as exponents. */
const DECIMAL_SECONDS: Readonly<Record<string, number>> = {
  ns: -9,
  us: -6,
  // Both characters that look like a micro sign: U+00B5 and the Greek letter U+03BC.
  "\u00b5s": -6,
  "\u03bcs": -6,
  ms: -3,
  s: 0,
};

/** Seconds in the other units. */
const LONG_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** Seconds in the unit under the stroke of a rate. */
const RATE_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Exponents of the suffixes of a count. */
const COUNT_EXPONENTS: Readonly<Record<string, number>> = { "": 0, k: 3, M: 6 };

/** Form of a duration, as JSON Schema shows it to editors. */
export const DURATION_FORM: RegExp = new RegExp(`^${DECIMAL}(ns|us|\u00b5s|\u03bcs|ms|s|m|h|d)$`);
/** Form of a rate. */
export const RATE_FORM: RegExp = new RegExp(`^${DECIMAL}/(s|m|h)$`);
/** Form of a price per hour. */
export const PRICE_FORM: RegExp = new RegExp(String.raw`^\$${DECIMAL}/h$`);
/** Form of a fee per month. */
export const MONTHLY_FEE_FORM: RegExp = new RegExp(String.raw`^\$${DECIMAL}/month$`);
/** Form of a price per violation. */
export const PENALTY_FORM: RegExp = new RegExp(String.raw`^\$${DECIMAL}/violation$`);
/** Form of a share. */
export const SHARE_FORM: RegExp = new RegExp(`^${DECIMAL}%$`);
/** Form of a count with a suffix, or of one in quotes. */
export const COUNT_FORM: RegExp = new RegExp(`^${DECIMAL}(k|M|)$`);

const DURATION = new RegExp(`^(-?${DECIMAL})(ns|us|\u00b5s|\u03bcs|ms|s|m|h|d)$`);
const RATE = new RegExp(`^(-?${DECIMAL})/(s|m|h)$`);
const PRICE = dollarsPer("h");
const MONTHLY_FEE = dollarsPer("month");
const PENALTY = dollarsPer("violation");
const SHARE = new RegExp(`^(-?${DECIMAL})%$`);
const COUNT = new RegExp(`^(-?${DECIMAL})(k|M|)$`);

/**
 * @param text - Such as `250us`, `1.5s` or `30d`; units are case-sensitive.
 * @returns Seconds, or null if `text` isn't a duration.
 */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text);
  if (!match) return null;
  const [, decimal, unit] = match;
  const exponent = DECIMAL_SECONDS[unit];
  return exponent === undefined
    ? plain(Number(decimal) * LONG_SECONDS[unit])
    : shift(decimal, exponent);
}

/**
 * @param text - Such as `12/s`, `700/m` or `3600/h`.
 * @returns Events per second, or null if `text` isn't a rate.
 */
export function parseRate(text: string): number | null {
  const match = RATE.exec(text);
  if (!match) return null;
  const [, decimal, unit] = match;
  return plain(Number(decimal) / RATE_SECONDS[unit]);
}

/**
 * @param text - Such as `$4.10/h`.
 * @returns Dollars per hour, or null if `text` isn't an hourly price.
 */
export function parsePrice(text: string): number | null {
  return parseDollars(text, PRICE);
}

/**
 * @param text - Such as `$9000/month`.
 * @returns Dollars per month, or null if `text` isn't a monthly fee.
 */
export function parseMonthlyFee(text: string): number | null {
  return parseDollars(text, MONTHLY_FEE);
}

/**
 * @param text - Such as `$0.002/violation`.
 * @returns Dollars per violation, or null if `text` isn't such a price.
 */
export function parsePenalty(text: string): number | null {
  return parseDollars(text, PENALTY);
}

/**
 * @param text - Such as `99.9%`.
 * @returns The share as a fraction of 1, or null if `text` isn't a share.
 */
export function parseShare(text: string): number | null {
  const match = SHARE.exec(text);
  return match ? shift(match[1], -2) : null;
}

/**
 * @param text - Such as `512`, `16k` (16,000) or `1.5M` (1,500,000); fractions are let through.
 * @returns The number, or null if `text` isn't a count.
 */
export function parseCount(text: string): number | null {
  const match = COUNT.exec(text);
  return match ? shift(match[1], COUNT_EXPONENTS[match[2]]) : null;
}

/** Dollars per `unit`; a minus may stand on either side of the dollar sign. */
function dollarsPer(unit: string): RegExp {
  return new RegExp(String.raw`^(-?)\$(-?)(${DECIMAL})/${unit}$`);
}

function parseDollars(text: string, form: RegExp): number | null {
  const match = form.exec(text);
  if (!match) return null;
  const [, outerSign, innerSign, decimal] = match;
  return plain(Number(decimal) * (outerSign || innerSign ? -1 : 1));
}

/** `decimal` × 10^`exponent`, correctly rounded. */
function shift(decimal: string, exponent: number): number {
  return plain(Number(`${decimal}e${exponent}`));
}

/** Turns a negative zero into a zero. */
function plain(value: number): number {
  return value + 0;
}
