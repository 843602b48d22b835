import { openStream } from "../../src/random/stream.ts";
import type { ArrivalProcess } from "../../src/workload/arrival-process.ts";
import { generateArrivals } from "../../src/workload/generate-arrivals.ts";

/** Arrivals of one replication with the streams that a run would use. */
export function arrivalsOf(
  process: ArrivalProcess,
  duration: number,
  { seed = 1, replication = 0 }: { seed?: number; replication?: number } = {},
): Float64Array {
  return generateArrivals(process, duration, {
    arrivals: openStream(seed, replication, "arrivals"),
    states: openStream(seed, replication, "states"),
  });
}

/** Number of arrivals in [from, to). */
export function countWithin(arrivals: Float64Array, from: number, to: number): number {
  return arrivals.reduce((count, time) => count + (time >= from && time < to ? 1 : 0), 0);
}

/** Kolmogorov–Smirnov distance of values in [0, 1) from the uniform law, times √n. */
export function uniformDistance(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((value, i) => {
    distance = Math.max(distance, (i + 1) / n - value, value - i / n);
  });
  return distance * Math.sqrt(n);
}
