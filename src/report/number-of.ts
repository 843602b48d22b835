/** What units of a scenario multiply, to seconds, a rate a second, dollars, shares and counts. */
const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  "/s": 1,
  "/m": 1 / 60,
  "/h": 1 / 3600,
  "%": 0.01,
  k: 1e3,
  M: 1e6,
  "/month": 1 / 730,
  "/violation": 1,
};

const WRITTEN = /^(\$?)(\d+(?:\.\d+)?)([^\d\s]*)$/;

/**
 * The size of a value as written in a scenario, for putting values of one axis in order.
 *
 * @returns null for what is no number, with or without a unit.
 */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  const match = WRITTEN.exec(value);
  if (match === null || !Object.hasOwn(UNITS, match[3])) return null;
  // Of prices only their order matters, so an hour's is the unit.
  const factor = match[1] === "$" && match[3] === "/h" ? 1 : UNITS[match[3]];
  return Number(match[2]) * factor;
}
