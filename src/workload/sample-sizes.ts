import type { Distribution } from "../random/distribution.ts";
import { normalProbability } from "../random/normal-probability.ts";
import { normalQuantile } from "../random/normal-quantile.ts";
import { SMALLEST_UNIFORM } from "../random/quantile.ts";
import { quantileFunction } from "../random/quantile-function.ts";
import { roundToCount } from "../random/sample-into.ts";
import type { Stream } from "../random/stream.ts";
import { followTrend, type Trend } from "./follow-trend.ts";

/** What sizes requests have. */
export interface SizeLaws {
  /** Law of the input tokens; null for services without tokens. */
  readonly input: Distribution | null;
  /** Law of the output tokens; null for services without tokens. */
  readonly output: Distribution | null;
  /** Spearman's rank correlation of input and output, in [−1, 1]; left out: 0. */
  readonly correlation?: number;
  /** Factors on the sizes over time; left out: 1. */
  readonly trend?: SizeTrend;
}

/** Factors on input and output over time. */
export interface SizeTrend {
  readonly input?: Trend;
  readonly output?: Trend;
}

/** Token counts by request, ≥ 1; columns of a null law have length 0. */
export interface Sizes {
  readonly inputs: Int32Array<ArrayBuffer>;
  readonly outputs: Int32Array<ArrayBuffer>;
}

/** The largest uniform below 1 on the grid of the streams. */
const LARGEST_UNIFORM = 1 - 2 ** -53;

/**
 * Draws the sizes of requests, one uniform a size. A correlation ties the two uniforms of a request
 * together by a Gaussian copula, which leaves the law of each as it is: the input's uniform stays,
 * the output's becomes Φ(r·z₁ + √(1 − r²)·z₂), with zᵢ the normal quantiles of the two and r =
 * 2·sin(πρ/6) for Spearman's ρ. A value is then multiplied by the trend at its arrival, clamped to
 * the law's `min` and `max`, and rounded.
 *
 * @param laws - Taken as valid.
 * @param arrivals - Seconds, ascending: one request each.
 * @param open - Opens the stream of a purpose: `input` and `output`.
 * @see K. Pearson, "On further methods of determining correlation" (1907): r from ρ
 */
export function sampleSizes(
  laws: SizeLaws,
  arrivals: Float64Array,
  open: (purpose: string) => Stream,
): Sizes {
  const { correlation = 0, input, output, trend } = laws;
  const first = drawUniforms(input, open("input"), arrivals.length);
  const second = drawUniforms(output, open("output"), arrivals.length);
  if (correlation !== 0 && first.length > 0) correlate(first, second, correlation);
  return {
    inputs: sizesOf(input, first, arrivals, trend?.input),
    outputs: sizesOf(output, second, arrivals, trend?.output),
  };
}

function drawUniforms(law: Distribution | null, stream: Stream, count: number): Float64Array {
  const uniforms = new Float64Array(law === null ? 0 : count);
  for (let row = 0; row < uniforms.length; row += 1) uniforms[row] = stream();
  return uniforms;
}

/** Makes the second uniforms depend on the first. */
function correlate(first: Float64Array, second: Float64Array, correlation: number): void {
  const pearson = 2 * Math.sin((Math.PI * correlation) / 6);
  const own = Math.sqrt(Math.max(0, 1 - pearson * pearson));
  for (let row = 0; row < second.length; row += 1) {
    const common = normalQuantile(Math.max(first[row], SMALLEST_UNIFORM));
    const other = normalQuantile(Math.max(second[row], SMALLEST_UNIFORM));
    second[row] = Math.min(normalProbability(pearson * common + own * other), LARGEST_UNIFORM);
  }
}

function sizesOf(
  law: Distribution | null,
  uniforms: Float64Array,
  arrivals: Float64Array,
  trend: Trend | undefined,
): Int32Array<ArrayBuffer> {
  const sizes = new Int32Array(uniforms.length);
  if (law === null) return sizes;
  if (trend === undefined) {
    const quantile = quantileFunction(law);
    for (let row = 0; row < sizes.length; row += 1)
      sizes[row] = roundToCount(quantile(uniforms[row]));
    return sizes;
  }
  const isClamped = law.distribution !== "constant" && law.distribution !== "uniform";
  const low = (isClamped ? law.min : null) ?? -Infinity;
  const high = (isClamped ? law.max : null) ?? Infinity;
  const quantile = quantileFunction(isClamped ? { ...law, min: null, max: null } : law);
  const factorAt = followTrend(trend);
  for (let row = 0; row < sizes.length; row += 1) {
    const size = quantile(uniforms[row]) * factorAt(arrivals[row]);
    sizes[row] = roundToCount(Math.min(Math.max(size, low), high));
  }
  return sizes;
}
