import type { Point, Result } from "../plan/result.ts";
import type { CalibrationSection } from "../scenario/calibration-section.ts";
import type { ObjectiveSection, ServiceSection } from "../scenario/scenario.ts";
import { formatCount, formatCounted, formatShare, metricName } from "./format.ts";
import { cleanText } from "./plain-text.ts";

/** Share by which a batch may be larger than any that was measured without a word about it. */
const SLACK = 0.1;

/** What of a scenario says which of its times are known. */
export interface CalibratedScenario {
  readonly service: Pick<ServiceSection, "calibration" | "kind">;
  readonly slo: { readonly objectives: readonly Pick<ObjectiveSection, "metric">[] };
}

/**
 * Where the times of a service come from and how far those are off that the SLO is on, in a
 * sentence.
 *
 * @returns No sentence if the service doesn't say.
 */
export function calibrationWords({ service, slo }: CalibratedScenario): readonly string[] {
  const { calibration } = service;
  if (calibration === null) return [];
  const { basis, date, engine, loadRange, source } = calibration;
  const about = [engine, date].filter((text) => text !== null).map(cleanText);
  const measured = about.length === 0 ? "" : ` (${about.join("; ")})`;
  const errors =
    service.kind === "continuous"
      ? tokenErrors(calibration, slo.objectives)
      : { known: offWords([["times", calibration.error]]), unknown: "" };
  const unknown = errors.unknown === "" ? "" : `; the error of ${errors.unknown} isn't known`;
  if (basis === "estimated") {
    const known = errors.known === "" ? "" : `; ${errors.known} on average`;
    return [`not measured, ${cleanText(source)}${measured}${known}${unknown}`];
  }
  const off = errors.known === "" ? "" : `, ${errors.known} on points left out`;
  const most = loadRange?.concurrency?.[1];
  const upTo =
    most === undefined ? "" : `, measured up to ${formatCounted(most, "request")} in flight`;
  return [`fitted to ${cleanText(source)}${measured}${off}${upTo}${unknown}`];
}

type NamedError = readonly [name: string, error: number | null];

/**
 * The errors of what the SLO is on, and of which of that none is known; then all that are, for
 * they are the nearest there is.
 */
function tokenErrors(
  { error, ttftError }: CalibrationSection,
  objectives: readonly Pick<ObjectiveSection, "metric">[],
): { readonly known: string; readonly unknown: string } {
  const all: readonly NamedError[] = [
    ["TPOT", error],
    ["TTFT", ttftError ?? null],
  ];
  const known = all.filter(([, one]) => one !== null);
  // How long requests queue follows from the traffic as much as from the times.
  const asked = new Set(
    objectives.flatMap(({ metric }) => (metric === "queueWait" ? [] : [metricName(metric)])),
  );
  const unknown = [...asked].filter((name) => known.every(([other]) => other !== name));
  const isCovered = asked.size > 0 && unknown.length === 0;
  return {
    known: offWords(isCovered ? known.filter(([name]) => asked.has(name)) : known),
    unknown: unknown.join(" and "),
  };
}

/** "TPOT off by 4.2% and TTFT by 9.5%"; empty if no error is known. */
function offWords(errors: readonly NamedError[]): string {
  const texts = errors.flatMap(([name, error], index) => {
    if (error === null) return [];
    return [`${name}${index === 0 ? " off" : ""} by ${formatShare(error, 1)}`];
  });
  return texts.join(" and ");
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
