import type { Result } from "../../plan/result.ts";
import { answerSentence } from "../answer.ts";
import { arrangementHeadline } from "../arrangement-words.ts";
import { poolsDescription } from "../pools/pools-notes.ts";
import { poolsSpec } from "../pools/pools-spec.ts";
import { renderSvg } from "../render-svg.ts";
import { curveModel } from "./curve-model.ts";
import { curveDescription } from "./curve-notes.ts";
import { curveSpec } from "./curve-spec.ts";

/**
 * Draws the curve of a result: latency over hourly cost, with the SLO and the choice; of one that
 * compares arrangements of pools, those.
 *
 * @returns An SVG document; the same bytes for the same result.
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export async function drawCurve(result: Result): Promise<string> {
  if (result.arrangements.length > 0) {
    return renderSvg(poolsSpec(result), {
      title: arrangementHeadline(result),
      description: poolsDescription(result),
    });
  }
  return renderSvg(curveSpec(result), {
    title: answerSentence(result),
    description: curveDescription(result, curveModel(result)),
  });
}
