import type { Distribution } from "../../random/distribution.ts";
import { followTrend, type Trend } from "../../workload/follow-trend.ts";
import type { SizeLaws } from "../../workload/sample-sizes.ts";
import type { BoundedTrace } from "../../workload/trace-rows.ts";
import { quantileOf } from "./measure-trace.ts";
import { rankCorrelation } from "./rank-correlation.ts";

/** Distances of the points of a trend that are tried, in seconds. */
const WIDTHS = [3600, 900, 300, 120, 60, 30, 10] as const;
const LEAST_POINTS = 4;
const MOST_POINTS = 400;
/** Standard deviations of chance that the variance of means over time must exceed: 95 % sure. */
const SURE = 1.645;
/** Correlations of fewer standard errors than this may be chance. */
const SURE_CORRELATION = 3;
/** Least factor of a trend. */
const LEAST_FACTOR = 0.01;
const SHARES = [
  0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995,
  0.999, 0.9999,
] as const;

type Sized = Pick<BoundedTrace, "arrivals" | "inputs" | "outputs">;

/**
 * Laws of the sizes of a trace: first without a trend, then with trends of ever nearer points, as
 * far as the mean size over time departs from what chance would do. A trend has the mean of the
 * sizes around each point over that of all, drawn towards 1 by the share of the variance that
 * chance explains. Laws are those of the sizes over the trend, by quantiles; the correlation is
 * Spearman's of these. Limits of a law with a trend are the least and greatest size of the trace.
 *
 * @param trace - At least 3 requests over more than 0 s.
 * @returns At least one.
 */
export function fitSizes(trace: Sized): readonly SizeLaws[] {
  const { arrivals, inputs, outputs } = trace;
  const without = lawsOf(trace, undefined, undefined);
  const span = arrivals[arrivals.length - 1] - arrivals[0];
  const found = [without];
  for (const width of WIDTHS) {
    const points = Math.round(span / width);
    if (points < LEAST_POINTS || points > MOST_POINTS) continue;
    const output = trendOf(arrivals, outputs, span / points);
    const input = trendOf(arrivals, inputs, span / points);
    if (input !== undefined || output !== undefined) found.push(lawsOf(trace, input, output));
  }
  return found;
}

function lawsOf(
  { arrivals, inputs, outputs }: Sized,
  input: Trend | undefined,
  output: Trend | undefined,
): SizeLaws {
  const plainInputs = removeTrend(arrivals, inputs, input);
  const plainOutputs = removeTrend(arrivals, outputs, output);
  const correlation = rankCorrelation(plainInputs, plainOutputs);
  const isSure =
    correlation !== null && Math.abs(correlation) * Math.sqrt(inputs.length) > SURE_CORRELATION;
  return {
    input: lawOf(inputs, plainInputs, input),
    output: lawOf(outputs, plainOutputs, output),
    ...(isSure ? { correlation } : {}),
    ...(input === undefined && output === undefined
      ? {}
      : {
          trend: {
            ...(input === undefined ? {} : { input }),
            ...(output === undefined ? {} : { output }),
          },
        }),
  };
}

/** Factors in windows of one width, at their middles; undefined if chance explains them. */
function trendOf(arrivals: Float64Array, sizes: Int32Array, width: number): Trend | undefined {
  if (sizes.length === 0) return undefined;
  const windows = Math.round((arrivals[arrivals.length - 1] - arrivals[0]) / width);
  const parts: Moments[] = Array.from({ length: windows }, () => ({
    count: 0,
    sum: 0,
    squares: 0,
  }));
  const whole: Moments = { count: 0, sum: 0, squares: 0 };
  for (const [row, size] of sizes.entries()) {
    const window = Math.min(windows - 1, Math.floor((arrivals[row] - arrivals[0]) / width));
    add(parts[window], size);
    add(whole, size);
  }
  const mean = whole.sum / whole.count;
  const filled = parts.filter(({ count }) => count > 0);
  const between = filled.reduce(
    (sum, { count, sum: part }) => sum + count * (part / count - mean) ** 2,
    0,
  );
  // Of sizes that don't depend on the time, `between` has this mean: its parts have the variances
  // of their windows.
  const expected = filled.reduce(
    (sum, part) => sum + (1 - part.count / whole.count) * varianceOf(part.count > 1 ? part : whole),
    0,
  );
  const chance = Math.sqrt(2 / Math.max(1, filled.length - 1));
  if (filled.length < 2 || between <= expected * (1 + SURE * chance)) return undefined;
  const kept = Math.sqrt(1 - expected / between);
  return parts.flatMap(({ count, sum }, window) => {
    if (count === 0) return [];
    const factor = 1 + kept * (sum / count / mean - 1);
    return [[(window + 0.5) * width, Math.max(LEAST_FACTOR, factor)] as const];
  });
}

/** Sums over the sizes of a window. */
interface Moments {
  count: number;
  sum: number;
  squares: number;
}

function add(moments: Moments, size: number): void {
  moments.count += 1;
  moments.sum += size;
  moments.squares += size * size;
}

/** Variance of the sizes, without bias. */
function varianceOf({ count, squares, sum }: Moments): number {
  return count < 2 ? 0 : Math.max(0, squares - (sum * sum) / count) / (count - 1);
}

function removeTrend(
  arrivals: Float64Array,
  sizes: Int32Array,
  trend: Trend | undefined,
): Float64Array {
  if (trend === undefined) return Float64Array.from(sizes);
  const factorAt = followTrend(trend);
  return Float64Array.from(sizes, (size, row) => size / factorAt(arrivals[row] - arrivals[0]));
}

function lawOf(
  sizes: Int32Array,
  plain: Float64Array,
  trend: Trend | undefined,
): Distribution | null {
  if (sizes.length === 0) return null;
  const sorted = plain.slice().sort();
  const quantiles = SHARES.map((share) => [share, quantileOf(sorted, share)] as const);
  const values = sizes.slice().sort();
  const [min, max] = [values[0], values[values.length - 1]];
  const limits = trend === undefined || min === max ? { min: null, max: null } : { min, max };
  return { distribution: "empirical", quantiles, ...limits };
}
