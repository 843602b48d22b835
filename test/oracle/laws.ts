import type { Distribution } from "../../src/random/distribution.ts";
import type { Stream } from "../../src/random/stream.ts";

/** Exponential law. */
export function exponential(mean = 1): Distribution {
  return { distribution: "exponential", mean, min: null, max: null };
}

/** Always the same value. */
export function constant(value = 1): Distribution {
  return { distribution: "constant", value };
}

/** Sum of `phases` exponential variates, of mean 1: gamma with cv² = 1/phases. */
export function erlang(phases: number): Distribution {
  return { distribution: "gamma", mean: 1, cv: 1 / Math.sqrt(phases), min: null, max: null };
}

/** Lognormal of mean 1 with the given squared coefficient of variation. */
export function lognormal(scv: number): Distribution {
  return { distribution: "lognormal", mean: 1, cv: Math.sqrt(scv), min: null, max: null };
}

/**
 * Draws from the hyperexponential law of mean 1 and the given squared coefficient of variation with
 * balanced means: either branch brings in half of the mean.
 *
 * @param scv - At least 1.
 */
export function hyperexponential(scv: number): (stream: Stream) => number {
  const share = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  return (stream) => {
    const branchMean = 1 / (2 * (stream() < share ? share : 1 - share));
    return -Math.log1p(-stream()) * branchMean;
  };
}
