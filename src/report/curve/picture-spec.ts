import { balanceText } from "../text-width.ts";
import { PICTURE_PADDING, PICTURE_WIDTH } from "./curve-frame.ts";
import { FONT, INK, MUTED_INK, PAPER, TEXT_SIZE, TITLE_SIZE } from "../theme.ts";
import type { PanelSpec, RowsSpec } from "./layer.ts";

/** The lines above the panels. */
export interface PictureHeading {
  /** Without a full stop; broken into lines here. */
  readonly title: string;
  /** Lines that fit the picture's width. */
  readonly subtitle: readonly string[];
}

/** A whole picture: the heading, panels one below the other, and the look that all share. */
export function pictureSpec(
  { subtitle, title }: PictureHeading,
  panels: readonly PanelSpec[],
): RowsSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: title,
    background: PAPER,
    padding: PICTURE_PADDING,
    title: {
      text: [...balanceText(title, PICTURE_WIDTH - 2 * PICTURE_PADDING, TITLE_SIZE, true)],
      subtitle: [...subtitle],
      anchor: "start",
      frame: "bounds",
      offset: 18,
      fontSize: TITLE_SIZE,
      lineHeight: TITLE_SIZE + 5,
      color: INK,
      subtitleFontSize: TEXT_SIZE,
      subtitleLineHeight: TEXT_SIZE + 5,
      subtitlePadding: 6,
      subtitleColor: MUTED_INK,
    },
    spacing: 24,
    vconcat: [...panels],
    config: {
      aria: false,
      font: FONT,
      view: { stroke: null },
      axis: {
        translate: 0,
        labelFontSize: TEXT_SIZE,
        labelColor: INK,
        domainColor: INK,
        tickColor: INK,
      },
    },
  };
}
