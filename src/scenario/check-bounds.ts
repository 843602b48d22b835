import type { Report } from "./node.ts";

/** A key and its value, if it is valid and was given. */
export type Bound = readonly [key: string, value: number | null | undefined];

/** Refuses a lower bound above an upper one. One that is null or undefined is no bound. */
export function checkBounds(lower: Bound, upper: Bound, report: Report): void {
  const [lowerKey, least] = lower;
  const [upperKey, most] = upper;
  if (typeof least !== "number" || typeof most !== "number" || least <= most) return;
  report({
    code: "conflict",
    message: `must be at most ${upperKey}, which is ${most}, got ${least}`,
    path: [lowerKey],
  });
}

/** Refuses bounds that cross, and a start outside them. */
export function checkStart(start: Bound, lower: Bound, upper: Bound, report: Report): void {
  checkBounds(lower, upper, report);
  checkBounds(start, upper, report);
  const [key, value] = start;
  const [lowerKey, least] = lower;
  if (typeof value !== "number" || typeof least !== "number" || value >= least) return;
  report({
    code: "conflict",
    message: `must be at least ${lowerKey}, which is ${least}, got ${value}`,
    path: [key],
  });
}
