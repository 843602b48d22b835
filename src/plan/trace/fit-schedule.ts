import type { ArrivalProcess } from "../../workload/arrival-process.ts";

/** Widths of the steps that are tried, in seconds. */
const WIDTHS = [3600, 900, 300, 60, 30, 10, 5, 2, 1] as const;
const LEAST_STEPS = 4;
const MOST_STEPS = 400;
/** Seconds that a step takes: times of a schedule ascend. */
const EDGE = 0.001;
/** Steps that make up a wider one. */
const GROUP = 4;

/**
 * Schedules that follow the rate of a trace in steps of several widths, wide ones first, without
 * the part of its variance that is that of Poisson arrivals, which the generator adds again.
 *
 * @param arrivals - Seconds, ascending, at least 3 over more than 0 s.
 */
export function fitSchedule(arrivals: Float64Array): readonly ArrivalProcess[] {
  const span = arrivals[arrivals.length - 1] - arrivals[0];
  return WIDTHS.filter((width) => {
    const steps = Math.floor(span / width);
    return steps >= LEAST_STEPS && steps <= MOST_STEPS;
  }).map((width) => ({ process: "schedule", points: stepsOf(arrivals, span, width), spikes: [] }));
}

function stepsOf(
  arrivals: Float64Array,
  span: number,
  width: number,
): readonly (readonly [time: number, rate: number])[] {
  const counts = Array.from({ length: Math.floor(span / width) }, () => 0);
  for (const arrival of arrivals) {
    const step = Math.floor((arrival - arrivals[0]) / width);
    if (step < counts.length) counts[step] += 1;
  }
  return removeNoise(counts).flatMap((count, step) => {
    const rate = Math.max(0, count) / width;
    return [[step * width, rate] as const, [(step + 1) * width - EDGE, rate] as const];
  });
}

/**
 * Draws counts together: towards the mean of their group of four by the share of the variance
 * inside groups that Poisson counts would have, and the groups among themselves in the same way.
 */
function removeNoise(counts: readonly number[]): readonly number[] {
  const size = counts.length < 2 * GROUP ? counts.length : GROUP;
  const sums: number[] = [];
  for (let first = 0; first < counts.length; first += size) {
    const group = counts.slice(first, first + size);
    sums.push(group.reduce((sum, count) => sum + count, 0));
  }
  const sizeOf = (group: number): number => Math.min(size, counts.length - group * size);
  let found = 0;
  let expected = 0;
  for (const [place, count] of counts.entries()) {
    const group = Math.floor(place / size);
    const mean = sums[group] / sizeOf(group);
    found += (count - mean) ** 2;
    expected += mean * (1 - 1 / sizeOf(group));
  }
  const kept = found > expected ? Math.sqrt(1 - expected / found) : 0;
  const means = sums.length === 1 ? sums : removeNoise(sums);
  return counts.map((count, place) => {
    const group = Math.floor(place / size);
    return (means[group] + kept * (count * sizeOf(group) - sums[group])) / sizeOf(group);
  });
}
