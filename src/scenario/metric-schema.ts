import type * as z from "zod";
import type { MetricSection, SignalName, TriggerSection } from "./autoscaler-section.ts";
import { renamedInPart } from "./autoscaler-names.ts";
import { tagged } from "./choice.ts";
import { kindKey } from "./kind-key.ts";
import { mapping, type Fields, type Shape } from "./mapping.ts";
import { described } from "./node.ts";
import { amount, duration, rate, share } from "./quantity.ts";

/** What a product's sample of a signal is like unless the scenario says otherwise. */
interface Sampling {
  readonly scrape: string;
  readonly window: string;
}

/**
 * Resource metrics come from metrics-server, whose manifests set `--metric-resolution=15s` (v0.8,
 * 2025); the use it reports is that between its two last scrapes.
 */
const RESOURCE: Sampling = { scrape: "15s", window: "15s" };

/** Gauges come from Prometheus, which kube-prometheus-stack (v75, 2025) lets scrape every 30 s. */
const GAUGE: Sampling = { scrape: "30s", window: "0s" };

/**
 * Rates are `rate(…[5m])` in the default rules of prometheus-adapter (v0.12, 2024), and
 * `rate(…[2m])` in the example of KEDA's Prometheus scaler (documentation of 2.21, 2026).
 */
const RATES = {
  hpa: { scrape: "30s", window: "5m" },
  keda: { scrape: "30s", window: "2m" },
} as const;

const SIGNALS: Readonly<Record<SignalName, string>> = {
  utilization: "share of a replica's capacity in use",
  concurrency: "requests waiting or in service, per replica",
  queue: "requests waiting, per replica",
  kv: "share of a replica's KV cache in use",
  rate: "arrivals a second, per replica",
};

const partial = share({ above: 0, atMost: 1 });
const requests = amount({ above: 0, atMost: 1e9 });

const TARGETS: Readonly<Record<SignalName, readonly [z.ZodType<number>, string | number]>> = {
  utilization: [partial, "80%"],
  concurrency: [requests, 8],
  queue: [requests, 5],
  kv: [partial, "80%"],
  rate: [rate({ above: 0 }), "12/s"],
};

const ACTIVATIONS: Readonly<Record<SignalName, z.ZodType<number>>> = {
  utilization: share({ atLeast: 0, atMost: 1 }).prefault("0%"),
  concurrency: amount({ atLeast: 0, atMost: 1e9 }).prefault(0),
  queue: amount({ atLeast: 0, atMost: 1e9 }).prefault(0),
  kv: share({ atLeast: 0, atMost: 1 }).prefault("0%"),
  rate: rate({ atLeast: 0 }).prefault("0/s"),
};

/** A metric of an HPA. */
export const metricSchema: z.ZodType<MetricSection> = tagged<MetricSection>(
  "signal",
  {
    utilization: metricOf("utilization", RESOURCE, {}),
    concurrency: metricOf("concurrency", GAUGE, {}),
    queue: metricOf("queue", GAUGE, {}),
    kv: metricOf("kv", GAUGE, {}),
    rate: metricOf("rate", RATES.hpa, {}),
  },
  "what is measured",
  renamedInPart,
);

/** A metric of KEDA. */
export const triggerSchema: z.ZodType<TriggerSection> = tagged<TriggerSection>(
  "signal",
  {
    utilization: metricOf("utilization", RESOURCE, activationOf("utilization")),
    concurrency: metricOf("concurrency", GAUGE, activationOf("concurrency")),
    queue: metricOf("queue", GAUGE, activationOf("queue")),
    kv: metricOf("kv", GAUGE, activationOf("kv")),
    rate: metricOf("rate", RATES.keda, activationOf("rate")),
  },
  "what is measured",
  renamedInPart,
);

function activationOf(signal: SignalName): { readonly activation: z.ZodType<number> } {
  const [, example] = TARGETS[signal];
  return {
    activation: described(
      ACTIVATIONS[signal],
      "The first replica is started strictly above this total (KEDA's activationThreshold).",
      example,
    ),
  };
}

function metricOf<const N extends SignalName, S extends Shape>(
  signal: N,
  sampling: Sampling,
  more: S,
): z.ZodType<Fields<ReturnType<typeof shapeOf<N>> & S>> {
  return mapping({ ...shapeOf(signal, sampling), ...more });
}

function shapeOf<const N extends SignalName>(
  signal: N,
  { scrape, window }: Sampling,
): {
  readonly signal: z.ZodType<N>;
  readonly target: z.ZodType<number>;
  readonly scrape: z.ZodType<number>;
  readonly window: z.ZodType<number>;
  readonly delay: z.ZodType<number>;
} {
  const [target, example] = TARGETS[signal];
  return {
    signal: kindKey(signal, `What is measured (${SIGNALS[signal]})`),
    target: described(target, `Aimed at: ${SIGNALS[signal]}.`, example),
    scrape: described(
      duration({ atLeast: 0.001 }).prefault(scrape),
      "Time between samples.",
      scrape,
    ),
    window: described(
      duration({ atLeast: 0 }).prefault(window),
      "What a sample averages over; 0s: the instant.",
      window,
    ),
    delay: described(
      duration({ atLeast: 0 }).prefault("0s"),
      "Time until a sample can be read.",
      "5s",
    ),
  };
}
