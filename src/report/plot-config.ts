import { FONT, GRID_COLOR, INK, NOTE_SIZE, TEXT_SIZE } from "./theme.ts";
import type { RowsSpec } from "./curve/layer.ts";

/**
 * The look of pictures that keep Vega-Lite's own axes and legends, beside the hand-laid curve.
 *
 * @param symbolSize - Square pixels of a symbol in a legend.
 */
export function plotConfig(symbolSize: number): NonNullable<RowsSpec["config"]> {
  return {
    aria: false,
    font: FONT,
    view: { stroke: null },
    axis: {
      labelFontSize: NOTE_SIZE,
      labelColor: INK,
      titleFontSize: TEXT_SIZE,
      titleFontWeight: "normal",
      titleColor: INK,
      gridColor: GRID_COLOR,
      domain: false,
      ticks: false,
    },
    legend: { labelFontSize: NOTE_SIZE, labelColor: INK, symbolSize, title: null },
  };
}
