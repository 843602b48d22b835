/** A target as somebody set it: exact, without trailing zeros, as in "99.9%". */
export function targetText(share: number): string {
  return `${Number((100 * share).toPrecision(9))}%`;
}
