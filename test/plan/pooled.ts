import type { PooledReplications } from "../../src/plan/pool-replications.ts";
import { LogHistogram } from "../../src/stats/log-histogram.ts";

/** Latencies of consecutive requests as one replication cut into 50 batches, 10 coarse ones. */
export function poolLatencies(latencies: readonly number[], within: number): PooledReplications {
  const batches = 50;
  const size = latencies.length / batches;
  if (!Number.isInteger(size)) throw new RangeError("the requests must fill 50 batches");
  const cut = Array.from({ length: batches }, (_, b) => latencies.slice(b * size, (b + 1) * size));
  const histograms = cut.map((values) => histogramOf(values));
  const violations = cut.map((values) => values.filter((value) => value > within).length);
  return {
    outcomes: Float64Array.of(latencies.length, 0, 0, 0, 0, 0, 0),
    good: latencies.filter((value) => value <= within).length,
    completedInSpan: latencies.length,
    batchRequests: cut.map(({ length }) => length),
    batchFailures: cut.map(() => 0),
    violations: [violations],
    histograms: [histograms, histograms, cut.map(() => new LogHistogram()), histograms],
    finePerCoarse: 5,
    classes: [],
  };
}

/** A histogram of values. */
export function histogramOf(values: readonly number[]): LogHistogram {
  const histogram = new LogHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}
