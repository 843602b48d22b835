import type { Change } from "../../plan/compare/comparison.ts";
import { formatShare, formatSignificant } from "../format.ts";

/** How numbers of a kind are written: by themselves, and as a difference without its sign. */
export interface ChangeForm {
  readonly value: (value: number) => string;
  readonly size: (difference: number) => string;
  /** Whether the difference is also told in percent of the base. */
  readonly isRelative: boolean;
}

/** Stands where nothing changed, and nothing could have by chance. */
const SAME = "same";

/**
 * A change in words: "+$4.10 (+16.7%)", "+0.12 pp [+0.02, +0.22]", "same", or "+3 ms, not
 * significant".
 */
export function changeText(change: Change, form: ChangeForm): string {
  const { base, difference, head, interval, isSignificant } = change;
  if (base === Infinity || head === Infinity) return infiniteText(base, head);
  if (difference === null) return "";
  if (difference === 0 && (interval === null || isPoint(interval))) return SAME;
  const relative = form.isRelative ? relativeText(change) : "";
  const range =
    interval === null
      ? ""
      : ` [${signed(interval[0], form.size)}, ${signed(interval[1], form.size)}]`;
  const doubt = isSignificant === false ? ", no significant change" : "";
  return `${signed(difference, form.size)}${relative}${range}${doubt}`;
}

/** Infinite numbers have no size to tell; empty if one side has none at all. */
function infiniteText(base: number | null, head: number | null): string {
  if (base === null || head === null) return "";
  if (base === head) return "∞ as before";
  return head === Infinity ? "∞ now" : "finite now";
}

function relativeText({ relative }: Change): string {
  if (relative === null || relative === 0) return "";
  return ` (${signed(relative, percentText)})`;
}

function percentText(share: number): string {
  return share >= 10 ? `${formatSignificant(share, 3)}×` : formatShare(share, 1);
}

function isPoint([low, high]: readonly [number, number]): boolean {
  return low === 0 && high === 0;
}

/** A number with its sign, a true minus for a negative one. */
export function signed(value: number, size: (difference: number) => string): string {
  if (value === 0) return size(0);
  return `${value < 0 ? "−" : "+"}${size(Math.abs(value))}`;
}

/** Percentage points in as many digits as tell: "0.12 pp". */
export function pointsText(share: number): string {
  const points = share * 100;
  if (points === 0) return "0 pp";
  return `${points >= 1 ? points.toFixed(1) : points.toFixed(Math.min(6, 1 - Math.floor(Math.log10(points))))} pp`;
}
