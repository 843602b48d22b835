/**
 * Time integrals over the measured span: what the paid replica time was used for.
 *
 * All are sums over replicas in seconds of slot time (`serial`: a replica has `concurrency` slots;
 * `batch` and `continuous`: a replica is one slot, busy while a batch or step is in progress).
 */
export class Usage {
  /** Slot time in service. */
  busyTime = 0;
  /** Part of it spent on attempts whose client had gone, or had another answer, by their end. */
  abandonedTime = 0;
  /** Part of it spent computing tokens again after a preemption. */
  recomputedTime = 0;
  /** Part of it spent on attempts that were lost with their replica. */
  lostTime = 0;
  /** Integral of requests in the batch, or sequences in the step. */
  batchTime = 0;
  /** `batch`: batches in progress inside the span, and the requests in them. */
  batches = 0;
  batchedRequests = 0;
  /** Integral of KV-cache blocks in use (linear between the changes of a batch). */
  kvBlockTime = 0;
  /** Most KV-cache blocks in use on one replica at any time. */
  kvBlockPeak = 0;
  /** Preemptions in the whole run. */
  preemptions = 0;
  private readonly from: number;
  private readonly to: number;

  /**
   * @param from - Start of the measured span, seconds.
   * @param to - Its end.
   */
  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }

  /** Seconds of [start, end] inside the measured span. */
  overlap(start: number, end: number): number {
    const low = start > this.from ? start : this.from;
    const high = end < this.to ? end : this.to;
    return high > low ? high - low : 0;
  }
}
