import type { Interval } from "../result.ts";
import type { Change } from "./comparison.ts";

/** A number of one side, with an interval where it is uncertain. */
export interface Measured {
  /** Null where it does not exist. */
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** A number that nothing random is in, before and after; it may be infinite. */
export function exactChange(base: number | null, head: number | null): Change {
  const difference = differenceOf(base, head);
  return {
    base,
    head,
    difference,
    relative: relativeOf(base, difference),
    interval: null,
    basis: difference === null ? null : "exact",
    isSignificant: difference === null ? null : difference !== 0,
  };
}

/** A number before and after of which nobody knows how uncertain it is. */
export function unknownChange(base: number | null, head: number | null): Change {
  return { ...exactChange(base, head), basis: null, isSignificant: null };
}

/**
 * A number before and after with an interval on the difference.
 *
 * @param difference - Head less base, with the interval that a paired comparison found.
 */
export function pairedChange(base: number, head: number, interval: Interval): Change {
  return { ...exactChange(base, head), ...judge(interval), basis: "paired" };
}

/**
 * A number before and after, from two separate intervals: their halves are added in squares, as
 * for independent estimates. Of estimates from the same random numbers that is too wide, never too
 * narrow.
 *
 * @see Zou and Donner, "Construction of confidence limits about effect measures: a general
 *   approach", Statistics in Medicine 27, 2008, equation 2 (the "square-and-add" of Newcombe, 1998).
 */
export function unpairedChange(base: Measured, head: Measured): Change {
  const plain = unknownChange(base.value, head.value);
  const { difference } = plain;
  if (base.value === null || head.value === null || difference === null) return plain;
  const [baseLow, baseHigh] = base.interval ?? [base.value, base.value];
  const [headLow, headHigh] = head.interval ?? [head.value, head.value];
  const below = Math.hypot(head.value - headLow, baseHigh - base.value);
  const above = Math.hypot(headHigh - head.value, base.value - baseLow);
  const interval = [difference - below, difference + above] as const;
  return { ...plain, ...judge(interval), basis: "unpaired" };
}

function judge(interval: Interval): Pick<Change, "interval" | "isSignificant"> {
  const [low, high] = interval;
  return { interval, isSignificant: low > 0 || high < 0 };
}

/** Of two infinite numbers nobody knows which is the greater. */
function differenceOf(base: number | null, head: number | null): number | null {
  if (base === null || head === null || (base === Infinity && head === Infinity)) return null;
  return head - base;
}

function relativeOf(base: number | null, difference: number | null): number | null {
  if (base === null || difference === null) return null;
  if (difference === 0) return 0;
  // What anything finite is of something infinite: nothing.
  if (base === Infinity) return -1;
  return base === 0 ? null : difference / base;
}
