/** A whole number with commas: "8,819". */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/**
 * A count of things: "1 row", "8,819 rows".
 *
 * @param noun - In the singular; its plural ends in s.
 */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
