import type { Stream } from "../random/stream.ts";
import { applySpikes } from "./apply-spikes.ts";
import type { ArrivalProcess, ScheduleProcess } from "./arrival-process.ts";
import { buildSegments, type RateSegments } from "./rate-segments.ts";
import { sampleStates } from "./sample-states.ts";

/**
 * The rate of an arrival process over a run, spikes included. It is random only for the processes
 * that have states.
 *
 * @param process - The process; its parameters are taken as valid.
 * @param duration - Seconds the run lasts, > 0.
 * @param stateStream - The stream that draws the states of `mmpp` and `on-off`.
 * @throws RangeError if some state of an `mmpp` can't be reached from some other.
 */
export function arrivalRate(
  process: ArrivalProcess,
  duration: number,
  stateStream: Stream,
): RateSegments {
  return applySpikes(rateWithoutSpikes(process, duration, stateStream), process.spikes);
}

function rateWithoutSpikes(
  process: ArrivalProcess,
  duration: number,
  stateStream: Stream,
): RateSegments {
  switch (process.process) {
    case "poisson":
    case "gamma":
    case "weibull":
    case "deterministic":
      return constantRate(process.rate, duration);
    case "schedule":
      return scheduledRate(process, duration);
    case "mmpp":
    case "on-off":
      return sampleStates(process, duration, stateStream);
    default:
      return process satisfies never;
  }
}

function constantRate(rate: number, duration: number): RateSegments {
  const segments = buildSegments(duration);
  segments.append(duration, rate, rate);
  return segments.build();
}

function scheduledRate({ points }: ScheduleProcess, duration: number): RateSegments {
  const segments = buildSegments(duration);
  let [[lastTime, lastRate]] = points;
  segments.append(lastTime, lastRate, lastRate);
  for (const [time, rate] of points.slice(1)) {
    segments.append(time, lastRate, rate);
    [lastTime, lastRate] = [time, rate];
  }
  segments.append(Math.max(duration, lastTime), lastRate, lastRate);
  return segments.build();
}
