import type { ComparedValue, ComparedWait, TraceFit } from "../../plan/trace/fit-trace.ts";
import { formatSeconds, formatShare, formatSignificant } from "../format.ts";

/** Digits of the numbers that a generator is written with. */
const DIGITS = 6;

/** The fit as plain data for YAML: `workload.generate` of a scenario. */
export function generatorOf(fit: TraceFit): object {
  const { duration, input, output } = fit;
  return {
    workload: {
      generate: {
        duration: seconds(duration),
        arrivals: arrivalsOf(fit.arrivals),
        ...(input === null ? {} : { input: lawOf(input) }),
        ...(output === null ? {} : { output: lawOf(output) }),
      },
    },
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

function verdictLines({ isGood, isGoodShuffled }: TraceFit): readonly string[] {
  if (isGood) return ["a good fit: queue waits are within 20% of those of the trace"];
  const verdict = "not a good fit: a queue wait is off by more than 20%; replay the trace instead";
  if (!isGoodShuffled) return [verdict];
  const cause =
    "with the sizes of the trace shuffled it would be good: they depend on the time or on each " +
    "other, which no generator says";
  return [verdict, cause];
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

function lawOf(law: NonNullable<TraceFit["input"]>): object {
  if (!("quantiles" in law)) throw new RangeError(`no fit has the law ${law.distribution}`);
  const pairs = law.quantiles.map(([share, value]) => [
    `p${Number((share * 100).toPrecision(9))}`,
    Number(value.toPrecision(DIGITS)),
  ]);
  return { distribution: "empirical", quantiles: Object.fromEntries(pairs) };
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
