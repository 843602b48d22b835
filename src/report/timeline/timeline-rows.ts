import {
  formatCount,
  formatRate,
  formatSeconds,
  formatSignificant,
  formatSpan,
} from "../format.ts";
import { fleetsOf, type TimelineModel } from "./timeline-model.ts";

/** A bin as the picture's data hold it; `front` is the choice, `back` what is one step cheaper. */
export interface TimelineRow {
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  /** Arrivals, and attempts of the choice, per second. */
  readonly arrivals: number;
  readonly attempts: number;
  readonly frontWaiting: number;
  readonly backWaiting: number | null;
  /** Seconds; null where none completed. */
  readonly frontP99: number | null;
  readonly backP99: number | null;
  /** The same as text. */
  readonly time: string;
  readonly rate: string;
  readonly frontText: string;
  readonly backText: string;
}

/** The bins of a picture, one row each. */
export function timelineRows(model: TimelineModel): readonly TimelineRow[] {
  const { back, bins, front } = model;
  const { arrivals, attempts, width } = front.timeline;
  const fleets = fleetsOf(model);
  return Array.from({ length: bins }, (_, bin) => {
    const [start, end] = [bin * width, (bin + 1) * width].map((at) => Number(at.toPrecision(9)));
    const texts = fleets.map(({ timeline: { p99, ready, waiting } }) => {
      const replicas = formatSignificant(ready[bin], 3);
      const queue = formatSignificant(waiting[bin], 3);
      return `p99 ${formatSeconds(p99[bin])}, ${queue} waiting, ${replicas} ready`;
    });
    return {
      start,
      end,
      arrivals: perSecond(arrivals[bin], width),
      attempts: perSecond(attempts[bin], width),
      frontWaiting: front.timeline.waiting[bin],
      backWaiting: back?.timeline.waiting[bin] ?? null,
      frontP99: front.timeline.p99[bin],
      backP99: back?.timeline.p99[bin] ?? null,
      time: spanText(start, end),
      rate: `${formatCount(arrivals[bin])} (${formatRate(arrivals[bin] / width)})`,
      frontText: texts[0],
      backText: texts[1] ?? "",
    };
  });
}

function perSecond(count: number, width: number): number {
  return Number((count / width).toPrecision(9));
}

/** "0 to 2.20 s": a stretch of time, in seconds from the start. */
export function spanText(start: number, end: number): string {
  return `${start === 0 ? "0" : formatSpan(start)} to ${formatSpan(end)}`;
}
