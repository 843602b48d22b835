/** Bins of a timeline: enough for a picture, and few seconds each in an hour. */
export const TIMELINE_BINS = 600;

/** How far the bins of a timeline reach beyond the end of the workload, as a share of it. */
const BEYOND = 0.1;

/**
 * Seconds of each bin of a timeline: equal ones from 0 to a little beyond the end of the workload,
 * so that the queue is seen to empty.
 *
 * @param measureTo - End of the workload, in seconds.
 * @param bins - How many, ≥ 1.
 */
export function timelineWidth(measureTo: number, bins: number): number {
  return (measureTo * (1 + BEYOND)) / bins;
}
