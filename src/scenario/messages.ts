import { showValue } from "./show-value.ts";

/**
 * The wording that problems share. Each is a predicate that follows the path of a value: lower
 * case, no full stop, with what is allowed and what was found.
 */

/** A value that isn't of the right form: `must be a list, got 12`. */
export function mustBe(allowed: string, found: unknown): string {
  return `must be ${allowed}, got ${showValue(found)}`;
}

/** A plain number where a unit is needed. */
export function mustCarryUnit(examples: string, found: unknown): string {
  return `must carry a unit such as ${examples}, got ${showValue(found)}`;
}

/** A word that isn't one of a closed list. */
export function mustBeOneOf(words: readonly string[], found: unknown): string {
  return mustBe(words.length === 1 ? words[0] : `one of ${words.join(", ")}`, found);
}

/** A key that isn't in its mapping's list. */
export function unknownKey(allowed: readonly string[]): string {
  return allowed.length === 0
    ? "is not a known key; none are allowed here"
    : `is not a known key; allowed: ${allowed.join(", ")}`;
}

/** A suggestion as a hint; null stays null. */
export function didYouMean(word: string | null): string | null {
  return word === null ? null : `did you mean \`${word}\`?`;
}

/** Two keys of which one is enough. */
export function mutuallyExclusive(first: string, second: string): string {
  return `must have ${first} or ${second}, got both`;
}

/** Writes a count with thousands separators. */
export function showCount(count: number): string {
  return count.toLocaleString("en-US", { maximumFractionDigits: 6 });
}
