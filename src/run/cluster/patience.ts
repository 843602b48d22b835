/** Seconds without a sign of progress that are worth a word. */
const FIRST = 60;

/** Tells when to say that something takes long: after a minute, two, four and so on. */
export interface Patience {
  /** There was progress. */
  renew(now: number): void;
  /** Seconds without progress, when it is time to say so; else null. */
  over(now: number): number | null;
}

/**
 * Opens a patience.
 *
 * @param start - Seconds of any clock that doesn't go back, as every `now`.
 */
export function openPatience(start: number): Patience {
  let since = start;
  let next = FIRST;
  return {
    renew(now): void {
      since = now;
      next = FIRST;
    },
    over(now): number | null {
      if (now - since < next) return null;
      next *= 2;
      return now - since;
    },
  };
}
