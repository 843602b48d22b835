import type * as z from "zod";
import type { AdaptiveConcurrencySection, AdmissionSection } from "./admission-section.ts";
import { checkBounds } from "./check-bounds.ts";
import { mapping } from "./mapping.ts";
import { described, orNull } from "./node.ts";
import { count, duration, rate, share } from "./quantity.ts";

const tokenBucket = mapping({
  rate: described(rate({ above: 0 }), "Requests let in, in the long run.", "100/s"),
  burst: described(count(1, 1_000_000_000), "Requests let in at once after a quiet time.", 50),
});

/**
 * Envoy's `gradient_controller_config` (v1.35, 2025). It has no default for `interval` and
 * `concurrency_update_interval`; these are of the example in its documentation.
 */
const limitParams = mapping({
  maxConcurrencyLimit: described(
    count(1, 1_000_000_000).prefault(1000),
    "Most requests at once (Envoy 1.35: 1000).",
    1000,
  ),
  concurrencyUpdateInterval: described(
    duration({ atLeast: 0.001 }).prefault("100ms"),
    "Time between updates of the limit (example of Envoy 1.35: 0.1s).",
    "100ms",
  ),
});

const rttParams = mapping({
  interval: described(
    duration({ atLeast: 0.001 }).prefault("60s"),
    "Time between measurements of the least round-trip time (example of Envoy 1.35: 60s).",
    "60s",
  ),
  requestCount: described(
    count(1, 1_000_000_000).prefault(50),
    "Requests in a measurement (Envoy 1.35: 50).",
    50,
  ),
  jitter: described(
    share({ atLeast: 0, atMost: 1 }).prefault("15%"),
    "By how much the interval is lengthened at random, at most (Envoy 1.35: 15%).",
    "15%",
  ),
  minConcurrency: described(
    count(1, 1_000_000_000).prefault(3),
    "Requests at once during a measurement, and the least limit (Envoy 1.35: 3).",
    3,
  ),
  buffer: described(
    share({ atLeast: 0, atMost: 10 }).prefault("25%"),
    "Added to the least round-trip time for natural variation (Envoy 1.35: 25%).",
    "25%",
  ),
});

const adaptiveConcurrency: z.ZodType<AdaptiveConcurrencySection> = mapping(
  {
    sampleAggregatePercentile: described(
      share({ above: 0, below: 1 }).prefault("50%"),
      "Which percentile of the latencies is compared (Envoy 1.35: p50).",
      "90%",
    ),
    concurrencyLimitParams: described(limitParams.prefault({}), "The limit.", {
      concurrencyUpdateInterval: "100ms",
    }),
    minRttCalcParams: described(rttParams.prefault({}), "The least round-trip time.", {
      interval: "60s",
    }),
  },
  ({ concurrencyLimitParams: limit, minRttCalcParams: rtt }, report) =>
    checkBounds(
      ["minRttCalcParams.minConcurrency", rtt?.minConcurrency],
      ["concurrencyLimitParams.maxConcurrencyLimit", limit?.maxConcurrencyLimit],
      (complaint) => report({ ...complaint, path: ["minRttCalcParams", "minConcurrency"] }),
    ),
);

/** Defaults of RFC 8289 (2018), section 4.2 and 4.3. */
const codel = mapping({
  target: described(
    duration({ above: 0 }).prefault("5ms"),
    "Waiting time that is put up with (RFC 8289: 5ms).",
    "5ms",
  ),
  interval: described(
    duration({ above: 0 }).prefault("100ms"),
    "How long it may be exceeded before requests are dropped (RFC 8289: 100ms).",
    "100ms",
  ),
});

/** Ben Maurer, "Fail at Scale", ACM Queue 13(8), 2015: N = 100 ms and M = 5 ms. */
const adaptiveLifo = mapping(
  {
    interval: described(
      duration({ above: 0 }).prefault("100ms"),
      "How long a queue must not have been empty for overload; the waiting time allowed else (Fail at Scale: 100ms).",
      "100ms",
    ),
    busyTimeout: described(
      duration({ above: 0 }).prefault("5ms"),
      "The waiting time allowed under overload (Fail at Scale: 5ms).",
      "5ms",
    ),
  },
  ({ interval, busyTimeout }, report) =>
    checkBounds(["busyTimeout", busyTimeout], ["interval", interval], report),
);

const deadlineAware = mapping({
  estimate: described(
    duration({ atLeast: 0 }),
    "How long an answer takes from its start; what can't be answered in time is dropped.",
    "200ms",
  ),
});

/** What is turned away or dropped to protect the service. */
export const admissionSchema: z.ZodType<AdmissionSection> = mapping({
  tokenBucket: described(orNull(tokenBucket), "A limit on the rate at the door.", {
    rate: "100/s",
    burst: 50,
  }),
  adaptiveConcurrency: described(
    orNull(adaptiveConcurrency),
    "Envoy's limit on the requests at once, found from their latencies.",
    { sampleAggregatePercentile: "90%" },
  ),
  codel: described(orNull(codel), "Controlled delay: drops what has waited too long.", {
    target: "5ms",
    interval: "100ms",
  }),
  adaptiveLifo: described(
    orNull(adaptiveLifo),
    "Newest first, and a short wait, while the queue doesn't empty.",
    { interval: "100ms", busyTimeout: "5ms" },
  ),
  deadlineAware: described(orNull(deadlineAware), "Drops what would be answered too late.", {
    estimate: "200ms",
  }),
});
