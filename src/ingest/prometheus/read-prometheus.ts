import { formatCounted } from "../count-words.ts";
import { lawOfBuckets, type BucketLaw } from "./bucket-law.ts";
import { readAnswer, type QueryAnswer } from "./query-answer.ts";
import { scheduleOf, type RateSchedule } from "./rate-schedule.ts";

/** Answers of `query_range`, parsed; null for what wasn't asked. */
export interface WorkloadAnswers {
  readonly rate: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly inputSum: unknown;
  readonly outputSum: unknown;
}

/** A workload as the key `generate` would have it. */
export interface PrometheusWorkload {
  readonly generate: Readonly<Record<string, unknown>>;
  /** What it is made of, and what got lost. */
  readonly notes: readonly string[];
}

const DIGITS = 9;

/**
 * Makes a workload of what Prometheus knows of a service: its rate over time, and the laws of its
 * token counts, one for the whole stretch.
 *
 * @throws Error that names the answer which can't be used.
 */
export function readPrometheus(answers: WorkloadAnswers): PrometheusWorkload {
  const notes: string[] = [];
  const rate = named("rate", () => readNoted(answers.rate, "rate", notes));
  const schedule = named("rate", () => scheduleOf(rate));
  if (rate.series.length > 1) notes.push(`rate: ${rate.series.length} series are added up`);
  notes.push(...scheduleNotes(schedule));
  const laws = (["input", "output"] as const).flatMap((side) => {
    if (answers[side] === null || answers[side] === undefined) return [];
    const answer = named(side, () => readNoted(answers[side], side, notes));
    const law = named(side, () => lawOfBuckets(answer));
    const sum = answers[`${side}Sum`];
    notes.push(...lawNotes(side, law, sum == null ? null : totalOf(readAnswer(sum))));
    if (neverFalls(answer)) {
      notes.push(`${side}: its counts never fall, as those of a counter without increase() do`);
    }
    return [[side, lawText(law)] as const];
  });
  if (laws.length === 2)
    notes.push("input and output are drawn apart: how they go together is lost");
  const points = schedule.points.map(([time, perSecond]) => [
    `${plainText(time)}s`,
    `${plainText(perSecond)}/s`,
  ]);
  return {
    generate: {
      duration: `${plainText(schedule.duration)}s`,
      arrivals: { process: "schedule", points },
      ...Object.fromEntries(laws),
    },
    notes,
  };
}

function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${name} ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function readNoted(answer: unknown, name: string, notes: string[]): QueryAnswer {
  const read = readAnswer(answer);
  if (read.skipped > 0) {
    const what = read.skipped === 1 ? "value that is" : "values that are";
    notes.push(`${name}: ${read.skipped} ${what} no number left out`);
  }
  for (const warning of read.warnings) notes.push(`${name}: Prometheus remarks: ${warning}`);
  return read;
}

function scheduleNotes({ duration, missing, requests, step, steps }: RateSchedule): string[] {
  const span = `${plainText(duration)} s`;
  return [
    `about ${Math.round(requests).toLocaleString("en-US")} requests in ${span}, known by steps of ${plainText(step)} s: within a step arrivals are taken as Poisson, so shorter bursts are lost`,
    ...(missing > 0 ? [`${missing} of ${steps} steps ${missingWords(missing)} filled in`] : []),
  ];
}

function missingWords(missing: number): string {
  return missing === 1 ? "has no value and is" : "have no value and are";
}

function lawNotes(side: string, law: BucketLaw, sum: number | null): string[] {
  const { beyond, buckets, largest, mean, requests } = law;
  const notes = [
    `${side}: ${formatCounted(buckets, "bucket")} with requests; lengths are even within each`,
  ];
  if (sum !== null && sum > 0) {
    const exact = sum / requests;
    const off = (100 * (mean - exact)) / exact;
    notes.push(
      `${side}: mean ${mean.toFixed(0)} tokens, ${Math.abs(off).toFixed(1)}% ${off < 0 ? "below" : "above"} the true ${exact.toFixed(0)}`,
    );
  }
  if (beyond > 1e-9) {
    const share = Number((100 * beyond).toPrecision(2));
    notes.push(`${side}: ${share}% are longer than ${largest}, the last bound, and taken as that`);
  }
  return notes;
}

function totalOf({ series }: QueryAnswer): number {
  return series.reduce(
    (sum, { points }) => sum + points.reduce((total, [, value]) => total + Math.max(0, value), 0),
    0,
  );
}

/** Of a counter itself each value holds those before it, so it rises to many times its first. */
function neverFalls({ series }: QueryAnswer): boolean {
  const long = series.filter(({ points }) => points.length >= 5);
  return (
    long.length > 0 &&
    long.every(({ points }) =>
      points.every(([, value], index) => index === 0 || value >= points[index - 1][1]),
    ) &&
    long.some(({ points }) => points[points.length - 1][1] > points[0][1])
  );
}

function lawText({ quantiles }: BucketLaw): object {
  const keys = quantiles.map(([share, tokens]) => [
    `p${plainText(100 * share).padStart(1, "0")}`,
    Number(tokens.toPrecision(DIGITS)),
  ]);
  return { distribution: "empirical", quantiles: Object.fromEntries(keys) };
}

/** A number ≥ 0 in decimal, without an exponent. */
function plainText(value: number): string {
  const text = String(Number(value.toPrecision(DIGITS)));
  return text.includes("e") ? value.toFixed(12).replace(/\.?0+$/, "") : text;
}
