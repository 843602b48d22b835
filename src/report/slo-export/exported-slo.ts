import type { ObjectiveSection, SloSection } from "../../scenario/scenario.ts";
import { boundText, bucketProblem, type MetricNames } from "./metric-names.ts";

/** What is exported, and under which names. */
export interface SloExport {
  /** Name of the scenario, of which those of its SLOs are made. */
  readonly service: string;
  readonly slo: SloSection;
  readonly metrics: MetricNames;
}

/** Documents in one of the formats, and what is to be said of them. */
export interface ExportedSlo extends Remarks {
  /** Plain data, each a document. */
  readonly documents: readonly unknown[];
}

/** What a file of SLOs doesn't say as the scenario does, and what its queries need. */
export interface Remarks {
  readonly warnings: string[];
  /** Buckets that the queries need, of histograms whose buckets aren't known. */
  readonly needs: string[];
  /** Queries that find nothing as the server is, with what to do; none may go live. */
  readonly emptyQueries: string[];
}

/** Remarks to add to. */
export function noRemarks(): Remarks {
  return { warnings: [], needs: [], emptyQueries: [] };
}

/** An objective with the queries that count it. */
export interface CountedObjective {
  readonly objective: ObjectiveSection;
  /** Unique among the objectives: `[a-z0-9-]`, at most 63 characters. */
  readonly name: string;
  /** Series of requests within the bound, of all requests, and its labels. */
  readonly good: string;
  readonly total: string;
}

const LONGEST_NAME = 63;

/**
 * The objectives with their queries; those without a histogram are left out with a warning.
 *
 * @param remarks - Are added to.
 */
export function countObjectives(
  { metrics, service, slo }: SloExport,
  { emptyQueries, needs, warnings }: Remarks,
): readonly CountedObjective[] {
  const names = new Set<string>();
  return slo.objectives.flatMap((objective) => {
    const { class: ofClass, metric, within } = objective;
    const histogram = metrics.names[metric];
    if (histogram === null) {
      warnings.push(
        `no histogram is known for ${metric}, so its objective is left out: name one with --metric ${metric}=NAME`,
      );
      return [];
    }
    const bound = `le="${boundText(metrics, within)}"`;
    const found = bucketProblem(metrics, histogram, within);
    if (found !== null) {
      emptyQueries.push(`${found.problem}: ${found.remedy}, with --metric ${metric}=NAME`);
    }
    if (!metrics.buckets.has(histogram)) needs.push(needOf(histogram, within, bound));
    const labels = ofClass === null ? "" : `class="${ofClass}"`;
    if (ofClass !== null && metrics.buckets.has(histogram)) {
      emptyQueries.push(
        `${histogram} has no label class, by which requests of ${ofClass} could be told: measure them at the gateway and name its histogram with --metric ${metric}=NAME`,
      );
    } else if (ofClass !== null) {
      needs.push(`${histogram} must have a label ${labels}: without it a query finds nothing`);
    }
    return [
      {
        objective,
        name: uniqueName(nameOf(service, objective), names),
        good: `${histogram}_bucket{${labels === "" ? bound : `${labels},${bound}`}}`,
        total: `${histogram}_count${labels === "" ? "" : `{${labels}}`}`,
      },
    ];
  });
}

/** The bucket that a server must be given. Prometheus 3 and Python's client write `1.0` for 1. */
function needOf(histogram: string, within: number, bound: string): string {
  const isSpelledOtherwise = Number.isInteger(within) && !bound.includes(".");
  const spelling = isSpelledOtherwise ? `, which Prometheus 3 stores as le="${within}.0"` : "";
  return `${histogram} must have a bucket that ends at ${within} s (${bound}${spelling}): a query for any other bound finds nothing`;
}

/** Such as `chat-burst-interactive-ttft-p99`. */
function nameOf(service: string, { class: ofClass, metric, target }: ObjectiveSection): string {
  const quantile = `p${percent(target)}`.replace(".", "-");
  const parts = [service, ...(ofClass === null ? [] : [ofClass]), metric, quantile];
  return parts.join("-").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function uniqueName(name: string, taken: Set<string>): string {
  const start = name.slice(-LONGEST_NAME).replace(/^-+/, "");
  let unique = start;
  for (let number = 2; taken.has(unique); number++) unique = `${start.slice(0, -3)}-${number}`;
  taken.add(unique);
  return unique;
}

/** A share in percent, without the noise of binary fractions. */
export function percent(share: number): number {
  return Number((share * 100).toPrecision(12));
}

/** "99% of requests with ttft within 0.5 s". */
export function describeObjective(objective: ObjectiveSection): string {
  const { class: ofClass, metric, target, within } = objective;
  const whose = ofClass === null ? "requests" : `${ofClass} requests`;
  return `${percent(target)}% of ${whose} with ${metric} within ${within} s`;
}

const UNITS = [
  ["w", 604_800],
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

/**
 * A duration as Prometheus, OpenSLO and Pyrra write it, in the largest unit that divides it.
 *
 * @param seconds - Rounded to whole ones.
 */
export function durationText(seconds: number, largest: "w" | "d" = "d"): string {
  const whole = Math.max(1, Math.round(seconds));
  const units = largest === "w" ? UNITS : UNITS.slice(1);
  const [unit, length] = units.find(([, one]) => whole % one === 0) ?? ["s", 1];
  return `${whole / length}${unit}`;
}
