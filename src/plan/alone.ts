/** An objective if every request had an idle replica to itself. */
export interface Alone {
  /** Good share of the measured requests. */
  readonly compliance: number;
  /**
   * Least value of its measure, in seconds, whether a client waits for it or not; null if no
   * request has one.
   */
  readonly fastest: number | null;
  /** Share of the measured requests whose client gives up even then; absent if there are none. */
  readonly timedOut?: number;
  /** Share of the measured requests that never fit into a KV cache; absent if there are none. */
  readonly neverFit?: number;
  /** True if the objective is missed, and that share too small for it: no fleet would hold it. */
  readonly isOutOfReach: boolean;
}
