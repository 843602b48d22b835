import type { FinishedBlock, FinishedSink } from "../../sim/finished-requests.ts";

/** Keeps every finished request of a run, to be handed on when more is known about it. */
export class FinishedLog implements FinishedSink {
  private readonly blocks: FinishedBlock[] = [];

  accept(block: FinishedBlock, count: number): void {
    this.blocks.push({
      rows: block.rows.slice(0, count),
      replicas: block.replicas.slice(0, count),
      starts: block.starts.slice(0, count),
      firsts: block.firsts.slice(0, count),
      ends: block.ends.slice(0, count),
      outcomes: block.outcomes.slice(0, count),
      attempts: block.attempts?.slice(0, count),
    });
  }

  /**
   * Hands the requests on in the order in which they ended.
   *
   * @param sink - Receives them.
   * @param rowOf - The row that each row is to be called by.
   */
  replay(sink: FinishedSink, rowOf: Int32Array): void {
    for (const block of this.blocks) {
      const rows = block.rows.map((row) => rowOf[row]);
      sink.accept({ ...block, rows }, rows.length);
    }
  }
}
