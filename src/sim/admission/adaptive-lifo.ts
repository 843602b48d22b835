/**
 * Adaptive LIFO and the short queue timeout that Facebook pairs it with: a queue that hasn't been
 * empty for longer than `interval` is overloaded; while it is, the newest request is served first,
 * and requests wait at most `busyTimeout` instead of `interval`.
 *
 * @see Ben Maurer, "Fail at Scale", ACM Queue 13(8), 2015; there the interval is 100 ms, the busy
 *   timeout 5 ms, and a request is given its timeout as it is queued.
 */
export class AdaptiveLifo {
  private readonly interval: number;
  private readonly busyTimeout: number;
  /** When the queue was last empty; Infinity while it is. */
  private lastEmpty = Infinity;

  /** Durations in seconds. */
  constructor(plan: { readonly interval: number; readonly busyTimeout: number }) {
    this.interval = plan.interval;
    this.busyTimeout = plan.busyTimeout;
  }

  /** A request is queued where none waited; before `timeout` is asked for it. */
  becameBusy(now: number): void {
    this.lastEmpty = now;
  }

  /** The last waiting request left, by whatever way. */
  becameEmpty(): void {
    this.lastEmpty = Infinity;
  }

  /** Whether the newest request is to be served first. */
  isOverloaded(now: number): boolean {
    return now - this.lastEmpty > this.interval;
  }

  /** Seconds that a request queued now may wait. */
  timeout(now: number): number {
    return this.isOverloaded(now) ? this.busyTimeout : this.interval;
  }
}
