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
  /** Seconds by `quantileField`; null where there is none. */
  readonly quantiles: Readonly<Record<string, number | null>>;
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
    const texts = fleets.map(({ timeline: { quantiles, ready, waiting } }) => {
      const latencies = model.quantiles.map(
        ({ index, name }) => `${name} ${formatSeconds(quantiles[index][bin])}`,
      );
      const replicas = formatSignificant(ready[bin], 3);
      const queue = formatSignificant(waiting[bin], 3);
      return [...latencies, `${queue} waiting`, `${replicas} ready`].join(", ");
    });
    return {
      start,
      end,
      arrivals: perSecond(arrivals[bin], width),
      attempts: perSecond(attempts[bin], width),
      frontWaiting: front.timeline.waiting[bin],
      backWaiting: back?.timeline.waiting[bin] ?? null,
      quantiles: Object.fromEntries(
        fleets.flatMap(({ timeline }) =>
          model.quantiles.map(({ index }) => [
            quantileField(timeline === front.timeline ? "front" : "back", index),
            timeline.quantiles[index][bin],
          ]),
        ),
      ),
      time: spanText(start, end),
      rate: `${formatCount(arrivals[bin])} (${formatRate(arrivals[bin] / width)})`,
      frontText: texts[0],
      backText: texts[1] ?? "",
    };
  });
}

/** Field of a fleet's quantile that an objective is about. */
export function quantileField(whose: "back" | "front", index: number): string {
  return `${whose}Quantile${index}`;
}

function perSecond(count: number, width: number): number {
  return Number((count / width).toPrecision(9));
}

/** "0 to 2.20 s": a stretch of time, in seconds from the start. */
export function spanText(start: number, end: number): string {
  return `${start === 0 ? "0" : formatSpan(start)} to ${formatSpan(end)}`;
}
