const LONGEST = 60;

/** Writes a value of a document into a message: quoted, short, and on one line. */
export function showValue(value: unknown): string {
  if (typeof value === "number") return showNumber(value);
  if (typeof value === "string") return shorten(JSON.stringify(value));
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return showList(value);
  return typeof value === "object" && value !== null ? showMapping(value) : "nothing";
}

function showNumber(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  return String(value);
}

function showList(values: readonly unknown[]): string {
  if (values.length === 0) return "an empty list";
  const isShort = values.length <= 8 && values.every((value) => typeof value !== "object");
  return isShort ? shorten(`[${values.map(showValue).join(", ")}]`) : "a list";
}

function showMapping(value: object): string {
  const keys = Object.keys(value);
  return keys.length === 0 ? "an empty mapping" : shorten(`a mapping with ${keys.join(", ")}`);
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
