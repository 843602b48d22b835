/** Seconds of the units of OpenSLO's durations. Months, quarters and years have no fixed length. */
const OPENSLO_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 7 * 86_400,
  M: 30 * 86_400,
  Q: 90 * 86_400,
  Y: 365 * 86_400,
};

/**
 * Seconds of a duration of OpenSLO, such as `28d` or `1M` (a month, counted as 30 days); null if it
 * is none.
 *
 * @see https://github.com/OpenSLO/OpenSLO, "Duration-shorthand", at aa5cb78.
 */
export function parseSloDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([smhdwMQY])$/.exec(text);
  return match === null ? null : Number(match[1]) * OPENSLO_SECONDS[match[2]];
}

/** True of a duration whose length depends on the calendar. */
export function isCalendarDuration(text: string): boolean {
  return /[MQY]$/.test(text);
}

/** Writes seconds in the largest unit, from days down, that divides them: `28d`, `90s`. */
export function showDuration(seconds: number): string {
  for (const unit of ["d", "h", "m"] as const) {
    if (seconds % OPENSLO_SECONDS[unit] === 0) return `${seconds / OPENSLO_SECONDS[unit]}${unit}`;
  }
  return `${decimalText(seconds)}s`;
}

/** Writes a number ≥ 0 without an exponent, in as few digits as give it back. */
export function decimalText(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}

/** Writes a share in percent, with the sign, such that it reads back as the same number. */
export function percentText(share: number): string {
  return `${decimalText(Number((share * 100).toPrecision(15)))}%`;
}
