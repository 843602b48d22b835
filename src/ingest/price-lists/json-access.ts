/** True of a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of a JSON object, if it is one and has it. */
export function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A member as text; empty if it is none. */
export function textOf(value: unknown, key: string): string {
  const member = memberOf(value, key);
  return typeof member === "string" ? member : "";
}

/** Members of a JSON object in their order; none for anything else. */
export function membersOf(value: unknown): readonly unknown[] {
  return isObject(value) ? Object.values(value) : [];
}
