import type { Point, Result } from "../plan/result.ts";
import type { Calibrated } from "../scenario/calibration-section.ts";
import { formatCount, formatCounted, formatShare } from "./format.ts";
import { cleanText } from "./plain-text.ts";

/** Share by which a batch may be larger than any that was measured without a word about it. */
const SLACK = 0.1;

/**
 * Where the times of a service come from, in a sentence.
 *
 * @returns No sentence if the service doesn't say.
 */
export function calibrationWords({ calibration }: Calibrated): readonly string[] {
  if (calibration === null) return [];
  const { basis, date, engine, error, loadRange, source } = calibration;
  const about = [engine, date].filter((text) => text !== null).map(cleanText);
  const measured = about.length === 0 ? "" : ` (${about.join("; ")})`;
  if (basis === "estimated") {
    const mean = error === null ? "" : `; TPOT is off by ${formatShare(error, 1)} on average`;
    return [`not measured, ${cleanText(source)}${measured}${mean}`];
  }
  const off = error === null ? "" : `, off by ${formatShare(error, 1)} on points left out`;
  const most = loadRange?.concurrency?.[1];
  const upTo =
    most === undefined ? "" : `, measured up to ${formatCounted(most, "request")} in flight`;
  return [`fitted to ${cleanText(source)}${measured}${off}${upTo}`];
}

/**
 * Warns of a configuration whose replicas are busier than any that was measured.
 *
 * @param point - Usually the chosen one.
 * @returns No sentence if they aren't, or nobody knows.
 */
export function extrapolationWords(result: Result, point: Point): readonly string[] {
  const { service } = result.scenario;
  const { basis, loadRange: range = null } = service.calibration ?? {};
  const most = service.kind === "batch" ? range?.batch?.[1] : range?.concurrency?.[1];
  const { batching } = point;
  if (most === undefined || batching === null || service.kind === "serial") return [];
  const mean = batching.meanBatchSize;
  if (mean <= (1 + SLACK) * most) return [];
  return [
    `a step holds ${formatCount(mean)} requests on average, more than the ${formatCount(most)} ` +
      `that ${basis === "estimated" ? "estimates were" : "the service was"} measured at: ` +
      "its times there are extrapolated",
  ];
}
