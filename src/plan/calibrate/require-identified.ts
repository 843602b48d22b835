import { CalibrationError } from "./calibration-error.ts";
import type { Identification } from "./identify.ts";
import type { TokenPoint } from "./token-point.ts";

/** Levels of a quantity count as different from this ratio on. */
const LEAST_RATIO = 1.25;

/**
 * Makes sure that the points tell the coefficients of a fit apart.
 *
 * @param names - Of the coefficients, by index.
 * @throws CalibrationError that names the coefficients and the measurement that would help.
 */
export function requireIdentified(
  points: readonly TokenPoint[],
  { condition, confounded }: Identification,
  names: readonly string[],
): void {
  if (confounded.length === 0) return;
  const which = confounded.map((c) => names[c]);
  throw new CalibrationError(
    `${points.length} points can't tell ${joined(which)} apart ` +
      `(condition number ${Math.round(condition).toLocaleString("en-US")}): ${remedyFor(points)}, ` +
      `or give what you know, such as --fix ${which[which.length - 1]}=…`,
  );
}

/**
 * The measurement that is missing.
 *
 * @param points - At least one.
 */
export function remedyFor(points: readonly TokenPoint[]): string {
  const missing: string[] = [];
  const add = (what: string, values: readonly number[]): void => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    if (most / least < LEAST_RATIO) missing.push(`another ${what} (all have ${rounded(least)})`);
  };
  add(
    "concurrency",
    points.map(({ inFlight }) => inFlight),
  );
  add(
    "input length",
    points.map(({ input }) => input),
  );
  add(
    "output length",
    points.map(({ output }) => output),
  );
  if (missing.length > 0) return `measure at ${joined(missing)}`;
  return "measure more combinations: concurrency, input and output length apart from each other";
}

function rounded(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString("en-US");
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
