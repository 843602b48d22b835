import type {
  Accuracy,
  CalibratedPoint,
  Calibration,
  Coefficient,
  ErrorSummary,
  PredictedValue,
} from "../plan/calibrate/calibration.ts";
import { formatCount, formatCounted, formatError, formatSeconds, formatShare } from "./format.ts";

/** What was read, beside the points. */
export interface CalibrationSources {
  readonly files: readonly string[];
  /** Points that went into the fit. */
  readonly points: number;
  readonly skipped: readonly { readonly source: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

/** Single rows that are listed; more are counted. */
const LISTED = 8;
const MEASURES = { ttft: "TTFT", tpot: "TPOT", latency: "latency" } as const;

/**
 * A calibration in words: what was read, what came out, how far off it is on points it didn't know,
 * what was left aside and where it can be trusted.
 *
 * @returns Lines of plain text.
 */
export function calibrationLines(
  calibration: Calibration,
  sources: CalibrationSources,
): readonly string[] {
  return [
    ...readLines(sources),
    ...calibration.notes.map((note) => `Note: ${note}.`),
    ...sources.notes.map((note) => `Note: ${note}.`),
    ...formLines(calibration),
    ...calibration.coefficients.map(coefficientLine),
    ...calibration.accuracy.flatMap(accuracyLines),
    ...(calibration.error === null
      ? ["Error: unknown; too few points to leave one out and fit the others."]
      : []),
    ...outlierLines(calibration.points),
    ...trustLines(calibration),
  ];
}

function readLines({ files, points, skipped }: CalibrationSources): readonly string[] {
  const lines = [`Fitted to ${formatCounted(points, "point")} of ${files.join(", ")}.`];
  if (skipped.length === 0) return lines;
  lines.push(`Skipped ${formatCount(skipped.length)}:`);
  for (const { reason, source } of skipped.slice(0, LISTED)) lines.push(`  ${source}: ${reason}`);
  if (skipped.length > LISTED) lines.push(`  and ${formatCount(skipped.length - LISTED)} more`);
  return lines;
}

function formLines({ service, tokens }: Calibration): readonly string[] {
  if (tokens === null || service.kind !== "continuous") return [];
  const { bySequences, byPrefillTokens } = service.step;
  const sequences = bySequences === null ? "a straight line" : "a table";
  const prefill = byPrefillTokens === null ? "a straight line" : "a table";
  const lines = [
    `Step: ${sequences} in the sequences, ${prefill} in the prefill tokens` +
      (tokens.forms.length > 1 ? ", chosen by leaving out one point at a time." : "."),
  ];
  if (!tokens.areHabitsKnown) {
    const { requestsPerUser, sizeCv } = tokens.habits;
    lines.push(
      `The files don't tell all of how the benchmark was run; ${requestsPerUser} requests a user ` +
        `and sizes that vary by ${formatShare(sizeCv, 0)} explain it best.`,
    );
  }
  return lines;
}

function coefficientLine({ name, standardError, value }: Coefficient): string {
  if (name === "slots") return `  ${name}: ${formatCount(value)}`;
  const error = standardError === null ? "" : ` ± ${shortTime(standardError)}`;
  return `  ${name}: ${shortTime(value)}${error}`;
}

/** Coefficients go down to fractions of a nanosecond. */
function shortTime(seconds: number): string {
  if (seconds === 0 || seconds >= 1e-6) return formatSeconds(seconds);
  return `${Number((seconds * 1e9).toPrecision(3))} ns`;
}

function accuracyLines({ heldOut, leaveOneOut, measure }: Accuracy): readonly string[] {
  const name = MEASURES[measure];
  return [
    ...(leaveOneOut === null ? [] : [`${name}, one point left out: ${errorWords(leaveOneOut)}.`]),
    ...(heldOut === null ? [] : [`${name}, a fifth held out: ${errorWords(heldOut)}.`]),
  ];
}

function errorWords({ mean, median, p90, points, worst }: ErrorSummary): string {
  return (
    `off by ${formatError(mean)} on average (median ${formatError(median)}, nine in ten within ` +
    `${formatError(p90)}, worst ${formatError(worst)}; ${formatCounted(points, "point")})`
  );
}

function outlierLines(points: readonly CalibratedPoint[]): readonly string[] {
  const far = points.flatMap(({ measured, values }) =>
    values.flatMap((value) => (value.isOutlier ? [{ source: measured.source, value }] : [])),
  );
  if (far.length === 0) return [];
  const lines = far.slice(0, LISTED).map(({ source, value }) => `  ${source}: ${farWords(value)}`);
  if (far.length > LISTED) lines.push(`  and ${formatCount(far.length - LISTED)} more`);
  const count = far.length === 1 ? "1 value that fits" : `${far.length} values that fit`;
  return [`Set aside ${count} nothing else:`, ...lines];
}

function farWords({ measure, measured, predicted }: PredictedValue): string {
  return (
    `${MEASURES[measure]} ${formatSeconds(measured)} where ` +
    `${formatSeconds(predicted)} is expected`
  );
}

function trustLines({ loadRange, points }: Calibration): readonly string[] {
  const { batch, concurrency, input, output } = loadRange;
  const words: string[] = [];
  if (concurrency !== null)
    words.push(`up to ${formatCounted(concurrency[1], "request")} in flight`);
  if (batch !== null) words.push(`batches of ${batch[0]} to ${batch[1]}`);
  if (input !== null) words.push(`inputs of ${formatCount(input[0])} to ${formatCount(input[1])}`);
  if (output !== null) {
    words.push(`outputs of ${formatCount(output[0])} to ${formatCount(output[1])} tokens`);
  }
  const lines =
    words.length === 0
      ? []
      : [`Trust it for ${words.join(", ")} on a replica; beyond, times are extrapolated.`];
  const saturated = points.filter(({ isSaturated }) => isSaturated);
  if (saturated.length > 0) {
    const many = saturated.length === 1 ? "1 point is" : `${saturated.length} points are`;
    lines.push(
      `${many} past saturation, where more load brings no more answers: their waiting says more ` +
        "about the queue than about the service, and isn't fitted.",
    );
  }
  return lines;
}
