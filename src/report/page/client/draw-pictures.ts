import { expressionInterpreter } from "vega-interpreter";
import { measureText } from "../../text-width.ts";
import { hideTooltip, showTooltip } from "./show-tooltip.ts";
import { vegaScript, type VegaScript, type VegaView } from "./vega-script.ts";

/** How far from the screen, in pixels, a picture is still drawn ahead. */
const AHEAD = "400px";

/**
 * Draws a picture again with Vega, in place of the drawing that the page came with, so that it can
 * be hovered over.
 *
 * @returns The view; null without Vega, and then the drawing stays.
 */
export async function drawPicture(figure: HTMLElement, spec: unknown): Promise<VegaView | null> {
  const vega = vegaScript();
  const drawing = figure.querySelector<HTMLElement>(".drawing");
  if (vega === null || drawing === null) return null;
  measureLikeTheDrawings(vega);
  const container = document.createElement("div");
  const view = new vega.View(vega.parse(spec, null, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container,
    hover: true,
    tooltip: showTooltip,
  });
  await view.runAsync();
  const live = container.querySelector("svg");
  if (live === null) return null;
  live.setAttribute("aria-hidden", "true");
  live.setAttribute("focusable", "false");
  live.removeAttribute("role");
  drawing.replaceChildren(container);
  drawing.addEventListener("pointerleave", hideTooltip);
  return view;
}

/** Draws pictures as they come near to the screen: to draw all at once would hold up the page. */
export function drawWhenNear(specs: Readonly<Record<string, unknown>>): void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        observer.unobserve(target);
        void drawPicture(target, specs[target.dataset["picture"] ?? ""]);
      }
    },
    { rootMargin: AHEAD },
  );
  for (const figure of document.querySelectorAll<HTMLElement>("[data-picture]")) {
    const { picture = "" } = figure.dataset;
    if (picture in specs && picture !== "focus") observer.observe(figure);
  }
}

// Places must come out as in the drawings, which were laid out by this table.
function measureLikeTheDrawings({ textMetrics }: VegaScript): void {
  textMetrics.canvas(false);
  textMetrics.width = (item, text) => {
    const isBold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
    return measureText(text ?? "", item.fontSize ?? 11, isBold);
  };
}
