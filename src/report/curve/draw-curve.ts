import type { Result } from "../../plan/result.ts";
import { answerSentence } from "../answer.ts";
import { renderSvg } from "../render-svg.ts";
import { curveModel } from "./curve-model.ts";
import { curveDescription } from "./curve-notes.ts";
import { curveSpec } from "./curve-spec.ts";

/**
 * Draws the curve of a result: latency over hourly cost, with the SLO and the choice.
 *
 * @returns An SVG document; the same bytes for the same result.
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export async function drawCurve(result: Result): Promise<string> {
  return renderSvg(curveSpec(result), {
    title: answerSentence(result),
    description: curveDescription(result, curveModel(result)),
  });
}
