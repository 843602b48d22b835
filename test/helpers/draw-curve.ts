import type { Result } from "../../src/plan/result.ts";
import { curvePicture } from "../../src/report/curve/curve-picture.ts";
import { renderSvg } from "../../src/report/render-svg.ts";

/** The curve of a result as an SVG document. */
export async function drawCurve(result: Result): Promise<string> {
  const picture = curvePicture(result);
  if (!("spec" in picture)) throw new Error(`no curve: ${picture.missing}`);
  return renderSvg(picture.spec, picture.text);
}
