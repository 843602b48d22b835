import { cutPath, type CurveScale } from "../curve/curve-scale.ts";
import type { Layer } from "../curve/layer.ts";
import { formatSeconds, formatShare, objectiveName } from "../format.ts";
import { textTooltip } from "../picture-parts.ts";
import { cleanText } from "../plain-text.ts";
import { BLUE, BLUISH_GREEN, PAPER, REDDISH_PURPLE, SLO_COLOR } from "../theme.ts";
import {
  placeReached,
  type CdfModel,
  type CdfPanel,
  type TailLine,
  type TailPoint,
} from "./cdf-model.ts";

/** One panel in its place. */
export interface CdfFrame {
  readonly panel: CdfPanel;
  readonly width: number;
  readonly height: number;
  /** Pixel where the data begin, below the title and the key. */
  readonly top: number;
  readonly x: CurveScale;
  readonly y: CurveScale;
}

/** Looks of the focus and of its two neighbours. */
export const LINE_STYLES: readonly {
  readonly color: string;
  readonly dash: readonly number[];
  readonly width: number;
}[] = [
  { color: BLUE, dash: [], width: 2.8 },
  { color: REDDISH_PURPLE, dash: [12, 3], width: 2 },
  { color: BLUISH_GREEN, dash: [3, 3], width: 2 },
];

/** A line, with the intervals of its quantiles where it is the first. */
export function lineLayers(
  { x, y }: CdfFrame,
  line: TailLine,
  name: string,
  style: (typeof LINE_STYLES)[number],
): readonly Layer[] {
  const { color, dash, width } = style;
  const values = cutTail(line, x, y).map(({ slower, value }, order) => ({
    x: value,
    y: slower,
    order,
    name,
    time: formatSeconds(value),
    share: formatShare(slower),
  }));
  if (values.length === 0) return [];
  const tooltip = textTooltip({ name: "fleet", time: "longer than", share: "requests" });
  return [
    ...(style === LINE_STYLES[0] ? intervalLayers(line, x, y, color) : []),
    {
      data: { values },
      mark: {
        type: "line",
        color,
        strokeWidth: width,
        strokeDash: [...dash],
        strokeJoin: "round",
      },
      encoding: { order: { field: "order", type: "quantitative" } },
    },
    // Invisible, but wide enough to be met by a pointer.
    { data: { values }, mark: { type: "point", size: 60, opacity: 0 }, encoding: { tooltip } },
  ];
}

function intervalLayers(
  { intervals }: TailLine,
  x: CurveScale,
  y: CurveScale,
  color: string,
): readonly Layer[] {
  const values = intervals
    .filter(({ interval, slower }) => slower >= y.domain[0] && interval[0] <= x.domain[1])
    .map(({ interval: [low, high], slower }) => ({
      x: Math.max(low, x.domain[0]),
      high: Math.min(high, x.domain[1]),
      y: slower,
    }));
  if (values.length === 0) return [];
  return [
    {
      data: { values },
      mark: { type: "rule", color, strokeWidth: 9, opacity: 0.3 },
      encoding: { x2: { field: "high" } },
    },
  ];
}

/** A line inside the plot: it leaves at the right edge, or falls to the bottom at its last request. */
function cutTail({ lost, path }: TailLine, x: CurveScale, y: CurveScale): readonly TailPoint[] {
  const [low, high] = x.domain;
  const turned = path.map(({ slower, value }) => ({
    x: Math.max(slower, y.domain[0]),
    y: Math.max(value, low),
  }));
  const floor = { slower: Math.max(lost, y.domain[0]), value: high };
  const cut = cutPath(turned, y, x).flatMap((point) =>
    point.y === null ? [] : [{ slower: point.x, value: point.y }],
  );
  const isCut = path.some(({ value }) => value > high);
  return isCut || lost <= y.domain[0] || cut.length === 0 ? cut : [...cut, floor];
}

/** The objectives' corners, and where the focus reaches their shares. */
export function sloMarkLayers({ focus }: CdfModel, { panel, x }: CdfFrame): readonly Layer[] {
  const corners = panel.objectives.map((objective) => ({
    x: objective.within,
    y: 1 - objective.target,
    objective: cleanText(objectiveName(objective)),
    good: formatShare(objective.compliance, 3),
    between:
      objective.interval === null
        ? "exact"
        : objective.interval.map((share) => formatShare(share, 3)).join(" to "),
  }));
  const reached = panel.objectives.flatMap((objective, index) => {
    const place = placeReached(panel, focus, objective);
    if (place === null || place.value > x.domain[1]) return [];
    const { slower, value } = place;
    const onLine = { x: Math.max(value, x.domain[0]), y: slower };
    return [{ ...corners[index], ...onLine, reached: formatSeconds(value) }];
  });
  const names = { objective: "objective", good: "good", between: "interval" };
  const point = { type: "point", opacity: 1 } as const;
  return [
    {
      data: { values: corners },
      mark: { ...point, shape: "diamond", size: 130, fill: SLO_COLOR, stroke: PAPER },
      encoding: { tooltip: textTooltip(names) },
    },
    {
      data: { values: reached },
      mark: { ...point, shape: "circle", size: 80, fill: BLUE, stroke: PAPER },
      encoding: { tooltip: textTooltip({ ...names, reached: "reached" }) },
    },
  ];
}
