import type { Mark } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { MissingPicture, Picture } from "../picture.ts";
import { renderSvg } from "../render-svg.ts";
import { markup, trusted, type Markup } from "./markup.ts";

/** A picture for the page: drawn, and as a specification that draws it again for hovering. */
export interface PagePicture {
  readonly name: string;
  readonly heading: string;
  readonly title: string;
  readonly description: string;
  /** An `svg` element whose ids no other picture of the page has. */
  readonly svg: string;
  /** For Vega, in the colours of the light theme. */
  readonly spec: unknown;
}

/**
 * Draws a picture and compiles its specification.
 *
 * @param drawn - The picture as an SVG document in light colours, if it has been drawn already.
 */
export async function pagePicture(
  { heading, name, spec, text }: Omit<Picture, "name"> & { readonly name: string },
  drawn?: string,
): Promise<PagePicture> {
  return {
    name,
    heading,
    title: text.title,
    description: text.description,
    svg: inlineSvg(drawn ?? (await renderSvg(spec, text)), name),
    spec: compileSpec(spec),
  };
}

// The description is beside the drawing already, and the ground is the page's own: Vega would set
// it as a style, which no rule for the dark could override.
function compileSpec(spec: TopLevelSpec): unknown {
  const { background: _, description: __, ...compiled } = compile(spec).spec;
  return { ...compiled, marks: compiled.marks?.map(withoutVoidTargets) };
}

// A ring or a line around a mark would keep the pointer from what has something to tell.
function withoutVoidTargets(mark: Mark): Mark {
  if (mark.type === "group") return { ...mark, marks: mark.marks?.map(withoutVoidTargets) ?? [] };
  const { enter, update } = mark.encode ?? {};
  const tells = [enter, update].some((one) => one !== undefined && "tooltip" in one);
  return tells ? mark : { ...mark, interactive: false };
}

/**
 * An SVG document as part of a page: without its title, which browsers show as a tooltip over the
 * whole drawing, without inline styles, which the page's policy forbids, with ids of its own,
 * and with places to a hundredth of a pixel.
 */
export function inlineSvg(svg: string, name: string): string {
  return svg
    .replace(/<title>[^<]*<\/title><desc>[^<]*<\/desc>/, "")
    .replace(/<[a-z][^>]*>/gi, (tag) =>
      tag
        .replace(/ style="[^"]*"/g, "")
        .replace(/ id="([\w-]+)"/g, ` id="${name}-$1"`)
        .replace(/url\(#([\w-]+)\)/g, `url(#${name}-$1)`)
        .replace(/ (?:d|transform)="[^"]*"/g, (places) => places.replace(/(\.\d\d)\d+/g, "$1"))
        .replace(/^<svg /, '<svg aria-hidden="true" focusable="false" ')
        .replace(/ role="img"/, ""),
    );
}

/** A picture with its heading, its words and the place where Vega draws it again. */
export function pictureFigure({ description, heading, name, svg, title }: PagePicture): Markup {
  return markup`<figure class="picture" id="picture-${name}" data-picture="${name}">
<h3>${heading}</h3>
<div class="scroller" role="region" aria-label="${heading}, picture" tabindex="0">
<div class="drawing" role="img" aria-label="${title}">${trusted(svg)}</div>
</div>
<figcaption><details><summary>In words<span class="hidden">: ${heading}</span></summary><p>${description}</p></details></figcaption>
</figure>
`;
}

/** What stands in place of pictures that this result can't fill. */
export function missingList(missing: readonly MissingPicture[]): Markup {
  if (missing.length === 0) return markup``;
  return markup`<aside class="missing" aria-labelledby="missing-heading">
<h3 id="missing-heading">Pictures this result can’t fill</h3>
<dl>${missing.map(
    (one) => markup`<div><dt>${one.heading}</dt><dd>${one.missing}.</dd></div>
`,
  )}</dl>
</aside>`;
}
