import { doubled } from "./doubled.ts";

/**
 * An arrival rate as a function of time: consecutive segments that cover the run from 0 to its
 * duration, the rate linear within each. All arrival processes are reduced to this form.
 */
export interface RateSegments {
  /** Segment i lasts from times[i] to times[i + 1]; one entry more than there are segments. */
  readonly times: Float64Array;
  /** Rate at the start of each segment, per second. */
  readonly startRates: Float64Array;
  /** Rate at the end of each segment, per second. */
  readonly endRates: Float64Array;
}

/** Collects segments in time order, cutting off what lies outside [0, duration]. */
export interface SegmentBuilder {
  /** Appends a segment from the end of the last one to `end`; empty ones are left out. */
  append(end: number, startRate: number, endRate: number): void;
  /** What was collected. */
  build(): RateSegments;
}

/**
 * Starts an empty list of segments.
 *
 * @param duration - Seconds at which the run ends; later parts of segments are cut off.
 */
export function buildSegments(duration: number): SegmentBuilder {
  let times = new Float64Array(16);
  let startRates = new Float64Array(16);
  let endRates = new Float64Array(16);
  let count = 0;
  let reached = 0;

  return {
    append(end, startRate, endRate) {
      const stop = Math.min(end, duration);
      if (!(stop > reached)) return;
      if (count + 1 === times.length) {
        times = doubled(times);
        startRates = doubled(startRates);
        endRates = doubled(endRates);
      }
      const kept = (stop - reached) / (end - reached);
      startRates[count] = startRate;
      endRates[count] =
        startRate === endRate || stop === end ? endRate : startRate + kept * (endRate - startRate);
      count += 1;
      times[count] = stop;
      reached = stop;
    },
    build() {
      return {
        times: times.slice(0, count + 1),
        startRates: startRates.slice(0, count),
        endRates: endRates.slice(0, count),
      };
    },
  };
}
