import type { FinishedBlock, FinishedSink } from "../../src/sim/finished-requests.ts";

/** Collects finished requests into columns in row order. */
export class TableSink implements FinishedSink {
  readonly replica: Int32Array;
  readonly start: Float64Array;
  readonly first: Float64Array;
  readonly end: Float64Array;
  readonly outcome: Uint8Array;
  /** How often each row ended; 1 for every row if requests are conserved. */
  readonly endings: Uint8Array;

  constructor(requests: number) {
    this.replica = new Int32Array(requests).fill(-1);
    this.start = new Float64Array(requests).fill(NaN);
    this.first = new Float64Array(requests).fill(NaN);
    this.end = new Float64Array(requests).fill(NaN);
    this.outcome = new Uint8Array(requests).fill(255);
    this.endings = new Uint8Array(requests);
  }

  accept(block: FinishedBlock, count: number): void {
    for (let i = 0; i < count; i++) {
      const row = block.rows[i];
      this.replica[row] = block.replicas[i];
      this.start[row] = block.starts[i];
      this.first[row] = block.firsts[i];
      this.end[row] = block.ends[i];
      this.outcome[row] = block.outcomes[i];
      this.endings[row]++;
    }
  }
}
