import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../../plan/result.ts";
import { answerSentence } from "../answer.ts";
import { formatCount, formatDollars } from "../format.ts";
import { captionLayers, TEXT_WIDTH } from "../picture-parts.ts";
import { measureText, truncateText } from "../text-width.ts";
import {
  marginLayers,
  nothingCompletedLayers,
  offScaleLayers,
  placeStripLabels,
  pointedAt,
  shadingLayers,
  stripLayers,
  type StripLabels,
} from "./curve-annotations.ts";
import { frameCurve, LEFT_MARGIN, type CurveFrame, type PanelFrame } from "./curve-frame.ts";
import { isKeyed } from "./curve-groups.ts";
import { keyEntries, keyHeight, keyLayers, letterLayers, LETTERS_HEIGHT } from "./curve-key.ts";
import { dataLayers, gridLayer, pointerLayers } from "./curve-layers.ts";
import { curveModel, panelName, xOf, type CurveModel } from "./curve-model.ts";
import { curveCaption, curveSubtitle } from "./curve-notes.ts";
import { latencyTicks, place } from "./curve-scale.ts";
import { MUTED_INK, NOTE_SIZE, TEXT_SIZE } from "../theme.ts";
import { pickTicks } from "./label-layout.ts";
import { lostLayers } from "./lost-signs.ts";
import { scaleSpec, textLayer, type Layer, type PanelSpec } from "./layer.ts";
import { titleOverAxis } from "./marks.ts";
import { pictureSpec } from "./picture-spec.ts";

const TICK_LINE = 18;
const TICK_SIZE = 5;
const TICK_PADDING = 4;

/**
 * The curve of a result as a Vega-Lite specification: latency over hourly cost, with the SLO, the
 * choice and the uncertainty. One row of panels a measure that the SLO names.
 *
 * Places are worked out here, not left to Vega: labels that must not touch need to know where the
 * others are, and the picture must come out the same without a canvas to measure text on.
 *
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export function curveSpec(result: Result): TopLevelSpec {
  const model = curveModel(result);
  const frame = frameCurve(result, model);
  const labels = placeStripLabels(model, frame);
  return pictureSpec(
    { title: answerSentence(result), subtitle: curveSubtitle(result, model, TEXT_WIDTH) },
    frame.panels.map((panel) => panelSpec(result, model, frame, panel, labels)),
  );
}

function panelSpec(
  result: Result,
  model: CurveModel,
  frame: CurveFrame,
  panel: PanelFrame,
  labels: StripLabels,
): PanelSpec {
  const first = panel === frame.panels[0];
  const last = panel === frame.panels.at(-1);
  const ticks = latencyTicks(panel.y);
  const layers: Layer[] = [
    ...shadingLayers(model, frame, panel),
    gridLayer(frame, panel, ticks.slice(ticks[0] === panel.y.domain[0] ? 1 : 0)),
    ...dataLayers(model, frame, panel),
    ...pointerLayers(model, frame, panel, pointedAt(model)),
    ...offScaleLayers(model, frame, panel),
    ...lostLayers(model, frame, panel, pointedAt(model)),
    ...nothingCompletedLayers(frame, panel),
    ...marginLayers(frame, panel),
    ...(first ? stripLayers(labels) : []),
    ...(last ? footerLayers(model, frame, panel, curveCaption(result, model, frame, labels)) : []),
  ];
  return {
    width: frame.width,
    height: panel.height,
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: scaleSpec(frame.x),
        axis: costAxis(model, frame, last),
      },
      y: {
        field: "y",
        type: "quantitative",
        scale: scaleSpec(panel.y),
        axis: latencyAxis(panel, ticks),
      },
    },
    layer: layers,
  };
}

function latencyAxis(panel: PanelFrame, ticks: readonly number[]): object {
  const suffix = panel.y.type === "linear" ? "" : " (log scale)";
  return {
    values: [...ticks],
    labelExpr: lookupExpression(new Map(ticks.map((tick) => [tick, tickText(tick)]))),
    labelOverlap: false,
    grid: false,
    domain: false,
    ...titleOverAxis(`${capitalize(panelName(panel.panel))}${suffix}`, LEFT_MARGIN),
  };
}

function costAxis(model: CurveModel, frame: CurveFrame, labelled: boolean): object {
  const { points } = model.main;
  const pointed = pointedAt(model);
  const cents = points.some(({ costPerHour }) => !Number.isInteger(costPerHour));
  const { axis } = model.main;
  const texts = points.map((point) => {
    const dollars = cents ? formatDollars(point.costPerHour) : `$${formatCount(point.costPerHour)}`;
    if (axis !== null && !isKeyed(axis) && axis.name !== "") return [dollars, axis.label(point)];
    if (axis !== null) return [dollars];
    return model.xIsCost ? [dollars, formatCount(point.replicas)] : [formatCount(point.replicas)];
  });
  const picked = pickTicks(
    points.map((point, index) => ({
      // Settings have no round numbers to prefer: they are counted off, or all tried in a cloud.
      count: axis === null ? point.replicas : isKeyed(axis) ? 1 : index + 1,
      position: place(frame.x, xOf(point, model.xIsCost)),
      width: Math.max(...texts[index].map((text) => measureText(text, TEXT_SIZE, true))),
      required: point === pointed,
    })),
  );
  const values = picked.map((index) => xOf(points[index], model.xIsCost));
  const lettersHeight = isKeyed(axis) ? LETTERS_HEIGHT - TICK_SIZE : 0;
  const lines = new Map(picked.map((index, rank) => [values[rank], texts[index]]));
  return {
    values,
    labels: labelled,
    labelExpr: lookupExpression(lines),
    labelOverlap: false,
    labelBound: false,
    labelFlush: false,
    labelLineHeight: TICK_LINE,
    labelPadding: TICK_PADDING + lettersHeight,
    labelFontWeight: {
      condition: { test: `datum.value === ${xOf(pointed, model.xIsCost)}`, value: "bold" },
      value: "normal",
    },
    tickSize: TICK_SIZE,
    grid: false,
    title: null,
  };
}

/** Names of the rows of labels under the axis, the list of settings, and the small print. */
function footerLayers(
  model: CurveModel,
  frame: CurveFrame,
  panel: PanelFrame,
  caption: string,
): readonly Layer[] {
  const pointed = pointedAt(model);
  const entries = keyEntries(model, pointed);
  const lettersHeight = entries.length === 0 ? 0 : LETTERS_HEIGHT - TICK_SIZE;
  const names = rowNames(model);
  const firstLine = panel.height + TICK_SIZE + TICK_PADDING + TEXT_SIZE / 2 - 1 + lettersHeight;
  const rows = names.map((text, row) => ({ px: -12, py: firstLine + row * TICK_LINE, text }));
  const keyTop = firstLine + names.length * TICK_LINE;
  const captionTop = keyTop + keyHeight(entries) + 10;
  const look = { color: MUTED_INK, size: NOTE_SIZE, bold: false } as const;
  return [
    ...(entries.length === 0 ? [] : letterLayers(entries, frame, panel.height, pointed)),
    textLayer(rows, { ...look, align: "right" }),
    ...keyLayers(model, entries, keyTop, pointed),
    ...captionLayers(caption, { left: -LEFT_MARGIN, top: captionTop }),
  ];
}

/** Names of the rows of labels under the axis. */
function rowNames({ main, xIsCost }: CurveModel): readonly string[] {
  if (main.axis === null) return xIsCost ? ["$/hour", "replicas"] : ["replicas"];
  const { name } = main.axis;
  if (name === "" || isKeyed(main.axis)) return ["$/hour"];
  return ["$/hour", truncateText(name, LEFT_MARGIN - 12, TEXT_SIZE)];
}

/** A Vega expression that finds a tick's label; JSON is a subset of its literals. */
function lookupExpression(labels: ReadonlyMap<number, string | readonly string[]>): string {
  return `(${JSON.stringify(Object.fromEntries(labels))})[datum.value]`;
}

function tickText(seconds: number): string {
  if (seconds === 0) return "0";
  const milliseconds = Number((seconds * 1e3).toPrecision(6));
  if (milliseconds >= 1000) {
    const whole = Number(seconds.toPrecision(6));
    return `${whole >= 1000 ? formatCount(whole) : whole} s`;
  }
  return milliseconds >= 0.1
    ? `${milliseconds} ms`
    : `${Number((seconds * 1e6).toPrecision(6))} µs`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
