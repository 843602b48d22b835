// Words (nan, inf), underscores and hexadecimal, which `Number` takes, are out.
const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/u;

/** Digits that a float64 holds whatever they are. */
const EXACT_DIGITS = 15;

/** A sign, a point and the digits. */
const LONGEST_SHORT = EXACT_DIGITS + 2;
/** Takes the characters of a text. */
const LETTERS = new Uint16Array(LONGEST_SHORT);

const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;

/** Powers of ten that divide the digits of a short decimal; all exact. */
export const POWERS_OF_TEN: Float64Array = Float64Array.from({ length: 23 }, (_, exponent) =>
  Number(`1e${exponent}`),
);

/** A decimal number without rounding: mantissa·10^−decimals. */
export interface Decimal {
  mantissa: number;
  decimals: number;
}

/**
 * Reads a plain decimal number of at most 15 digits from ASCII bytes.
 *
 * @param into - Takes the digits.
 * @returns False if the bytes are anything else, such as a longer number or one with an exponent.
 */
export function readDecimal(
  bytes: Uint8Array | Uint16Array,
  start: number,
  end: number,
  into: Decimal,
): boolean {
  const sign = bytes[start];
  let index = sign === MINUS || sign === PLUS ? start + 1 : start;
  if (index >= end || end - start > LONGEST_SHORT) return false;
  let mantissa = 0;
  let point = -1;
  const first = index;
  for (; index < end; index++) {
    const digit = bytes[index] - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === POINT - ZERO && point < 0) point = index;
    else return false;
  }
  const digits = end - first - (point < 0 ? 0 : 1);
  if (digits === 0 || digits > EXACT_DIGITS) return false;
  into.mantissa = sign === MINUS ? -mantissa : mantissa;
  into.decimals = point < 0 ? 0 : end - point - 1;
  return true;
}

/** As {@link readDecimal}, from a text. */
export function readDecimalText(text: string, into: Decimal): boolean {
  const { length } = text;
  if (length > LONGEST_SHORT) return false;
  for (let index = 0; index < length; index++) LETTERS[index] = text.charCodeAt(index);
  return readDecimal(LETTERS, 0, length, into);
}

/** Reads a decimal number of any length, rounded to the nearest; NaN if the text is none. */
export function parseNumber(text: string): number {
  return NUMBER.test(text) ? Number(text) : NaN;
}
