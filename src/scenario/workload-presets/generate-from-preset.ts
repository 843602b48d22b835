import type { DistributionSection, GenerateSection, TrendSection } from "../scenario.ts";
import type { Pairs, PresetLaw, WorkloadPreset } from "./workload-preset.ts";

/** What a scenario changes about a preset; null leaves it. */
export interface PresetChanges {
  /** Mean rate per second over the duration, which every rate is multiplied for. */
  readonly rate: number | null;
  /** Compresses time, > 0. */
  readonly speed: number;
  /** Seconds, at most what {@link lengthOf} says. */
  readonly duration: number | null;
  readonly input: DistributionSection | null;
  readonly output: DistributionSection | null;
}

/** Seconds that a step takes: times of a schedule ascend. */
const EDGE = 0.001;
/** The most that it takes of a short one. */
const EDGE_SHARE = 0.01;

/** Seconds that a preset lasts at a speed. */
export function lengthOf({ span }: WorkloadPreset, speed: number): number {
  return span / speed;
}

/**
 * The generator of a preset: first `speed` compresses its time, then all after `duration` is cut
 * off, then all rates are multiplied so that their mean is `rate`. A law of the scenario's own
 * takes the place of the preset's, trend and correlation included.
 */
export function generateFromPreset(
  preset: WorkloadPreset,
  changes: PresetChanges,
): GenerateSection {
  const { speed } = changes;
  const duration = changes.duration ?? lengthOf(preset, speed);
  const steps = compress(preset.steps, speed)
    .map(([time, rate]) => [time, rate * speed] as const)
    .filter(([time]) => time < duration);
  const factor = changes.rate === null ? 1 : changes.rate / meanRate(steps, duration);
  const input = changes.input ?? lawOf(preset.input);
  const output = changes.output ?? lawOf(preset.output);
  const isOwn = changes.input === null && changes.output === null;
  const trend: TrendSection = {
    ...(changes.input === null && hasPoints(preset.inputTrend)
      ? { input: trendOf(preset.inputTrend, speed) }
      : {}),
    ...(changes.output === null && hasPoints(preset.outputTrend)
      ? { output: trendOf(preset.outputTrend, speed) }
      : {}),
  };
  return {
    duration,
    arrivals: { process: "schedule", points: pointsOf(steps, duration, factor), spikes: [] },
    input,
    output,
    ...(isOwn && preset.correlation !== 0 ? { correlation: preset.correlation } : {}),
    ...(trend.input === undefined && trend.output === undefined ? {} : { trend }),
    source: `preset ${preset.name}: ${preset.source}; ${errorWords(preset)}`,
  };
}

/** How far the preset is off, such as `P99 queue wait × 0.98 of the trace's at 70% use`. */
export function errorWords({ waits }: Pick<WorkloadPreset, "waits">): string {
  const ratios = waits.map(
    ([use, trace, fit]) => `× ${Number((fit / trace).toPrecision(3))} at ${Math.round(use * 100)}%`,
  );
  return `P99 queue wait of the trace ${ratios.join(" and ")} use`;
}

function compress(pairs: Pairs, speed: number): Pairs {
  return pairs.map(([time, value]) => [time / speed, value] as const);
}

function trendOf(pairs: Pairs, speed: number): Pairs {
  return compress(pairs, speed).map(([time, thousandths]) => [time, thousandths / 1000] as const);
}

function hasPoints(pairs: Pairs): boolean {
  return pairs.length > 0;
}

/** Mean of the steps from 0 to the duration. */
function meanRate(steps: Pairs, duration: number): number {
  let requests = 0;
  for (const [place, [time, rate]] of steps.entries()) {
    const end = place + 1 < steps.length ? steps[place + 1][0] : duration;
    requests += rate * (end - time);
  }
  return requests / duration;
}

function pointsOf(steps: Pairs, duration: number, factor: number): Pairs {
  return steps.flatMap(([time, rate], place) => {
    const end = place + 1 < steps.length ? steps[place + 1][0] : duration;
    const edge = Math.min(EDGE, EDGE_SHARE * (end - time));
    const start = [time, rate * factor] as const;
    return place + 1 < steps.length ? [start, [end - edge, rate * factor] as const] : [start];
  });
}

function lawOf(law: PresetLaw | null): DistributionSection | null {
  return law === null ? null : { distribution: "empirical", ...law };
}
