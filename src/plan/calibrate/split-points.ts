import { openStream } from "../../random/stream.ts";

/** Fewest points that are worth a split. */
const LEAST_POINTS = 10;
const HELD_OUT = 0.2;

/**
 * Draws which points are held out of a fit: a fifth of them, the same ones every time.
 *
 * @param count - Number of points.
 * @param seed - Another seed draws others.
 * @returns True for those held out; null for too few points.
 */
export function drawHeldOut(count: number, seed: number): readonly boolean[] | null {
  if (count < LEAST_POINTS) return null;
  const stream = openStream(seed, 0, "held out");
  const order = Array.from({ length: count }, (_, index) => ({ index, key: stream() }));
  order.sort((left, right) => left.key - right.key);
  const held = Array.from({ length: count }, () => false);
  for (const { index } of order.slice(0, Math.round(HELD_OUT * count))) held[index] = true;
  return held;
}
