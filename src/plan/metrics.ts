import type { Metric } from "./result.ts";

/** Order of the measures in a tally's histograms. */
export const METRICS: readonly Metric[] = ["latency", "ttft", "tpot", "queueWait"];
