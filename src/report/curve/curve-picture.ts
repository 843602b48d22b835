import type { Picture, PictureMaker } from "../picture.ts";
import { answerSentence } from "../answer.ts";
import { arrangementHeadline } from "../arrangement-words.ts";
import { poolsDescription } from "../pools/pools-notes.ts";
import { poolsSpec } from "../pools/pools-spec.ts";
import { curveModel } from "./curve-model.ts";
import { curveDescription } from "./curve-notes.ts";
import { curveSpec } from "./curve-spec.ts";

/**
 * The curve of a result: latency over hourly cost, with the SLO and the choice; of one that
 * compares arrangements of pools, the error budget that each pool uses.
 *
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export const curvePicture: PictureMaker = (result): Picture => {
  if (result.arrangements.length > 0) {
    return {
      name: "curve",
      heading: "Error budget of each pool against its cost",
      spec: poolsSpec(result),
      text: { title: arrangementHeadline(result), description: poolsDescription(result) },
    };
  }
  return {
    name: "curve",
    heading: "Latency against hourly cost",
    spec: curveSpec(result),
    text: {
      title: answerSentence(result),
      description: curveDescription(result, curveModel(result)),
    },
  };
};
