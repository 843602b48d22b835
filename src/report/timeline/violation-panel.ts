import type { CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, scaleSpec, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { formatCount } from "../format.ts";
import { textTooltip } from "../picture-parts.ts";
import { GRID_COLOR, INK, NOTE_SIZE, SLO_COLOR } from "../theme.ts";
import { totalText } from "./timeline-frame.ts";
import { fleetsOf, type FollowedFleet, type FollowedObjective } from "./timeline-model.ts";
import { groundLayers, HEAD, timeOf, titleLayer, type PanelOptions } from "./timeline-panels.ts";
import { spanText } from "./timeline-rows.ts";
import { countOf } from "./timeline-words.ts";

const ROW = 34;
const ROW_GAP = 6;

const BARS_MAX = 200;

/** Height of a panel of violations. */
export function violationHeight(fleets: number): number {
  return HEAD + fleets * ROW;
}

/**
 * When the requests arrived that break one promise: a row a fleet, with bars as high as their
 * numbers.
 */
export function violationPanel(
  { frame, model, rows }: PanelOptions,
  { broken, index }: FollowedObjective,
): PanelSpec {
  const fleets = fleetsOf(model);
  const height = violationHeight(fleets.length);
  const bars = fleets.flatMap(({ timeline }) => barsOf(timeline, index, rows.length));
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const baselines = fleets.map((_, row) => HEAD + (row + 1) * ROW);
  const layers = fleets.map(({ name, timeline }, row): Layer => {
    const y: CurveScale = {
      type: "linear",
      domain: [0, most],
      range: [baselines[row], baselines[row] - ROW + ROW_GAP],
      constant: null,
    };
    const values = barsOf(timeline, index, rows.length).map((bar) => ({
      ...bar,
      time: spanText(bar.start, bar.end),
      name,
      bad: totalText(bar.count),
    }));
    return {
      data: { values },
      mark: { type: "rect", color: SLO_COLOR, stroke: SLO_COLOR, strokeWidth: 0.6 },
      encoding: {
        x: timeOf(frame),
        x2: { field: "end" },
        y: { field: "count", type: "quantitative", scale: scaleSpec(y), axis: null },
        y2: { datum: 0 },
        tooltip: textTooltip({ time: "arrived", name: "fleet", bad: broken }),
      },
    };
  });
  const ink = { color: INK, size: NOTE_SIZE, bold: false } as const;
  const totals = fleets.map((fleet, row) => {
    const text = totalText(countOf(fleet, index));
    return { px: frame.width + frame.gap, py: baselines[row] - 9, text };
  });
  const names = fleets.map(({ name }, row) => ({
    px: -frame.left,
    py: baselines[row] - 9,
    text: name,
  }));
  return {
    width: frame.width,
    height,
    resolve: { scale: { y: "independent" } },
    layer: [
      ...groundLayers(frame, model, height),
      boxLayer(
        baselines.map((py) => ({ px: 0, px2: frame.width, py, py2: py })),
        { type: "rule", color: GRID_COLOR, strokeWidth: 1 },
      ),
      ...layers,
      textLayer(names, { ...ink, align: "left" }),
      textLayer(totals, { ...ink, align: "left" }),
      titleLayer(bars.length === 0 ? `Requests with ${broken}` : titleOf(broken, most), frame),
    ],
  };
}

function titleOf(broken: string, most: number): string {
  return `Requests with ${broken} (highest bar: ${formatCount(most)})`;
}

interface ViolationBar {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Violations in stretches of as many bins as it takes for bars that can be told apart. */
function barsOf(
  { violations, width }: FollowedFleet["timeline"],
  objective: number,
  bins: number,
): readonly ViolationBar[] {
  const perBar = Math.ceil(bins / BARS_MAX);
  const bars: ViolationBar[] = [];
  for (let bin = 0; bin < bins; bin += perBar) {
    const counts = violations[objective].slice(bin, Math.min(bin + perBar, bins));
    const count = counts.reduce((sum, own) => sum + own, 0);
    const end = (bin + counts.length) * width;
    if (count > 0) bars.push({ start: bin * width, end, count });
  }
  return bars;
}
