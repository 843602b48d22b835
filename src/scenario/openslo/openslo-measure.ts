import type { KeyPath } from "../key-path.ts";
import type { ObjectiveSection } from "../scenario.ts";
import {
  bucketOfQuery,
  metricOfName,
  quantileOfQuery,
  secondsPerUnit,
} from "./indicator-metric.ts";
import type { IndicatorPlace } from "./openslo-objective.ts";
import type { IndicatorMapping, MeasureMapping } from "./openslo-section.ts";
import type { SloDocument } from "./slo-document.ts";

/** Annotations by which tailcap finds its own objectives again. */
export const METRIC_ANNOTATION = "tailcap/metric";
/** The class that an objective is about. */
export const CLASS_ANNOTATION = "tailcap/class";

/** What an objective measures. */
export interface Measure {
  readonly metric: ObjectiveSection["metric"];
  /** Seconds. */
  readonly within: number;
  /** The quantile that the indicator is; null for one of requests. */
  readonly quantile: number | null;
}

/** An SLO whose indicator is looked at. */
export interface MeasuredSlo {
  readonly slo: SloDocument;
  readonly name: string;
  readonly indicator: IndicatorPlace;
  readonly mapping: IndicatorMapping | undefined;
}

/** Reads what an objective measures; null after it has failed. */
export function readMeasure(measured: MeasuredSlo, objective: KeyPath): Measure | null {
  const { indicator, mapping, slo } = measured;
  const { document, path } = indicator;
  const own = mapping === undefined || mapping === "skip" ? null : mapping;
  const query = queryOf(document, path);
  const metric = metricOf(measured, own, query);
  if (metric === null) return null;
  if (document.has(...path, "thresholdMetric")) {
    const within = readThreshold(slo, objective, own, query);
    if (within === null) return null;
    return { metric, within, quantile: own?.quantile ?? quantileOfQuery(query) };
  }
  if (!document.has(...path, "ratioMetric")) {
    return document.fail(path, "must have a thresholdMetric or a ratioMetric", null);
  }
  const bound = bucketOfQuery(query);
  const within = own?.within ?? (bound === null ? null : scaled(bound, own, query));
  if (within !== null && within > 0) return { metric, within, quantile: null };
  const name = indicator.name ?? measured.name;
  return document.fail(
    [...path, "ratioMetric"],
    "has no bound of a histogram (le) in its query of good requests",
    `say what is good: slo: {openslo: {file: …, metrics: {${name}: {metric: ${metric}, within: 30s}}}}, or skip it`,
  );
}

/** The query that tells what is measured: of the threshold, or of the good requests. */
function queryOf(document: SloDocument, path: KeyPath): string {
  const sources = [
    ["thresholdMetric", "metricSource"],
    ["ratioMetric", "good", "metricSource"],
    ["ratioMetric", "raw", "metricSource"],
    ["ratioMetric", "bad", "metricSource"],
  ];
  const found = sources.find((source) => document.has(...path, ...source, "spec", "query"));
  if (found === undefined) return "";
  return document.words(...path, ...found, "spec", "query") ?? "";
}

function metricOf(
  { indicator, name, slo }: MeasuredSlo,
  mapping: MeasureMapping | null,
  query: string,
): Measure["metric"] | null {
  if (mapping !== null) return mapping.metric;
  const annotated = slo.words("metadata", "annotations", METRIC_ANNOTATION);
  const known = (["latency", "ttft", "tpot", "queueWait"] as const).find(
    (one) => one === annotated,
  );
  if (known !== undefined) return known;
  const names = [query, indicator.name ?? "", name];
  const found = names.map(metricOfName).find((one) => one !== null);
  if (found !== undefined && found !== null) return found;
  return slo.fail(
    ["metadata", "name"],
    "doesn't say what it measures, nor do its indicator and query",
    `say it: slo: {openslo: {file: …, metrics: {${name}: latency}}}, or ${name}: skip`,
  );
}

/** Reads the value of an objective on a threshold, in seconds; null after it has failed. */
function readThreshold(
  slo: SloDocument,
  path: KeyPath,
  mapping: MeasureMapping | null,
  query: string,
): number | null {
  if (mapping?.within != null) return mapping.within;
  const op = slo.at(...path, "op");
  if (op === "gte" || op === "gt") {
    const message = `is ${op}: it would be good to be slow`;
    return slo.fail([...path, "op"], message, "a latency is good up to its value: op: lte");
  }
  if (op !== "lte" && op !== "lt") {
    return slo.fail([...path, "op"], `must be lte or lt, got ${String(op)}`, null);
  }
  const value = slo.number(...path, "value");
  if (value !== null && value > 0) return scaled(value, mapping, query);
  const found = String(slo.at(...path, "value"));
  return slo.fail([...path, "value"], `must be a number above 0, got ${found}`, null);
}

function scaled(value: number, mapping: MeasureMapping | null, query: string): number {
  const isMilliseconds =
    mapping?.unit == null ? secondsPerUnit(query) === 1e-3 : mapping.unit === "ms";
  return isMilliseconds ? Number(`${value}e-3`) : value;
}
