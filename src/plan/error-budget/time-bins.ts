import type { SloSection } from "../../scenario/scenario.ts";
import { alertScale } from "./alert-scale.ts";

/** How the measured span is cut into stretches of time, the same in every replication. */
export interface BinScheme {
  /** Seconds of a bin. */
  readonly width: number;
  /** Number of bins, ≥ 1; the last one takes what is left of the span. */
  readonly count: number;
}

/** Requests counted by their time of arrival. */
export interface BinnedCounts {
  /** Seconds of a bin; the first one starts where measuring does. */
  readonly width: number;
  /** Measured requests that arrived in each bin. */
  readonly requests: Uint32Array;
  /** Violations of objective o among those of bin b, at o × bins + b. */
  readonly violations: Uint32Array;
}

/** Bins in the shortest window of an alert, so that rounding it to bins hardly shifts it. */
const BINS_PER_WINDOW = 5;

/** A number of bins that is whole but for rounding is taken as whole. */
const ROUNDING = 1e-9;

/** Enough to draw a span with, where alerts would do with fewer. */
const LEAST_BINS = 240;

/**
 * Bounds the memory of a replication: with the recommended alerts, spans up to 11 days still have
 * five bins in five minutes.
 */
const MOST_BINS = 16_384;

/**
 * Chooses the bins in which an objective's budget is followed over time: the slices of time where
 * the budget is kept in them, else as many as the shortest window of an alert needs.
 *
 * @param slo - What decides the bins.
 * @param span - Seconds that are measured, > 0.
 */
export function chooseBins(
  { alerts, budgeting, timeSlice }: Pick<SloSection, "alerts" | "budgeting" | "timeSlice">,
  span: number,
): BinScheme {
  if (budgeting === "timeslices") {
    const width = timeSlice.window;
    return { width, count: Math.max(1, Math.round(span / width)) };
  }
  const shortest = alertScale(alerts, span) * Math.min(...alerts.map(({ short }) => short));
  // Without alerts the shortest is Infinity, which asks for no bins.
  const wanted = Math.ceil(((BINS_PER_WINDOW * span) / shortest) * (1 - ROUNDING));
  const count = Math.min(MOST_BINS, Math.max(LEAST_BINS, wanted));
  return { width: span / count, count };
}
