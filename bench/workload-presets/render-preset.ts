import type { TraceFit } from "../../src/plan/trace/fit-trace.ts";
import type { ComparedValue } from "../../src/plan/trace/judge-generator.ts";
import type { Distribution } from "../../src/random/distribution.ts";
import type {
  Pairs,
  PresetLaw,
  WorkloadPreset,
} from "../../src/scenario/workload-presets/workload-preset.ts";

/** Two points of a schedule that are nearer than this, in seconds, are the two sides of a step. */
const EDGE = 0.0015;

/** Columns of the text of a list. */
const WIDTH = 60;

/**
 * A fit as a preset.
 *
 * @throws RangeError if its arrivals aren't a schedule of steps, which presets are.
 */
export function presetOf(
  { arrivals, dispersion, duration, isGood, sizes, waits }: TraceFit,
  about: Pick<WorkloadPreset, "name" | "source" | "recorded" | "requests">,
): WorkloadPreset {
  if (arrivals.process !== "schedule") {
    throw new RangeError(`${about.name} was fitted by ${arrivals.process}, which no preset has`);
  }
  const starts = arrivals.points.filter(
    ([time], place) => place === 0 || time - arrivals.points[place - 1][0] <= EDGE,
  );
  return {
    ...about,
    span: Number(duration.toFixed(3)),
    steps: starts.map(([time, rate]) => [Number(time.toFixed(3)), Number(rate.toPrecision(5))]),
    input: lawOf(sizes.input),
    output: lawOf(sizes.output),
    correlation: short(sizes.correlation ?? 0),
    inputTrend: trendOf(sizes.trend?.input ?? []),
    outputTrend: trendOf(sizes.trend?.output ?? []),
    dispersion: dispersion.map(compared),
    waits: waits.map(compared),
    isGood,
  };
}

/** The module of a preset. */
export function renderPreset(preset: WorkloadPreset): string {
  const name = `${preset.name.toUpperCase().replaceAll("-", "_")}_PRESET`;
  const keys = Object.entries(preset).map(([key, value]) => `  ${key}: ${literalOf(value)},\n`);
  return `import type { WorkloadPreset } from "./workload-preset.ts";

// prettier-ignore
/** Figures of a fit, written by bench/workload-presets. */
export const ${name}: WorkloadPreset = {
${keys.join("")}};
`;
}

/** A value as code, long lists of pairs over several lines. */
function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${wrap(value.map((pair) => JSON.stringify(pair)))}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.entries(value).map(([key, part]) => `${key}: ${literalOf(part)}`);
  return `{ ${keys.join(", ")} }`;
}

/** Items after commas, in lines of their own if one is too short for them. */
function wrap(items: readonly string[]): string {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last === undefined || last.length + item.length > WIDTH) lines.push(item);
    else lines[lines.length - 1] = `${last}, ${item}`;
  }
  return lines.length < 2 ? lines.join("") : `\n    ${lines.join(",\n    ")},\n  `;
}

function lawOf(law: Distribution | null): PresetLaw | null {
  if (law === null) return null;
  if (!("quantiles" in law)) throw new RangeError(`no preset has the law ${law.distribution}`);
  const { quantiles } = law;
  return {
    quantiles: quantiles.map(([share, value]) => [share, short(value)]),
    min: law.min ?? quantiles[0][1],
    max: law.max ?? quantiles[quantiles.length - 1][1],
  };
}

function compared({ at, fit, trace }: ComparedValue): readonly [number, number, number] {
  return [at, short(trace), short(fit)];
}

function trendOf(pairs: Pairs): Pairs {
  return pairs.map(([time, factor]) => [Number(time.toFixed(1)), Math.round(factor * 1000)]);
}

/** Four digits: a fit knows no more. */
function short(value: number): number {
  return Number(value.toPrecision(4));
}
