/** How a value becomes a place: the scale that a chart is asked for, and the same in numbers. */
export interface CurveScale {
  readonly type: "linear" | "log" | "symlog";
  readonly domain: readonly [low: number, high: number];
  /** Pixels where the ends of the domain lie. */
  readonly range: readonly [start: number, end: number];
  /** Where symlog turns from linear to logarithmic; null for the other types. */
  readonly constant: number | null;
}

/** Pixels that a label of the latency axis needs. */
const TICK_ROOM = 20;
/** Values that span more than this factor get a logarithmic axis. */
const LOG_SPAN = 10;
/** Of an axis that starts at zero, which a logarithm cannot show. */
const LOG_SPAN_FROM_ZERO = 30;

/**
 * Scale of a latency axis: linear from zero, or logarithmic when values span more than a decade
 * (symmetric-logarithmic when some are zero), with a little room above and below.
 *
 * @param values - Seconds, at least 0, at least one.
 * @param bottom - Pixel of the axis's low end.
 * @param top - Pixel of its high end.
 */
export function latencyScale(values: readonly number[], bottom: number, top: number): CurveScale {
  const range = [bottom, top] as const;
  const positive = values.filter((value) => value > 0);
  const highest = Math.max(...positive, Number.MIN_VALUE);
  const lowest = Math.min(...positive, highest);
  if (positive.length === 0) return { type: "linear", domain: [0, 1], range, constant: null };
  const hasZero = positive.length < values.length;
  if (highest / lowest <= (hasZero ? LOG_SPAN_FROM_ZERO : LOG_SPAN)) {
    return { type: "linear", domain: [0, highest * 1.06], range, constant: null };
  }
  if (hasZero) {
    // More decades than this below the top would push the zero line out of everything's way.
    const constant = Math.max(10 ** Math.floor(Math.log10(lowest)), highest / 1000);
    return { type: "symlog", domain: [0, highest * 1.2], range, constant };
  }
  const margin = (highest / lowest) ** 0.04;
  return { type: "log", domain: [lowest / margin, highest * margin], range, constant: null };
}

/**
 * Scale of the cost axis: linear, or logarithmic when the values are spaced geometrically, with
 * room at both ends for the labels of the outer values.
 *
 * @param values - Distinct or not, at least one.
 * @param width - Pixels of the whole axis.
 * @param padding - Pixels left free before the first and after the last value.
 */
export function costScale(
  values: readonly number[],
  width: number,
  padding: readonly [left: number, right: number],
): CurveScale {
  const range = [0, width] as const;
  const sorted = [...new Set(values)].sort((left, right) => left - right);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === last) {
    const reach = Math.abs(first) || 1;
    return { type: "linear", domain: [first - reach, first + reach], range, constant: null };
  }
  const inner = width - padding[0] - padding[1];
  if (isGeometric(sorted)) {
    const perPixel = Math.log(last / first) / inner;
    const low = first * Math.exp(-padding[0] * perPixel);
    const high = last * Math.exp(padding[1] * perPixel);
    return { type: "log", domain: [low, high], range, constant: null };
  }
  const perPixel = (last - first) / inner;
  const domain = [first - padding[0] * perPixel, last + padding[1] * perPixel] as const;
  return { type: "linear", domain, range, constant: null };
}

/** The pixel of a value; values outside the domain land on its nearer end. */
export function place(scale: CurveScale, value: number): number {
  const share = shareOf(scale, clampTo(scale, value));
  return scale.range[0] + share * (scale.range[1] - scale.range[0]);
}

/** A value inside the domain: itself, or the nearer end. */
export function clampTo(scale: CurveScale, value: number): number {
  return Math.min(Math.max(value, scale.domain[0]), scale.domain[1]);
}

/** A point of a line: a value of each scale, or a gap. */
export interface PathPoint {
  readonly x: number;
  readonly y: number | null;
}

/**
 * Cuts a line off where it leaves the top of the y scale, so that what is seen of it has the right
 * slope.
 *
 * @returns The points inside, the points where it crosses the edge, and a gap for each point
 *   beyond; points below the domain are moved to its low end.
 */
export function cutPath(
  path: readonly PathPoint[],
  x: CurveScale,
  y: CurveScale,
): readonly PathPoint[] {
  const top = y.domain[1];
  const cut: PathPoint[] = [];
  for (const [index, point] of path.entries()) {
    const before = path[index - 1]?.y ?? null;
    const beyond = point.y !== null && point.y > top;
    if (before !== null && point.y !== null && before > top !== beyond) {
      const reached = shareOf(y, Math.max(before, y.domain[0]));
      const wanted = shareOf(y, Math.max(point.y, y.domain[0]));
      const along = (1 - reached) / (wanted - reached);
      const [start, end] = [shareOf(x, path[index - 1].x), shareOf(x, point.x)];
      cut.push({ x: valueAt(x, start + along * (end - start)), y: top });
    }
    cut.push({ x: point.x, y: point.y === null || beyond ? null : clampTo(y, point.y) });
  }
  return cut;
}

/**
 * Round values to label on a latency axis, ascending, all inside the domain: steps of 1, 2 or 5
 * times a power of ten, or whole decades where those would be too many.
 */
export function latencyTicks(scale: CurveScale): readonly number[] {
  const [low, high] = scale.domain;
  if (scale.type === "linear") {
    const step = [1, 2, 5, 10]
      .map((factor) => factor * 10 ** Math.floor(Math.log10(high / 5)))
      .find((step) => high / step <= 6);
    if (step === undefined) return [0];
    return Array.from({ length: Math.floor(high / step) + 1 }, (_, index) => index * step);
  }
  const start = scale.constant ?? low;
  const zero = scale.type === "symlog" ? [0] : [];
  const decades = Math.log10(high / start);
  const factors = decades < 1.6 ? [1, 2, 5] : decades < 3.2 ? [1, 3] : [1];
  const stride = Math.max(1, Math.round(decades / 6));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(start)); 10 ** power <= high; power++) {
    if (stride > 1 && power % stride !== 0) continue;
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  const inside = ticks.filter((tick) => tick >= start && tick <= high);
  const floor = place(scale, 0);
  return [
    ...zero,
    ...inside.filter((tick) => zero.length === 0 || floor - place(scale, tick) >= TICK_ROOM),
  ];
}

/** How far along the scale a value lies: 0 at the low end of the domain, 1 at the high end. */
function shareOf(scale: CurveScale, value: number): number {
  const [low, high] = scale.domain.map((end) => transform(scale, end));
  return (transform(scale, value) - low) / (high - low);
}

/** The inverse of `shareOf`, for linear and logarithmic scales. */
function valueAt(scale: CurveScale, share: number): number {
  const [low, high] = scale.domain;
  return scale.type === "linear" ? low + share * (high - low) : low * (high / low) ** share;
}

function transform(scale: CurveScale, value: number): number {
  if (scale.type === "linear") return value;
  return scale.constant === null ? Math.log(value) : Math.log1p(value / scale.constant);
}

/** Whether the last gap is so much wider than the first that a linear axis would crush the rest. */
function isGeometric(sorted: readonly number[]): boolean {
  if (sorted.length < 4 || sorted[0] <= 0) return false;
  const firstGap = sorted[1] - sorted[0];
  const lastGap = sorted[sorted.length - 1] - sorted[sorted.length - 2];
  return lastGap >= 8 * firstGap;
}
