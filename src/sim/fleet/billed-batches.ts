import type { BilledBatch } from "../control-recording.ts";

/**
 * Equal stretches into which the measured span is cut for the bill: ten, or so many that fewer and
 * longer ones of 5, 2 or 1 a run can be put together from them.
 */
export const BILLED_BATCHES = 10;

/** Adds up by stretch of the measured span for how long how many replicas were paid for. */
export class BilledBatches {
  private readonly countTimes = Array.from({ length: BILLED_BATCHES }, (): number[] => [0]);
  private readonly minimumTimes = new Float64Array(BILLED_BATCHES);
  private readonly edges: Float64Array;

  /**
   * @param from - Start of the measured span, seconds.
   * @param to - Its end.
   */
  constructor(from: number, to: number) {
    const span = Math.max(0, to - from);
    this.edges = Float64Array.from({ length: BILLED_BATCHES + 1 }, (_, edge) => {
      return from + span * (edge / BILLED_BATCHES);
    });
  }

  /** Adds a stretch with `count` replicas. */
  addCount(count: number, start: number, end: number): void {
    this.cut(start, end, (batch, time) => {
      const times = this.countTimes[batch];
      while (times.length <= count) times.push(0);
      times[count] += time;
    });
  }

  /** Adds what is paid for one replica after it has gone. */
  addMinimum(start: number, end: number): void {
    this.cut(start, end, (batch, time) => (this.minimumTimes[batch] += time));
  }

  /** What was paid for, by stretch. */
  toBatches(): readonly BilledBatch[] {
    return this.countTimes.map((times, batch) => ({
      countTimes: [...times],
      minimumTime: this.minimumTimes[batch],
    }));
  }

  private cut(start: number, end: number, add: (batch: number, time: number) => void): void {
    const { edges } = this;
    if (end <= edges[0]) return;
    for (let batch = 0; batch < BILLED_BATCHES && edges[batch] < end; batch++) {
      const time = Math.min(end, edges[batch + 1]) - Math.max(start, edges[batch]);
      if (time > 0) add(batch, time);
    }
  }
}
