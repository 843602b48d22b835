import type { MetricSection, SignalName } from "../../scenario/autoscaler-section.ts";
import type { ServiceSection } from "../../scenario/scenario.ts";
import { hasOneQueue, type Exportable } from "./exportable.ts";
import { secondsText } from "./provenance.ts";

/** Where a cluster gets a signal from. */
export interface SignalSource {
  /** PromQL of the total over the fleet, in the unit of the target. */
  readonly query: string;
  /** Name under which a metrics adapter would serve it. */
  readonly adapterName: string;
  /** The series the query reads, as its server exports them. */
  readonly series: string;
  /** True if the name is nobody's, and stands for one of the reader's own. */
  readonly isStandIn: boolean;
  /** What it measures otherwise than the simulation; null if it is the same. */
  readonly difference: string | null;
}

/** A gauge: `series` summed over pods. */
interface Gauge {
  readonly series: readonly string[];
  /** What the sum is divided by. */
  readonly per?: number;
  readonly adapterName: string;
  readonly isStandIn?: boolean;
  readonly difference?: string;
}

const OWN_RATE: Gauge = {
  series: ["http_requests_total"],
  adapterName: "http_requests_per_second",
  isStandIn: true,
};

/**
 * Metrics of vLLM's V1 engine and of NVIDIA's DCGM exporter.
 *
 * @see https://github.com/vllm-project/vllm, vllm/v1/metrics/loggers.py, read in November 2026.
 */
const VLLM: Readonly<Record<SignalName, Gauge>> = {
  queue: { series: ["vllm:num_requests_waiting"], adapterName: "vllm_num_requests_waiting" },
  concurrency: {
    series: ["vllm:num_requests_running", "vllm:num_requests_waiting"],
    adapterName: "vllm_num_requests_running_and_waiting",
  },
  kv: { series: ["vllm:kv_cache_usage_perc"], adapterName: "vllm_kv_cache_usage_perc" },
  rate: {
    ...OWN_RATE,
    difference: "vLLM counts requests when they end: count arrivals at the gateway",
  },
  utilization: {
    series: ["DCGM_FI_DEV_GPU_UTIL"],
    per: 100,
    adapterName: "gpu_utilization",
    difference:
      "the simulation counts a replica as busy with a single sequence, as DCGM's gauge about does; a pod of several GPUs must count once",
  },
};

/**
 * Metrics of Triton Inference Server.
 *
 * @see https://github.com/triton-inference-server/server, docs/user_guide/metrics.md, read in
 *   November 2026.
 */
const TRITON: Readonly<Record<SignalName, Gauge>> = {
  queue: {
    series: ["nv_inference_pending_request_count"],
    adapterName: "nv_inference_pending_request_count",
  },
  concurrency: {
    series: ["requests_in_flight"],
    adapterName: "requests_in_flight",
    isStandIn: true,
    difference: "Triton has a gauge of waiting requests alone",
  },
  kv: { series: ["kv_cache_usage"], adapterName: "kv_cache_usage", isStandIn: true },
  rate: {
    ...OWN_RATE,
    difference: "Triton counts requests when they end: count arrivals at the gateway",
  },
  utilization: { series: ["nv_gpu_utilization"], adapterName: "nv_gpu_utilization" },
};

const OWN: Readonly<Record<SignalName, Gauge>> = {
  queue: { series: ["requests_waiting"], adapterName: "requests_waiting", isStandIn: true },
  concurrency: {
    series: ["requests_in_flight"],
    adapterName: "requests_in_flight",
    isStandIn: true,
  },
  kv: TRITON.kv,
  rate: OWN_RATE,
  utilization: { series: ["busy_share"], adapterName: "busy_share", isStandIn: true },
};

const SOURCES: Readonly<Record<ServiceSection["kind"], Readonly<Record<SignalName, Gauge>>>> = {
  continuous: VLLM,
  batch: TRITON,
  serial: OWN,
};

/** What is known of the one queue of a fleet; the rest is known of its pods. */
const OF_QUEUE: ReadonlySet<SignalName> = new Set(["concurrency", "queue", "rate"]);

/** True if no pod has a share of the signal of its own, since requests wait in front of the fleet. */
export function isOfQueue(signal: SignalName, exportable: Exportable): boolean {
  return OF_QUEUE.has(signal) && hasOneQueue(exportable);
}

/**
 * Where a cluster gets a signal from, by the metrics of the product that the service is modelled
 * on. A queue in front of the fleet is no part of that product.
 */
export function signalSource(
  { signal, window }: Pick<MetricSection, "signal" | "window">,
  exportable: Exportable,
): SignalSource {
  const { kind } = exportable.result.scenario.service;
  const gauge = (isOfQueue(signal, exportable) ? OWN : SOURCES[kind])[signal];
  const { difference = null, isStandIn = false, per = 1, adapterName, series } = gauge;
  const total = series.map((name) => `sum(${rangeOf(name, signal, window)})`).join(" + ");
  return {
    query: per === 1 ? total : `${total} / ${per}`,
    adapterName,
    series: series.join(" and "),
    isStandIn,
    difference,
  };
}

function rangeOf(series: string, signal: SignalName, window: number): string {
  // A rate needs a range; so does the mean over a window, which an instant's value has not.
  if (signal === "rate") return `rate(${series}[${rangeText(window === 0 ? 60 : window)}])`;
  return window === 0 ? series : `avg_over_time(${series}[${rangeText(window)}])`;
}

/** Prometheus has whole milliseconds. */
function rangeText(seconds: number): string {
  return Number.isInteger(seconds)
    ? secondsText(seconds)
    : `${Math.max(1, Math.round(seconds * 1000))}ms`;
}

/**
 * Lines of comment on a metric: what its name stands for and how it was sampled.
 *
 * @param label - What the line begins with, such as `Metric 1 (queue)`.
 */
export function metricLines(
  label: string,
  metric: MetricSection,
  source: SignalSource,
): readonly string[] {
  const { delay, scrape, window } = metric;
  const { difference, isStandIn, series } = source;
  const over = window === 0 ? "instant values" : `means over ${secondsText(window)}`;
  return [
    isStandIn
      ? `${label}: ${series} stands in for your own metric: put its name there.`
      : `${label}: from ${series}, as its server exports it; select this deployment's pods.`,
    `  Simulated as ${over}, sampled every ${secondsText(scrape)}, readable after ${secondsText(delay)}:`,
    "  scrape interval and delay are your monitoring's, and not part of this object.",
    ...(difference === null ? [] : [`  Otherwise than simulated: ${difference}.`]),
  ];
}
