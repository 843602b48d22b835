import { formatSpan } from "../format.ts";

/** Time from the start of a run: "12 min 30 s". */
export function clockText(seconds: number): string {
  const rounded = seconds < 60 ? Number(seconds.toPrecision(3)) : Math.round(seconds);
  return rounded < 60 ? `${rounded} s` : formatSpan(rounded);
}

/** The unit of a run's time axis, so that its ticks fall on round numbers. */
export function clockUnit(timeline: {
  readonly arrivals: readonly number[];
  readonly width: number;
}): { readonly name: string; readonly size: number } {
  const span = timeline.arrivals.length * timeline.width;
  if (span >= 3 * 3600) return { name: "Hours", size: 3600 };
  return span >= 180 ? { name: "Minutes", size: 60 } : { name: "Seconds", size: 1 };
}
