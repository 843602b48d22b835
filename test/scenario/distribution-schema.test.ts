import { describe } from "vitest";
import { EXAMPLE, MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

const input = "{distribution: lognormal, p50: 1020, p95: 4083, max: 8192}";

function time(law: string): Place {
  return [MINIMAL, "time: 20ms", `time: ${law}`];
}

function tokens(law: string): Place {
  return [EXAMPLE, input, law];
}

describe("distributions", () => {
  refuseEach("refuses", [
    [
      ...time("{distribution: ‸normal, mean: 1s}"),
      "service.time.distribution",
      "must be one of constant, uniform, exponential, lognormal, gamma, pareto, empirical",
    ],
    [
      ...time("{distribution: uniform, min: ‸2s, max: 1s}"),
      "service.time.min",
      "must be at most max",
    ],
    [
      ...time("{distribution: exponential, mean: ‸0s}"),
      "service.time.mean",
      "must be more than 0s",
    ],
    [
      ...time("{distribution: exponential, mean: 1s, min: ‸3s, max: 2s}"),
      "service.time.min",
      "must be less than max",
    ],
    [
      ...time("{distribution: exponential, mean: 1s, ‸shift: 2s}"),
      "service.time.shift",
      "is not a known key; allowed: distribution, mean, min, max",
    ],
    [
      ...time("{distribution: gamma, mean: 1s, cv: ‸21}"),
      "service.time.cv",
      "must be more than 0 and at most 20",
    ],
    [
      ...time("{distribution: pareto, scale: 1s, shape: ‸0}"),
      "service.time.shape",
      "must be more than 0",
    ],
    [
      ...time("‸{distribution: lognormal}"),
      "service.time",
      "must have mean and cv, or two percentiles",
      "p50",
    ],
    [
      ...time("‸{distribution: lognormal, p50: 1s}"),
      "service.time",
      "must have two percentiles, got 1",
    ],
    [
      ...time("‸{distribution: lognormal, p50: 1s, p90: 2s, p99: 3s}"),
      "service.time",
      "must have two percentiles, got 3",
    ],
    [
      ...time("‸{distribution: lognormal, mean: 1s, p90: 2s, p99: 3s}"),
      "service.time",
      "got mean with percentiles",
      "remove one",
    ],
    [
      ...time("{distribution: lognormal, p50: 2s, p95: ‸2s}"),
      "service.time.p95",
      "must be more than the value at p50",
    ],
    [
      ...time("{distribution: lognormal, p99.9: 2s, p999: ‸3s}"),
      "service.time.p999",
      "is the same percentile as p99.9",
    ],
    [
      ...time("{distribution: lognormal, p50: 2s, p100: ‸3s}"),
      "service.time.p100",
      "is not a percentile",
    ],
    [...time("‸{distribution: empirical}"), "service.time", "must have values or quantiles"],
    [
      ...time("‸{distribution: empirical, values: [1s], quantiles: {p1: 1s, p2: 2s}}"),
      "service.time",
      "must have values or quantiles, got both",
    ],
    [
      ...time("{distribution: empirical, values: ‸[]}"),
      "service.time.values",
      "must be a list of at least 1",
    ],
    [
      ...time("{distribution: empirical, values: [1s, ‸2]}"),
      "service.time.values[1]",
      "must carry a unit",
    ],
    [
      ...time("{distribution: empirical, quantiles: ‸{p50: 1s}}"),
      "service.time.quantiles",
      "must have at least two percentiles, got 1",
    ],
    [
      ...time("{distribution: empirical, quantiles: {p50: 2s, p99: ‸1s}}"),
      "service.time.quantiles.p99",
      "must not be less than the value at p50",
    ],
    [
      ...time("{distribution: empirical, quantiles: {p50: 2s, ‸median: 3s, p99: 3s}}"),
      "service.time.quantiles.median",
      "is not a known key; allowed: p50 … p99.9",
    ],
    [...tokens("‸0"), "workload.generate.input", "must be between 1 and 10,000,000, got 0"],
    [...tokens("‸20M"), "workload.generate.input", "must be between 1 and 10,000,000"],
    [
      ...tokens("‸512tokens"),
      "workload.generate.input",
      "must be a whole number such as 512 or 16k",
    ],
    [
      ...tokens("{distribution: exponential, mean: ‸20M}"),
      "workload.generate.input.mean",
      "must be more than 0 and at most 10,000,000",
    ],
    [
      ...tokens("{distribution: exponential, mean: ‸5ms}"),
      "workload.generate.input.mean",
      "must be a number such as 512 or 1.5k",
    ],
    [...tokens("‸[1, 2]"), "workload.generate.input", "must be a plain value or a distribution"],
  ]);
});
