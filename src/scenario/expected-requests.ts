import type { UsersSection } from "./class-section.ts";
import { meanWithoutClamp } from "./distribution-mean.ts";
import type { ArrivalSection, DistributionSection, GenerateSection } from "./scenario.ts";

/** Steps of the power iteration: plenty for an estimate that guards against absurd sizes. */
const POWER_STEPS = 200;

/**
 * Estimates how many requests a generator makes, from long-run rates; where spikes overlap each
 * adds what it would add alone.
 */
export function estimateRequests({
  duration,
  arrivals,
}: Pick<GenerateSection, "duration" | "arrivals">): number {
  const countUntil = expectedCount(arrivals);
  let requests = countUntil(duration);
  for (const spike of arrivals.spikes) {
    const start = Math.min(spike.at, duration);
    const end = Math.min(spike.at + spike.duration, duration);
    requests += (spike.factor - 1) * (countUntil(end) - countUntil(start));
  }
  return Math.max(requests, 0);
}

/** The most requests that users can be expected to make: those of answers without delay. */
export function estimateUserRequests({ count, duration, thinkTime }: UsersSection): number {
  return (count * duration) / thinkingMean(thinkTime);
}

/** Mean of a law; of one without a short formula the middle of its values, as a guard needs it. */
function thinkingMean(law: DistributionSection): number {
  const mean = meanWithoutClamp(law);
  if (mean !== null) return mean;
  if ("quantiles" in law) return law.quantiles[law.quantiles.length >> 1][1];
  return "mean" in law ? law.mean : Infinity;
}

/** Expected arrivals from 0 to a time, in seconds, without spikes. */
function expectedCount(arrivals: ArrivalSection): (until: number) => number {
  if (arrivals.process === "schedule") return (until) => integrateSchedule(arrivals.points, until);
  const rate = longRunRate(arrivals);
  return (until) => rate * until;
}

function longRunRate(arrivals: Exclude<ArrivalSection, { process: "schedule" }>): number {
  switch (arrivals.process) {
    case "mmpp": {
      const { states, transitions } = arrivals;
      const visits = transitions ? stationaryVisits(transitions) : states.map(() => 1);
      const dwells = states.map(({ meanDwell }, state) => visits[state] * meanDwell);
      const total = dwells.reduce((sum, dwell) => sum + dwell, 0);
      return states.reduce((sum, { rate }, state) => sum + (rate * dwells[state]) / total, 0);
    }
    case "on-off":
      return (arrivals.rate * arrivals.onMean) / (arrivals.onMean + arrivals.offMean);
    default:
      return arrivals.rate;
  }
}

/** Long-run shares of visits to each state, by iterating the lazy chain, which can't oscillate. */
function stationaryVisits(transitions: readonly (readonly number[])[]): number[] {
  let shares = transitions.map(() => 1 / transitions.length);
  const steps = transitions.length > 50 ? POWER_STEPS / 10 : POWER_STEPS;
  for (let step = 0; step < steps; step++) {
    const next = shares.map((share) => share / 2);
    for (const [from, row] of transitions.entries()) {
      for (const [to, probability] of row.entries()) next[to] += (shares[from] * probability) / 2;
    }
    shares = next;
  }
  return shares;
}

/** Integral from 0 of a rate that is linear between points and constant outside them. */
function integrateSchedule(points: readonly (readonly [number, number])[], until: number): number {
  let total = 0;
  let [fromTime, fromRate] = [0, points[0][1]];
  for (const [time, rate] of [...points, [Infinity, points[points.length - 1][1]] as const]) {
    const end = Math.min(time, until);
    if (end > fromTime) {
      const share = time === Infinity ? 0 : (end - fromTime) / (time - fromTime);
      const endRate = fromRate + (rate - fromRate) * share;
      total += ((fromRate + endRate) / 2) * (end - fromTime);
    }
    if (time >= until) break;
    [fromTime, fromRate] = [time, rate];
  }
  return total;
}
