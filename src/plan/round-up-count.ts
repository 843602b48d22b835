/**
 * Rounds an estimated count up to two digits.
 *
 * @param count - At least 0.
 */
export function roundUpCount(count: number): number {
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(count || 1)) - 1);
  return Math.ceil(count / magnitude) * magnitude;
}
