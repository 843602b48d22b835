/** Mean of values; null for none. */
export function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Coefficient of variation of values; null for fewer than two. */
export function cvOf(values: readonly number[]): number | null {
  const mean = meanOf(values);
  if (mean === null || mean === 0 || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length) / mean;
}

/** The numbers among the items of a value that may be a list. */
export function numbersOf(value: unknown): readonly number[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is number => typeof item === "number" && Number.isFinite(item));
}
