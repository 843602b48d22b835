const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
  [1e-3, "ms"],
];

/** "30 d", "1.5 h", "59.3 min": in the largest unit of which it is at least one, to 3 digits. */
export function durationPhrase(seconds: number): string {
  const [unit, name] = UNITS.find(([size]) => seconds >= size) ?? UNITS[UNITS.length - 1];
  const value = seconds / unit;
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${name}`;
}
