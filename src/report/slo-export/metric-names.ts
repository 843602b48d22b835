import type { ObjectiveSection } from "../../scenario/scenario.ts";

type Metric = ObjectiveSection["metric"];

/** Prometheus histograms that objectives are written on, in seconds. */
export interface MetricNames {
  /** Base names, without `_bucket`; null where there is none. */
  readonly names: Readonly<Record<Metric, string | null>>;
  /** Upper bounds of their buckets, where they are known. */
  readonly buckets: ReadonlyMap<string, readonly number[]>;
  /** True if whole bounds have a decimal, as Python's client and Prometheus 3 write them: `1.0`. */
  readonly hasDecimals: boolean;
}

const TOKEN_BUCKETS = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
];
const REQUEST_BUCKETS = [
  0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
];
const FIRST_TOKEN_BUCKETS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
  160, 640, 2560,
];

/**
 * Histograms of vLLM's V1 engine with their buckets.
 *
 * @see https://github.com/vllm-project/vllm, vllm/v1/metrics/loggers.py, read in November 2026.
 */
const VLLM: MetricNames = {
  names: {
    ttft: "vllm:time_to_first_token_seconds",
    tpot: "vllm:request_time_per_output_token_seconds",
    latency: "vllm:e2e_request_latency_seconds",
    queueWait: "vllm:request_queue_time_seconds",
  },
  buckets: new Map([
    ["vllm:time_to_first_token_seconds", FIRST_TOKEN_BUCKETS],
    ["vllm:request_time_per_output_token_seconds", TOKEN_BUCKETS],
    ["vllm:inter_token_latency_seconds", TOKEN_BUCKETS],
    ["vllm:e2e_request_latency_seconds", REQUEST_BUCKETS],
    ["vllm:request_queue_time_seconds", REQUEST_BUCKETS],
  ]),
  hasDecimals: true,
};

/** The name that Prometheus' own client libraries use in their examples of HTTP servers. */
const HTTP: MetricNames = {
  names: { latency: "http_request_duration_seconds", ttft: null, tpot: null, queueWait: null },
  buckets: new Map(),
  hasDecimals: false,
};

/** Names by product. */
export const METRIC_PRESETS: Readonly<Record<"vllm" | "http", MetricNames>> = {
  vllm: VLLM,
  http: HTTP,
};

/** Says if a histogram has no bucket that ends where an objective does, and which do. */
export function bucketProblem(
  { buckets }: MetricNames,
  name: string,
  within: number,
): string | null {
  const bounds = buckets.get(name);
  if (bounds === undefined || bounds.includes(within)) return null;
  const below = bounds.findLast((bound) => bound < within);
  const above = bounds.find((bound) => bound > within);
  const near = [below, above].filter((bound) => bound !== undefined).join(" and ");
  return `${name} has no bucket that ends at ${within} s, the nearest end at ${near} s: the query finds nothing`;
}

/** A bound as it stands in the label `le`. */
export function boundText({ hasDecimals }: MetricNames, within: number): string {
  return hasDecimals && Number.isInteger(within) ? `${within}.0` : String(within);
}
