/** Intervals within which a queue that goes bad again takes up the drop rate it had (RFC 8289). */
const MEMORY = 16;

/**
 * Controlled delay, the drop law of RFC 8289 §5: once the head has waited at least `target` for a
 * whole `interval`, heads are dropped, one at once and the next ones ever sooner (interval/√count
 * apart), until one has waited less.
 *
 * The RFC's loop over the queue is turned inside out: the queue asks about each head it takes off,
 * and asks about the next at the same instant if it is to drop this one. A request stands for a
 * full-sized packet, so nothing is dropped that leaves fewer than two waiting.
 */
export class Codel {
  private readonly target: number;
  private readonly interval: number;
  /** When the wait will have been above target for an interval; Infinity while below. */
  private firstAbove = Infinity;
  private isDropping = false;
  /** A scheduled drop has been made, and the next one awaits a head that is still too old. */
  private owesSchedule = false;
  private dropNext = 0;
  /** Drops since dropping began, and what that count started from. */
  private count = 0;
  private countAtStart = 0;

  /**
   * @param plan.target - Seconds of waiting that are fine for good; 5 ms in the RFC.
   * @param plan.interval - Seconds of too much waiting that are fine; 100 ms in the RFC.
   */
  constructor({ target, interval }: { readonly target: number; readonly interval: number }) {
    this.target = target;
    this.interval = interval;
  }

  /**
   * Whether to drop the head instead of serving it. To be asked about every head that would be
   * served.
   *
   * @param enqueuedAt - When the head was queued.
   * @param now - Seconds, not before the call before.
   * @param waitingAfter - Requests left in the queue without the head.
   */
  shouldDrop(enqueuedAt: number, now: number, waitingAfter: number): boolean {
    const mayDrop = this.mayDrop(now - enqueuedAt, now, waitingAfter);
    if (!this.isDropping) return mayDrop && this.startDropping(now);
    if (!mayDrop) {
      this.leave();
      return false;
    }
    if (this.owesSchedule) {
      this.owesSchedule = false;
      this.count++;
      this.dropNext += this.interval / Math.sqrt(this.count);
    }
    if (now < this.dropNext) return false;
    this.owesSchedule = true;
    return true;
  }

  /** The queue ran empty otherwise than by taking its head, as when its last client gave up. */
  foundEmpty(): void {
    this.firstAbove = Infinity;
    this.leave();
  }

  private mayDrop(wait: number, now: number, waitingAfter: number): boolean {
    if (wait < this.target || waitingAfter <= 1) {
      this.firstAbove = Infinity;
      return false;
    }
    if (this.firstAbove === Infinity) {
      this.firstAbove = now + this.interval;
      return false;
    }
    return now >= this.firstAbove;
  }

  private startDropping(now: number): true {
    this.isDropping = true;
    const made = this.count - this.countAtStart;
    this.count = made > 1 && now - this.dropNext < MEMORY * this.interval ? made : 1;
    this.dropNext = now + this.interval / Math.sqrt(this.count);
    this.countAtStart = this.count;
    return true;
  }

  private leave(): void {
    this.isDropping = false;
    this.owesSchedule = false;
  }
}
