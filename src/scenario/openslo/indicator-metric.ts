import type { ObjectiveSection } from "../scenario.ts";

type Metric = ObjectiveSection["metric"];

/**
 * What names of metrics and indicators are about, the more telling first. vLLM's names are those of
 * its V1 engine and the older ones.
 */
const NAMES: readonly (readonly [pattern: RegExp, metric: Metric])[] = [
  [/time[_-]?to[_-]?first[_-]?token|\bttft\b|(?:^|[_-])ttft(?:[_-]|$)/i, "ttft"],
  [/time[_-]?per[_-]?output[_-]?token|inter[_-]?token|(?:^|[_-])(?:tpot|itl)(?:[_-]|$)/i, "tpot"],
  [/queue[_-]?(?:wait|time|duration)|wait[_-]?time|time[_-]?in[_-]?queue/i, "queueWait"],
  [/latency|duration|response[_-]?time|e2e/i, "latency"],
];

/** The measure that a name is about; null if it doesn't say. */
export function metricOfName(name: string): Metric | null {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** The share q of a query that is a quantile of a histogram, such as 0.99; null for another query. */
export function quantileOfQuery(query: string): number | null {
  const match = /histogram_quantile\s*\(\s*(0?\.\d+)\s*,/.exec(query);
  return match === null ? null : Number(match[1]);
}

/** The bound `le` of a query on a bucket of a histogram, in the metric's unit; null without one. */
export function bucketOfQuery(query: string): number | null {
  const match = /\ble\s*=~?\s*["']([^"']+)["']/.exec(query);
  if (match === null) return null;
  // Both spellings of a whole number may be asked for: 1|1\.0.
  const [first] = match[1].split("|");
  const bound = Number(first.replaceAll("\\", ""));
  return Number.isFinite(bound) ? bound : null;
}

/** Seconds of a unit of a query's metric, by its name: milliseconds if it says so. */
export function secondsPerUnit(query: string): number {
  return /milliseconds|_millis\b|_ms(?:_|\b)/i.test(query) ? 1e-3 : 1;
}
