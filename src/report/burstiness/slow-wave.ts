import { formatLimit, formatShare } from "../format.ts";

/** A rate that rises and falls over longer than a burst lasts, as by day and night. */
export interface SlowWave {
  /** Seconds: the rate is taken over windows of this length. */
  readonly scale: number;
  /** Standard deviation of that rate over its mean, without what Poisson traffic adds. */
  readonly variation: number;
}

/** An index of dispersion, with the band that holds Poisson's. */
interface Dispersion {
  /** Seconds. */
  readonly scale: number;
  readonly dispersion: number;
  readonly poisson: readonly [low: number, high: number];
}

/** Seconds from which on unevenness is a matter of when, and not of bursts that a queue holds. */
const SLOW = 500;
/** Seconds up to which unevenness is a burst; beyond, a rate that drifts, which no queue holds. */
export const BURST_MAX = 60;
/** A rate that moves by less makes hardly another fleet. */
const LEAST_VARIATION = 0.1;
/** Windows differ by a little even where all that moves is the wave. */
const ROUNDING = 0.1;

/**
 * The slow wave in a traffic's rate; null for none, or if the traffic is too short to tell.
 *
 * Counts of mean m whose rate varies by v have an index of dispersion of 1 + m·v² (Cox and Lewis
 * 1966, ch. 7: a Poisson process of random rate). Bursts that are over within a minute add as much
 * to the index of a minute as to that of longer windows, so v follows from what it grows by beyond.
 *
 * @param rate - Requests a second.
 * @param scales - Ascending.
 */
export function slowWave(rate: number, scales: readonly Dispersion[]): SlowWave | null {
  const slow = scales.find(({ scale }) => scale >= SLOW);
  if (slow === undefined || slow.dispersion <= slow.poisson[1]) return null;
  const minute = scales.findLast(({ scale }) => scale <= BURST_MAX) ?? { scale: 0, dispersion: 1 };
  const growth = slow.dispersion - minute.dispersion;
  const variation = Math.sqrt(Math.max(0, growth) / (rate * (slow.scale - minute.scale)));
  return variation < LEAST_VARIATION ? null : { scale: slow.scale, variation };
}

/**
 * The index of dispersion that is left without a wave, which makes short windows uneven too.
 *
 * @param dispersion - Measured at this scale.
 * @param scale - Seconds, shorter than the wave.
 * @param rate - Requests a second.
 */
export function withoutWave(
  dispersion: number,
  scale: number,
  rate: number,
  { variation }: SlowWave,
): number {
  const excess = dispersion - 1;
  const rest = excess - rate * scale * variation ** 2;
  return rest > ROUNDING * excess ? 1 + rest : Math.min(dispersion, 1);
}

/** "the rate itself rises and falls, by 57% of its mean over windows of 500 s". */
export function waveWords({ scale, variation }: SlowWave): string {
  return (
    `the rate itself rises and falls, by ${formatShare(variation, 0)} of its mean ` +
    `over windows of ${formatLimit(scale)}`
  );
}
