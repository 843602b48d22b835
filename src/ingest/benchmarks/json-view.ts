/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True of a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The value at a path of keys; undefined if there is none.
 *
 * @param keys - A key may hold dots, so each is an argument of its own.
 */
export function valueAt(from: unknown, ...keys: readonly string[]): unknown {
  let value = from;
  for (const key of keys) value = isObject(value) ? value[key] : undefined;
  return value;
}

/** The finite number at a path; null if there is none. */
export function numberAt(from: unknown, ...keys: readonly string[]): number | null {
  const value = valueAt(from, ...keys);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The number above 0 at a path; null if there is none. */
export function positiveAt(from: unknown, ...keys: readonly string[]): number | null {
  const value = numberAt(from, ...keys);
  return value !== null && value > 0 ? value : null;
}

/** The text at a path; null if there is none. */
export function textAt(from: unknown, ...keys: readonly string[]): string | null {
  const value = valueAt(from, ...keys);
  return typeof value === "string" ? value : null;
}

/** A number times a factor; null stays null. */
export function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}
