import type { ComparedWait, RenewalFit, TraceFit } from "../../plan/trace/fit-trace.ts";
import type { ComparedValue } from "../../plan/trace/judge-generator.ts";
import { formatSeconds, formatShare, formatSignificant } from "../format.ts";

type SizeLaws = TraceFit["sizes"];
type SizeTrend = NonNullable<SizeLaws["trend"]>;
type Trend = NonNullable<SizeTrend["output"]>;

/** Digits of the numbers that a generator is written with. */
const DIGITS = 6;

/**
 * The fit as plain data for YAML: `workload.generate` of a scenario.
 *
 * @param source - What it was fitted to.
 */
export function generatorOf(fit: TraceFit, source: string): object {
  return { workload: { generate: generateOf(fit, source) } };
}

/** What stands below `generate`. */
export function generateOf({ arrivals, duration, sizes }: TraceFit, source: string): object {
  const { correlation, input, output, trend } = sizes;
  return {
    duration: seconds(duration),
    arrivals: arrivalsOf(arrivals),
    ...(input === null ? {} : { input: lawOf(input) }),
    ...(output === null ? {} : { output: lawOf(output) }),
    ...(correlation === undefined ? {} : { correlation: Number(correlation.toFixed(4)) }),
    ...(trend === undefined ? {} : { trend: trendOf(trend) }),
    source,
  };
}

/** How well a fit does, one line each. */
export function fitLines(fit: TraceFit): readonly string[] {
  return [
    ...fit.dispersion.map(
      (one) => `index of dispersion at ${one.at} s: ${compared(one, threeDigits)}`,
    ),
    ...fit.waits.map(waitLine),
    ...verdictLines(fit),
  ];
}

function threeDigits(value: number): string {
  return formatSignificant(value, 3);
}

function waitLine(wait: ComparedWait): string {
  const words = compared(wait, (value) => formatSeconds(value));
  const shuffled = `; trace with sizes shuffled ${formatSeconds(wait.shuffled)}`;
  return `p99 queue wait at ${formatShare(wait.at, 0)} use: ${words}${shuffled}`;
}

function verdictLines({ isGood, renewal }: TraceFit): readonly string[] {
  const verdict = isGood
    ? "a good fit: queue waits and dispersion are within 20% of those of the trace"
    : "not a good fit: a queue wait or a dispersion is off by more than 20%; replay the trace instead";
  return renewal === null ? [verdict] : [verdict, renewalLine(renewal)];
}

function renewalLine({ cv, dispersion, isGood, waits }: RenewalFit): string {
  const verdict = isGood ? "would be a good fit too" : "would not be a good fit";
  const ratios = [
    ...dispersion.map((one) => `dispersion at ${one.at} s ${ratioOf(one, threeDigits)}`),
    ...waits.map((one) => `p99 wait at ${formatShare(one.at, 0)} ${ratioOf(one, formatSeconds)}`),
  ];
  return `gamma gaps of the trace's rate and cv of ${threeDigits(cv)}, with independent sizes, ${verdict}: ${ratios.join(", ")}`;
}

function ratioOf({ fit, trace }: ComparedValue, format: (value: number) => string): string {
  return trace === 0 ? format(fit) : `× ${threeDigits(fit / trace)}`;
}

function compared({ fit, trace }: ComparedValue, format: (value: number) => string): string {
  const ratio = trace === 0 ? "" : ` (× ${formatSignificant(fit / trace, 3)})`;
  return `trace ${format(trace)}, fit ${format(fit)}${ratio}`;
}

function arrivalsOf(process: TraceFit["arrivals"]): object {
  switch (process.process) {
    case "schedule":
      return {
        process: "schedule",
        points: process.points.map(([at, rate]) => [seconds(at), perSecond(rate)]),
      };
    case "mmpp":
      return {
        process: "mmpp",
        states: process.states.map(({ meanDwell, rate }) => ({
          rate: perSecond(rate),
          meanDwell: seconds(meanDwell),
        })),
        transitions: process.transitions,
      };
    case "on-off":
      return {
        process: "on-off",
        rate: perSecond(process.rate),
        onMean: seconds(process.onMean),
        offMean: seconds(process.offMean),
      };
    case "poisson":
      return { process: "poisson", rate: perSecond(process.rate) };
    default:
      throw new RangeError(`no fit has the process ${process.process}`);
  }
}

function lawOf(law: NonNullable<SizeLaws["input"]>): object {
  if (!("quantiles" in law)) throw new RangeError(`no fit has the law ${law.distribution}`);
  const pairs = law.quantiles.map(([share, value]) => [
    `p${Number((share * 100).toPrecision(9))}`,
    Number(value.toPrecision(DIGITS)),
  ]);
  return {
    distribution: "empirical",
    quantiles: Object.fromEntries(pairs),
    ...(law.min === null ? {} : { min: law.min }),
    ...(law.max === null ? {} : { max: law.max }),
  };
}

function trendOf({ input, output }: SizeTrend): object {
  return {
    ...(input === undefined ? {} : { input: factorsOf(input) }),
    ...(output === undefined ? {} : { output: factorsOf(output) }),
  };
}

function factorsOf(trend: Trend): readonly (readonly [time: string, factor: number])[] {
  return trend.map(([time, factor]) => [seconds(time), Number(factor.toPrecision(4))] as const);
}

function seconds(value: number): string {
  return `${decimal(value)}s`;
}

function perSecond(value: number): string {
  return `${decimal(value)}/s`;
}

/** Plain decimals, never exponents; times keep their milliseconds. */
function decimal(value: number): string {
  const rounded = value >= 1000 ? value.toFixed(3) : value.toPrecision(DIGITS);
  return Number(rounded)
    .toFixed(9)
    .replace(/\.?0+$/u, "");
}
