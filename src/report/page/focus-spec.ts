import type { TopLevelSpec } from "vega-lite";
import { formatCount, formatSeconds, formatShare } from "../format.ts";
import {
  BLUE,
  FONT,
  GRID_COLOR,
  INK,
  MISSED_COLOR,
  MUTED_INK,
  PAPER,
  SKY_BLUE,
  TEXT_SIZE,
  VERMILLION,
} from "../theme.ts";
import { clockText, clockUnit } from "./clock-text.ts";
import type { PageTimeline } from "./page-data.ts";

const WIDTH = 740;
const OVERVIEW_HEIGHT = 70;
const PANEL_HEIGHT = 96;
const AXIS_EXTENT = 56;

/** Names of the picture's signals: the window looked at, in the unit of its clock. */
export const WINDOW_SIGNALS: { readonly from: "from"; readonly to: "to" } = {
  from: "from",
  to: "to",
};

interface FocusPanel {
  readonly field: string;
  readonly title: string;
  readonly color: string;
  readonly mark: "area" | "line";
}

/** Seconds from the start to the end of a timeline. */
export function timelineSpan({ arrivals, width }: PageTimeline): number {
  return arrivals.length * width;
}

/**
 * The run over time with a strip of the whole above, and below it panels of the window between the
 * signals `from` and `to`, which the page moves.
 */
export function focusSpec(timeline: PageTimeline): TopLevelSpec {
  const clock = clockUnit(timeline);
  const span = timelineSpan(timeline) / clock.size;
  const x = { field: "t", type: "quantitative" } as const;
  const window = { domainMin: { expr: "from" }, domainMax: { expr: "to" }, nice: false } as const;
  const panels = panelsOf(timeline);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: PAPER,
    padding: 12,
    params: [
      { name: WINDOW_SIGNALS.from, value: 0 },
      { name: WINDOW_SIGNALS.to, value: span },
    ],
    data: { values: rowsOf(timeline) },
    spacing: 34,
    vconcat: [
      {
        width: WIDTH,
        height: OVERVIEW_HEIGHT,
        encoding: {
          y: { field: "rate", type: "quantitative", axis: axisOf("Whole run: arrivals/s") },
        },
        layer: [
          {
            data: { values: [{}] },
            mark: { type: "rect", color: MISSED_COLOR },
            encoding: {
              x: { datum: { expr: "from" }, type: "quantitative" },
              x2: { datum: { expr: "to" } },
              y: { value: 0 },
              y2: { value: OVERVIEW_HEIGHT },
            },
          },
          {
            mark: { type: "area", interpolate: "step-after", color: BLUE },
            encoding: {
              x: { ...x, scale: { domain: [0, span], nice: false }, axis: timeAxis(null) },
            },
          },
        ],
      },
      ...panels.map(({ color, field, mark, title }, index) => ({
        width: WIDTH,
        height: PANEL_HEIGHT,
        mark: { type: mark, interpolate: "step-after", color, clip: true, strokeWidth: 2 } as const,
        encoding: {
          x: {
            ...x,
            scale: window,
            axis: timeAxis(index === panels.length - 1 ? `${clock.name} from the start` : null),
          },
          y: { field, type: "quantitative", scale: { zero: true }, axis: axisOf(title) } as const,
          tooltip: [
            { field: "when", title: "Time" },
            { field: "arrived", title: "Arrivals" },
            { field: "bad", title: "Late or lost" },
            { field: "slow", title: timeline.quantileName },
            { field: "queue", title: "Waiting" },
            { field: "ready", title: "Ready replicas" },
          ].map((one) => ({ ...one, type: "nominal" as const })),
        },
      })),
    ],
    config: {
      aria: false,
      font: FONT,
      view: { stroke: null },
      axis: {
        labelFontSize: TEXT_SIZE - 1,
        labelColor: INK,
        titleColor: INK,
        titleFontSize: TEXT_SIZE - 1,
        domainColor: MUTED_INK,
        tickColor: MUTED_INK,
        gridColor: GRID_COLOR,
      },
    },
  };
}

function panelsOf({ objective, ready }: PageTimeline): readonly FocusPanel[] {
  const varies = ready.some((count) => count !== ready[0]);
  return [
    { field: "rate", title: "Arrivals/s", color: BLUE, mark: "area" },
    {
      field: "share",
      title: `% of arrivals that miss ${objective}`,
      color: VERMILLION,
      mark: "area",
    },
    { field: "waiting", title: "Requests waiting", color: SKY_BLUE, mark: "area" },
    ...(varies
      ? [{ field: "ready", title: "Replicas ready", color: INK, mark: "line" } as const]
      : []),
  ];
}

function axisOf(title: string): object {
  return {
    title,
    titleAngle: 0,
    titleAlign: "left",
    titleAnchor: "end",
    titleBaseline: "bottom",
    titleX: -AXIS_EXTENT,
    titleY: -12,
    titleFontWeight: "bold",
    tickCount: 3,
    minExtent: AXIS_EXTENT,
    maxExtent: AXIS_EXTENT,
    domain: false,
    ticks: false,
  };
}

function timeAxis(title: string | null): object {
  return { title, grid: false, tickCount: 8, format: "~r", labelOverlap: true };
}

function rowsOf(timeline: PageTimeline): readonly Record<string, number | string>[] {
  const { arrivals, quantile, ready, requests, violations, waiting, width } = timeline;
  const { size } = clockUnit(timeline);
  return arrivals.map((count, bin) => {
    const share = requests[bin] === 0 ? 0 : violations[bin] / requests[bin];
    return {
      t: Number(((bin * width) / size).toPrecision(9)),
      rate: Number((count / width).toPrecision(6)),
      share: Number((100 * share).toPrecision(6)),
      waiting: waiting[bin],
      ready: ready[bin],
      when: `${clockText(bin * width)} to ${clockText((bin + 1) * width)}`,
      arrived: formatCount(count),
      bad: `${formatCount(violations[bin])} (${formatShare(share)})`,
      slow: formatSeconds(quantile[bin]),
      queue: String(Number(waiting[bin].toPrecision(3))),
    };
  });
}
