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
 * @see https://github.com/vllm-project/vllm, vllm/v1/metrics/loggers.py, read in November 2026. No
 * option of the server changes them; a flag was under review (`--custom-histogram-buckets`, July
 * 2026).
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

/** Why a query of a histogram finds nothing. */
export interface BucketProblem {
  readonly problem: string;
  readonly remedy: string;
}

/**
 * Says if a histogram has no bucket that ends where an objective does, and which do.
 *
 * @param within - Seconds.
 */
export function bucketProblem(
  metrics: MetricNames,
  name: string,
  within: number,
): BucketProblem | null {
  const bounds = metrics.buckets.get(name);
  if (bounds === undefined || bounds.includes(within)) return null;
  const ends = [
    bounds.findLast((bound) => bound < within),
    bounds.find((bound) => bound > within),
  ].filter((bound) => bound !== undefined);
  const nearest = ends.length === 1 ? "the nearest ends" : "the nearest end";
  return {
    problem:
      `${name} has no bucket that ends at ${within} s, ${nearest} at ${ends.join(" and ")} s: ` +
      "the query finds nothing, and vLLM has no option for other buckets",
    remedy:
      `give the objective a bound of ${ends.map((bound) => `${bound} s`).join(" or ")}, or take ` +
      `a histogram of your own that has le="${boundText(metrics, within)}"`,
  };
}

/**
 * Says if a query asks for a bucket that a known histogram doesn't have, or not as its label `le`
 * is written.
 *
 * @param name - Of the histogram, without `_bucket`.
 * @param asked - Whether the query takes a value of `le`.
 * @param written - What the query has in place of the bound.
 * @returns null for a histogram whose buckets aren't known.
 */
export function askedBucketProblem(
  name: string,
  asked: (le: string) => boolean,
  written: string,
): BucketProblem | null {
  const metrics = Object.values(METRIC_PRESETS).find(({ buckets }) => buckets.has(name));
  const labels = metrics?.buckets.get(name)?.map((bound) => boundText(metrics, bound)) ?? [];
  if (metrics === undefined || [...labels, "+Inf"].some(asked)) return null;
  const bound = Number(written);
  if (Number.isNaN(bound)) {
    const problem = `${name} has no bucket of le ${written}: the query finds nothing`;
    return { problem, remedy: `it has ${labels.join(", ")}` };
  }
  const label = boundText(metrics, bound);
  const misspelled = {
    problem: `${name} writes this bound as le="${label}", not "${written}": the query finds nothing`,
    remedy: `ask for le="${label}"`,
  };
  return bucketProblem(metrics, name, bound) ?? misspelled;
}

/** A bound as it stands in the label `le`. */
export function boundText({ hasDecimals }: MetricNames, within: number): string {
  return hasDecimals && Number.isInteger(within) ? `${within}.0` : String(within);
}
