/**
 * Live state of the replicas, by replica index. Whoever keeps it may replace an array when the
 * fleet grows: read through the object.
 */
export interface FleetView extends LoadReport {
  /** Ascending indices of the replicas that take requests. */
  readonly accepting: readonly number[];
  /** The one of them with the fewest requests queued plus running, the first of equals. */
  leastLoaded(): number;
}

/** Loads of the replicas, present or as last reported. */
export interface LoadReport {
  /** Requests queued plus running. */
  readonly outstanding: Float64Array;
  readonly waiting: Float64Array;
  readonly running: Float64Array;
  /** Share of a replica's KV cache in use, in [0, 1]. */
  kvUse(replica: number): number;
}
