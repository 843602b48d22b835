import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { escapeXml } from "./plain-text.ts";
import { measureText } from "./text-width.ts";

/** What screen readers and search engines learn about a picture. */
export interface PictureText {
  /** One sentence. */
  readonly title: string;
  /** The picture in words. */
  readonly description: string;
}

/** The part of Vega that decides how wide text is, which its type definitions leave out. */
interface TextMetrics {
  /** Switches measuring by canvas on or off. */
  canvas(use: boolean): void;
  /** Width of one line in pixels, without rounding. */
  width(item: TextItem, text: string): number;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
}

/**
 * Draws a Vega-Lite specification as an SVG document with a title and a description.
 *
 * The same specification gives the same bytes on every machine: ids are counted from the start,
 * and text is measured with our own table even where a canvas happens to be installed. Vega keeps
 * that table for the rest of the process.
 */
export async function renderSvg(spec: TopLevelSpec, text: PictureText): Promise<string> {
  const textMetrics = textMetricsOf(vega);
  textMetrics.canvas(false);
  textMetrics.width = (item, line) =>
    measureText(line ?? "", item.fontSize ?? 11, isBold(item.fontWeight));
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return describeSvg(svg, text);
}

function textMetricsOf(module: object): TextMetrics {
  if (!hasTextMetrics(module)) throw new TypeError("this version of vega has no textMetrics");
  return module.textMetrics;
}

function hasTextMetrics(module: object): module is { readonly textMetrics: TextMetrics } {
  return "textMetrics" in module;
}

function describeSvg(svg: string, { title, description }: PictureText): string {
  const words = `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>`;
  return svg.replace(/<svg([^>]*)>/, (_, attributes) => `<svg${attributes} role="img">${words}`);
}

function isBold(weight: number | string | undefined): boolean {
  return weight === "bold" || Number(weight) >= 600;
}
