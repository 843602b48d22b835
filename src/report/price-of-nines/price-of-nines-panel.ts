import { panelName } from "../curve/curve-model.ts";
import { place, type CurveScale } from "../curve/curve-scale.ts";
import {
  boxLayer,
  scaleSpec,
  textLayer,
  type Layer,
  type PanelSpec,
  type PlacedText,
} from "../curve/layer.ts";
import { ringMark } from "../curve/marks.ts";
import { formatDollarsShort, formatLimit } from "../format.ts";
import { labelledAxis } from "../picture-parts.ts";
import {
  footerLayers,
  PLOT_WIDTH,
  priceAxis,
  priceScale,
  sloLayers,
} from "../price-of-slo/price-axis.ts";
import {
  fleetFor,
  noneWords,
  priceAsWritten,
  sizeOf,
  type PricedFleet,
  type PricedObjective,
} from "../price-of-slo/priced-objective.ts";
import { measureText } from "../text-width.ts";
import { BLUE, GRID_COLOR, INK, MISSED_COLOR, MUTED_INK, NOTE_SIZE, PAPER } from "../theme.ts";

const HOURS_PER_MONTH = 730;
const GAP = 10;
const EDGE: readonly [number, number] = [46, 46];

/** A panel in its place. */
interface NinesFrame {
  readonly priced: PricedObjective;
  readonly height: number;
  readonly x: CurveScale;
  readonly y: CurveScale;
}

/** A target that some fleet keeps. */
interface Priced {
  readonly target: number;
  readonly fleet: PricedFleet;
}

/** How many nines a share of good requests has: 2 for 99 %, 2.3 for 99.5 %. */
export function ninesOf(share: number): number {
  return -Math.log10(1 - share);
}

/** The share in per cent, without the noise of a float: "99.95%". */
export function targetText(share: number): string {
  return `${Number((share * 100).toPrecision(9))}%`;
}

/**
 * The price of targets at one objective's limit: nines across, the cheapest fleet upwards.
 *
 * @param priced - With at least one target that some fleet keeps.
 * @param caption - Small print under the panel; empty for none.
 */
export function priceOfNinesPanel(
  priced: PricedObjective,
  height: number,
  caption: string,
): PanelSpec {
  const marks = priced.targets.map(({ target }) => ninesOf(target));
  const own = ninesOf(priced.target);
  const known = knownPrices(priced);
  const counted = priced.targets.flatMap(({ counted: fleet }) => (fleet === null ? [] : [fleet]));
  const ownFleet = priceAsWritten(priced);
  const fleets = [...known.map(({ fleet }) => fleet), ...counted];
  const costs = [...fleets, ...(ownFleet === null ? [] : [ownFleet])].map((one) => one.costPerHour);
  const frame = {
    priced,
    height,
    x: ninesScale([...marks, own]),
    y: priceScale(costs, height),
  };
  const title = `$/hour by share of requests with ${panelName(priced)} ≤ ${formatLimit(priced.within)}`;
  const first = ownFleet === null ? [] : [ownFleet.costPerHour];
  return {
    width: PLOT_WIDTH,
    height,
    encoding: {
      x: { field: "x", type: "quantitative", scale: scaleSpec(frame.x), axis: targetAxis(priced) },
      y: {
        field: "y",
        type: "quantitative",
        scale: scaleSpec(frame.y),
        axis: priceAxis(costs, frame.y, { first, title }),
      },
    },
    layer: [
      ...groundLayers(frame, known),
      ...countedLayers(frame),
      ...knownLayers(frame, known),
      ...sloLayers(
        place(frame.x, own),
        height,
        targetText(priced.target),
        ownFleet,
        noneWords(priced),
      ),
      ...(ownFleet === null ? [] : [ringLayer(frame, ownFleet)]),
      ...footerLayers("kept by", caption, height),
    ],
  };
}

function knownPrices(priced: PricedObjective): readonly Priced[] {
  return priced.targets.flatMap((price) => {
    const fleet = fleetFor(price, priced);
    return fleet === null ? [] : [{ target: price.target, fleet }];
  });
}

function ninesScale(nines: readonly number[]): CurveScale {
  const low = Math.min(...nines);
  const high = Math.max(...nines);
  const perPixel = (high - low) / (PLOT_WIDTH - EDGE[0] - EDGE[1]);
  const domain = [low - EDGE[0] * perPixel, high + EDGE[1] * perPixel] as const;
  return { type: "linear", domain, range: [0, PLOT_WIDTH], constant: null };
}

function targetAxis({ target: own, targets }: PricedObjective): object {
  const shares = targets.map(({ target }) => target);
  const isPriced = shares.some((share) => Math.abs(share - own) < 1e-9);
  const texts = new Map(shares.map((share) => [ninesOf(share), targetText(share)]));
  return {
    ...labelledAxis([...texts.keys()], (nines) => texts.get(nines) ?? ""),
    labelFontWeight: {
      condition: { test: `datum.value === ${isPriced ? ninesOf(own) : -1}`, value: "bold" },
      value: "normal",
    },
  };
}

/** The targets that no fleet of the sweep keeps, and the grid. */
function groundLayers({ height, priced, x, y }: NinesFrame, known: readonly Priced[]): Layer[] {
  const costs = [...new Set(known.map(({ fleet }) => fleet.costPerHour))];
  const { target: last } = known[known.length - 1];
  const open = priced.targets.find(({ target }) => target > last);
  const between = open === undefined ? [] : [ninesOf(last), ninesOf(open.target)];
  const end = open === undefined ? PLOT_WIDTH : (place(x, between[0]) + place(x, between[1])) / 2;
  const grid = costs.map((cost) => {
    const py = place(y, cost);
    return { px: 0, py, px2: end, py2: py };
  });
  const layers: Layer[] = [boxLayer(grid, { type: "rule", color: GRID_COLOR, strokeWidth: 1 })];
  if (open === undefined) return layers;
  const box = { px: end, py: 0, px2: PLOT_WIDTH, py2: height };
  layers.unshift(boxLayer([box], { type: "rect", color: MISSED_COLOR }));
  const words = priced.isProven && !priced.isExact ? "no fleet proven" : "no fleet";
  if (measureText(words, NOTE_SIZE) + GAP > PLOT_WIDTH - end) return layers;
  const look = { color: MUTED_INK, size: NOTE_SIZE, bold: false, align: "center" } as const;
  const py = height - 14;
  return [...layers, textLayer([{ px: (end + PLOT_WIDTH) / 2, py, text: words }], look)];
}

/** Hollow marks where less would do as counted than is proven. */
function countedLayers({ priced }: NinesFrame): readonly Layer[] {
  if (!priced.isProven) return [];
  const values = priced.targets.flatMap(({ certified, counted, target }) =>
    counted === null || counted.costPerHour === certified?.costPerHour
      ? []
      : [{ x: ninesOf(target), y: counted.costPerHour, ...wordsOf(counted, target) }],
  );
  if (values.length === 0) return [];
  const mark = { type: "point" as const, shape: "circle", size: 60, fill: PAPER, stroke: BLUE };
  return [
    {
      data: { values },
      mark: { ...mark, strokeWidth: 1.8, opacity: 1 },
      encoding: { tooltip: TOOLTIP },
    },
  ];
}

const TOOLTIP = [
  { field: "target", type: "nominal" as const, title: "target" },
  { field: "fleet", type: "nominal" as const, title: "fleet" },
  { field: "month", type: "nominal" as const, title: "a month" },
];

function wordsOf(fleet: PricedFleet, target: number): Record<string, string> {
  const month = formatDollarsShort(fleet.costPerHour * HOURS_PER_MONTH);
  return { target: targetText(target), fleet: fleet.name, month };
}

/** The line up to the strictest target kept, with a mark and a count at each. */
function knownLayers({ priced, x, y }: NinesFrame, known: readonly Priced[]): readonly Layer[] {
  const values = known.map(({ fleet, target }) => {
    return { x: ninesOf(target), y: fleet.costPerHour, ...wordsOf(fleet, target) };
  });
  const texts = countLabels(known, x, y, place(x, ninesOf(priced.target)));
  return [
    {
      data: { values },
      mark: {
        type: "line",
        interpolate: "step-before",
        color: BLUE,
        strokeWidth: 2.5,
        strokeDash: priced.isProven ? [] : [7, 4],
      },
    },
    {
      data: { values },
      mark: { type: "point", shape: "circle", size: 60, fill: BLUE, stroke: BLUE, opacity: 1 },
      encoding: { tooltip: TOOLTIP },
    },
    ...(texts.length === 0
      ? []
      : [textLayer(texts, { color: INK, size: NOTE_SIZE, bold: false, align: "left" })]),
  ];
}

/** How many replicas each tread of the line takes, above its left end. */
function countLabels(
  known: readonly Priced[],
  x: CurveScale,
  y: CurveScale,
  slo: number,
): readonly PlacedText[] {
  return known.flatMap(({ fleet, target }, index) => {
    const before = known[index - 1];
    if (before?.fleet.costPerHour === fleet.costPerHour) return [];
    const text = sizeOf(fleet);
    if (text === null) return [];
    const own = place(x, ninesOf(target));
    const last = known.findLast((other) => other.fleet.costPerHour === fleet.costPerHour);
    const end = Math.max(own, place(x, ninesOf(last?.target ?? target)));
    const py = place(y, fleet.costPerHour) - 12;
    const short = text.replace(/ .*/u, "");
    // The line begins in a riser: beside it, on the side where nothing is.
    if (before === undefined && end === own) {
      return [{ px: own - 8 - measureText(short, NOTE_SIZE), py, text: short }];
    }
    const px = before === undefined ? own : place(x, ninesOf(before.target)) + 8;
    const fitting = [text, short].find((words) => {
      const right = px + measureText(words, NOTE_SIZE);
      return right <= end && (slo < px - 4 || slo > right + 12);
    });
    return fitting === undefined ? [] : [{ px, py, text: fitting }];
  });
}

function ringLayer({ priced, x, y }: NinesFrame, { costPerHour }: PricedFleet): Layer {
  const ring = { px: place(x, ninesOf(priced.target)), py: place(y, costPerHour) };
  return {
    data: { values: [ring] },
    mark: ringMark(330),
    encoding: {
      x: { field: "px", type: "quantitative", scale: null, axis: null },
      y: { field: "py", type: "quantitative", scale: null, axis: null },
    },
  };
}
