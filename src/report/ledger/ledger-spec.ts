import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../../plan/result.ts";
import { latencyTicks, place, type CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, scaleSpec, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { formatDollars, formatDollarsShort, formatShare } from "../format.ts";
import {
  captionLayers,
  headingOf,
  labelledAxis,
  TEXT_WIDTH,
  textTooltip,
} from "../picture-parts.ts";
import { measureText, truncateText } from "../text-width.ts";
import {
  BLUISH_GREEN,
  INK,
  LEADER_COLOR,
  ORANGE,
  OTHER_SETTING_COLOR,
  SKY_BLUE,
  TEXT_SIZE,
} from "../theme.ts";
import type { LedgerBar, LedgerModel, LedgerRole } from "./ledger-model.ts";
import { barText, LEDGER_READING, ledgerCaption, ledgerTitle } from "./ledger-words.ts";

const ROW = 34;
const BAR = 22;
const HEAD = 24;
const LABELS_MAX = 300;
const HOURS_PER_MONTH = 730;

const COLORS: Readonly<Record<LedgerRole, string>> = {
  sum: OTHER_SETTING_COLOR,
  useful: BLUISH_GREEN,
  needed: SKY_BLUE,
  waste: ORANGE,
  saving: BLUISH_GREEN,
};

/** One waterfall. */
interface Waterfall {
  readonly heading: string;
  readonly bars: readonly LedgerBar[];
  /** Dollars of which the bars are shares; null where they are sums a month. */
  readonly bill: number | null;
  readonly caption: string;
}

/** The picture of the bill as a Vega-Lite specification. */
export function ledgerSpec(result: Result, model: LedgerModel): TopLevelSpec {
  const { bill, tax } = model;
  const caption = ledgerCaption(result, model);
  const falls: Waterfall[] = [
    {
      heading: "Dollars an hour, from the bill to useful work",
      bars: bill,
      bill: bill[0].amount,
      caption: tax.length > 0 ? "" : caption,
    },
  ];
  if (tax.length > 0) {
    const heading = "Dollars a month that buy nothing, the fleet's and those beside it";
    falls.push({ heading, bars: tax, bill: null, caption });
  }
  const all = [...bill, ...tax];
  const labels = Math.max(...all.map(({ name }) => measureText(name, TEXT_SIZE, true)));
  const left = Math.ceil(Math.min(labels, LABELS_MAX)) + 14;
  return pictureSpec(
    headingOf(result, ledgerTitle(model), LEDGER_READING),
    falls.map((fall) => fallPanel(fall, left)),
  );
}

function fallPanel({ bars, bill, caption, heading }: Waterfall, left: number): PanelSpec {
  const width = TEXT_WIDTH - left;
  const height = HEAD + bars.length * ROW;
  const texts = bars.map((bar) => barText(bar, bill));
  const room = 14 + Math.max(...texts.map((text) => measureText(text, TEXT_SIZE, true)));
  const most = Math.max(...bars.map(({ to }) => to));
  const x: CurveScale = {
    type: "linear",
    domain: [0, (most * width) / (width - room)],
    range: [0, width],
    constant: null,
  };
  const ticks = latencyTicks(x).filter((tick) => tick <= most);
  return {
    width,
    height,
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        scale: scaleSpec(x),
        axis: labelledAxis(ticks, (tick) =>
          bill === null ? formatDollarsShort(tick) : formatDollars(tick),
        ),
      },
    },
    layer: [
      boxLayer(connectors(bars, x), { type: "rule", color: LEADER_COLOR, strokeWidth: 1 }),
      barLayer(bars, bill),
      ...nameLayers(bars, texts, x, left),
      textLayer([{ px: -left, py: 4, text: heading }], {
        color: INK,
        size: TEXT_SIZE,
        bold: true,
        align: "left",
      }),
      ...captionLayers(caption, { left: -left, top: height + 44 }),
    ],
  };
}

function middleOf(index: number): number {
  return HEAD + (index + 0.5) * ROW;
}

/** From where a bar leaves off to where the next takes over. */
function connectors(bars: readonly LedgerBar[], x: CurveScale) {
  return bars.slice(1).map((bar, index) => {
    const before = bars[index];
    const shared = [before.from, before.to].find((end) => end === bar.from || end === bar.to);
    const px = place(x, shared ?? bar.to);
    return { px, py: middleOf(index) + BAR / 2, px2: px, py2: middleOf(index + 1) - BAR / 2 };
  });
}

function barLayer(bars: readonly LedgerBar[], bill: number | null): Layer {
  return {
    data: {
      values: bars.map((bar, index) => ({
        ...bar,
        py: middleOf(index) - BAR / 2,
        py2: middleOf(index) + BAR / 2,
        color: COLORS[bar.role],
        perHour:
          bill === null ? formatDollars(bar.amount / HOURS_PER_MONTH) : formatDollars(bar.amount),
        perMonth:
          bill === null ? formatDollars(bar.amount) : formatDollars(bar.amount * HOURS_PER_MONTH),
        share: bill === null ? "" : formatShare(bar.amount / bill, 1),
      })),
    },
    mark: { type: "rect", opacity: 1 },
    encoding: {
      x2: { field: "to" },
      y: { field: "py", type: "quantitative", scale: null, axis: null },
      y2: { field: "py2" },
      color: { field: "color", type: "nominal", scale: null },
      tooltip: textTooltip({
        name: "pays for",
        perHour: "an hour",
        perMonth: "a month",
        share: bill === null ? "" : "of the bill",
      }),
    },
  };
}

function nameLayers(
  bars: readonly LedgerBar[],
  texts: readonly string[],
  x: CurveScale,
  left: number,
): readonly Layer[] {
  return [true, false].flatMap((bold) => {
    const own = bars.flatMap((bar, index) =>
      (bar.role === "sum" || bar.role === "useful") === bold ? [{ bar, index }] : [],
    );
    if (own.length === 0) return [];
    const look = { color: INK, size: TEXT_SIZE, bold, align: "left" } as const;
    return [
      textLayer(
        own.map(({ bar, index }) => ({
          px: -left,
          py: middleOf(index),
          text: truncateText(bar.name, LABELS_MAX, TEXT_SIZE, bold),
        })),
        look,
      ),
      textLayer(
        own.map(({ bar, index }) => ({
          px: place(x, bar.to) + 8,
          py: middleOf(index),
          text: texts[index],
        })),
        look,
      ),
    ];
  });
}
