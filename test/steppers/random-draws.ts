import seedrandom from "seedrandom";

/** Random choices of one case; the same name gives the same choices. */
export interface Draws {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform over the integers lowest..highest. */
  integer(lowest: number, highest: number): number;
  /** One of the choices. */
  pick<T>(choices: readonly T[]): T;
  /** True with the given probability. */
  chance(probability: number): boolean;
}

/** Draws from the stream of that name. */
export function openDraws(name: string): Draws {
  const stream = seedrandom.alea(name);
  const integer = (lowest: number, highest: number): number =>
    lowest + Math.floor(stream.double() * (highest - lowest + 1));
  return {
    uniform: () => stream.double(),
    integer,
    pick: (choices) => choices[integer(0, choices.length - 1)],
    chance: (probability) => stream.double() < probability,
  };
}

/**
 * How a case measures time. In a dyadic case every duration is a whole number of a tick that is a
 * power of two, so sums are exact and different events really fall on the same instant. In the
 * other cases a duration is any number, and they practically never do.
 */
export interface Clock {
  readonly isDyadic: boolean;
  /** Seconds of a tick: the unit in which the durations below are asked for. */
  readonly tick: number;
  /** A duration between two numbers of ticks. */
  duration(lowest: number, highest: number): number;
  /** An exponential duration of the given mean in seconds; in a dyadic case perhaps 0. */
  exponential(mean: number): number;
  /** The duration in seconds as this clock can show it, at least one tick in a dyadic case. */
  show(seconds: number): number;
}

/** A clock of either kind, half of them dyadic with ticks of 2⁻¹⁰, 2⁻⁸ or 2⁻⁶ s. */
export function drawClock(draws: Draws): Clock {
  const isDyadic = draws.chance(0.5);
  const tick = isDyadic ? draws.pick([2 ** -10, 2 ** -8, 2 ** -6]) : 0.003;
  const exponential = (mean: number): number => -Math.log(1 - draws.uniform()) * mean;
  if (!isDyadic) {
    return {
      isDyadic,
      tick,
      duration: (lowest, highest) => (lowest + draws.uniform() * (highest - lowest)) * tick,
      exponential,
      show: (seconds) => seconds,
    };
  }
  return {
    isDyadic,
    tick,
    duration: (lowest, highest) => draws.integer(lowest, highest) * tick,
    exponential: (mean) => Math.round(exponential(mean) / tick) * tick,
    show: (seconds) => Math.max(1, Math.round(seconds / tick)) * tick,
  };
}
