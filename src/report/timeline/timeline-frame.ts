import type { CurveScale } from "../curve/curve-scale.ts";
import { formatCounted } from "../format.ts";
import { TEXT_WIDTH } from "../picture-parts.ts";
import { measureText } from "../text-width.ts";
import { NOTE_SIZE } from "../theme.ts";
import { fleetsOf, type TimelineModel } from "./timeline-model.ts";
import { countOf } from "./timeline-words.ts";

const LEAST_LEFT = 58;
const GAP = 16;

/** Lengths that all panels share, in pixels. */
export interface TimelineFrame {
  /** Left of the plots, of the plots, and between a plot and what stands right of it. */
  readonly left: number;
  readonly width: number;
  readonly gap: number;
  readonly x: CurveScale;
  /** Seconds at which the axis has labels. */
  readonly times: readonly number[];
}

/** Lays out the axis of time and the room beside it. */
export function frameTimeline(model: TimelineModel): TimelineFrame {
  const fleets = fleetsOf(model);
  const left = Math.max(LEAST_LEFT, widest(fleets.map(({ name }) => name)) + GAP);
  const totals = model.objectives.flatMap(({ index }) =>
    fleets.map((fleet) => totalText(countOf(fleet, index))),
  );
  const limits = model.quantiles.flatMap((quantile) => quantile.limits);
  const right = widest([...totals, ...limits.map(({ name }) => name)]) + GAP;
  const width = Math.floor(TEXT_WIDTH - left - right);
  return {
    left,
    width,
    gap: GAP,
    x: { type: "linear", domain: [0, model.end], range: [0, width], constant: null },
    times: timeTicks(model.end),
  };
}

function widest(texts: readonly string[]): number {
  return Math.ceil(Math.max(0, ...texts.map((text) => measureText(text, NOTE_SIZE))));
}

/** How many requests break a promise, beside their row. */
export function totalText(count: number): string {
  return formatCounted(count, "request");
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** From a tenth of a second to four weeks between labels. */
const STEPS: readonly number[] = (
  [
    [0.1, [1, 2, 5]],
    [1, [1, 2, 5, 10, 15, 30]],
    [MINUTE, [1, 2, 5, 10, 15, 30]],
    [HOUR, [1, 2, 3, 6, 12]],
    [DAY, [1, 2, 7, 14, 28]],
  ] as const
).flatMap(([unit, counts]) => counts.map((count) => count * unit));

/** Round times from 0, at most eight. */
export function timeTicks(end: number): readonly number[] {
  const step = STEPS.find((size) => end / size < 8) ?? end / 7;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}
