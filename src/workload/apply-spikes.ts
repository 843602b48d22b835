import type { Spike } from "./arrival-process.ts";
import { buildSegments, type RateSegments } from "./rate-segments.ts";

/**
 * Multiplies a rate by spikes: during [at, at + duration) of a spike the rate is `factor` times
 * itself, and where spikes overlap their factors multiply.
 *
 * @param segments - The rate without spikes.
 * @param spikes - Spikes in any order; parts outside the run have no effect.
 */
export function applySpikes(segments: RateSegments, spikes: readonly Spike[]): RateSegments {
  if (spikes.length === 0) return segments;
  const { times, startRates, endRates } = segments;
  const edges = spikes.flatMap(({ at, duration }) => [at, at + duration]).sort((a, b) => a - b);
  const spiked = buildSegments(times[times.length - 1]);

  let next = 0;
  for (let i = 0; i < startRates.length; i += 1) {
    const start = times[i];
    const end = times[i + 1];
    const slope = (endRates[i] - startRates[i]) / (end - start);
    let from = start;
    while (from < end) {
      while (next < edges.length && edges[next] <= from) next += 1;
      const to = next < edges.length ? Math.min(edges[next], end) : end;
      const factor = factorDuring(spikes, from);
      const fromRate = startRates[i] + slope * (from - start);
      const toRate = to === end ? endRates[i] : startRates[i] + slope * (to - start);
      spiked.append(to, fromRate * factor, toRate * factor);
      from = to;
    }
  }
  return spiked.build();
}

function factorDuring(spikes: readonly Spike[], time: number): number {
  let product = 1;
  for (const { at, factor, duration } of spikes) {
    if (at <= time && time < at + duration) product *= factor;
  }
  return product;
}
