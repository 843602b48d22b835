import type { TopLevelSpec } from "vega-lite";
import { place, type CurveScale } from "./curve-scale.ts";

/** A specification of rows of panels. */
export type RowsSpec = Extract<TopLevelSpec, { vconcat: unknown }>;

/** One panel made of layers. */
export type PanelSpec = Extract<RowsSpec["vconcat"][number], { layer: unknown }>;

/** One layer of a panel. */
export type Layer = PanelSpec["layer"][number];

/** Text, and the pixels of its anchor within the plotting area. */
export interface PlacedText {
  readonly px: number;
  readonly py: number;
  readonly text: string;
}

/** How text is set. */
export interface TextLook {
  readonly color: string;
  readonly size: number;
  readonly bold: boolean;
  readonly align: "left" | "center" | "right";
}

/** Text at fixed pixels, vertically centred on them. */
export function textLayer(texts: readonly PlacedText[], look: TextLook): Layer {
  return {
    data: { values: texts.map((text) => ({ ...text })) },
    mark: {
      type: "text",
      align: look.align,
      baseline: "middle",
      color: look.color,
      fontSize: look.size,
      fontWeight: look.bold ? "bold" : "normal",
    },
    encoding: {
      x: { field: "px", type: "quantitative", scale: null, axis: null },
      y: { field: "py", type: "quantitative", scale: null, axis: null },
      text: { field: "text", type: "nominal" },
    },
  };
}

/** Ends of a line or corners of a rectangle, in pixels of the plotting area. */
export interface PlacedBox {
  readonly px: number;
  readonly py: number;
  readonly px2: number;
  readonly py2: number;
}

/** Straight lines or filled rectangles at fixed pixels. */
export function boxLayer(
  boxes: readonly PlacedBox[],
  mark:
    | {
        readonly type: "rule";
        readonly color: string;
        readonly strokeWidth: number;
        readonly strokeDash?: number[];
      }
    | { readonly type: "rect"; readonly color: string },
): Layer {
  return {
    data: { values: boxes.map((box) => ({ ...box })) },
    mark,
    encoding: {
      x: { field: "px", type: "quantitative", scale: null, axis: null },
      y: { field: "py", type: "quantitative", scale: null, axis: null },
      x2: { field: "px2" },
      y2: { field: "py2" },
    },
  };
}

/** An arrow that points up, in units of half its height around its middle. */
const ARROW = "M0,-1L0.68,-0.05L0.22,-0.05L0.22,1L-0.22,1L-0.22,-0.05L-0.68,-0.05Z";

/** Arrows that point up at fixed pixels of their middles. */
export function arrowLayer(
  arrows: readonly { readonly px: number; readonly py: number; readonly color: string }[],
  height: number,
): Layer {
  return {
    data: { values: arrows.map((arrow) => ({ ...arrow })) },
    mark: { type: "point", shape: ARROW, size: height ** 2, filled: true, opacity: 1 },
    encoding: {
      x: { field: "px", type: "quantitative", scale: null, axis: null },
      y: { field: "py", type: "quantitative", scale: null, axis: null },
      color: { field: "color", type: "nominal", scale: null },
    },
  };
}

/** Vega-Lite's words for one of our scales. */
export function scaleSpec(scale: CurveScale): {
  readonly type: CurveScale["type"];
  readonly domain: number[];
  readonly range: number[];
  readonly zero?: false;
  readonly nice: false;
  readonly constant?: number;
} {
  return {
    type: scale.type,
    domain: [...scale.domain],
    range: [...scale.range],
    nice: false,
    // A logarithm has no zero to leave out, and Vega-Lite says so aloud.
    ...(scale.type === "log" ? {} : { zero: false }),
    ...(scale.constant === null ? {} : { constant: scale.constant }),
  };
}

/** Where a point of both scales lies. */
export function placeAt(
  x: CurveScale,
  y: CurveScale,
  mark: { readonly x: number; readonly value: number },
): { readonly px: number; readonly py: number } {
  return { px: place(x, mark.x), py: place(y, mark.value) };
}
