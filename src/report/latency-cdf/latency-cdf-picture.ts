import type { Result } from "../../plan/result.ts";
import type { MissingPicture, Picture } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { cdfModel } from "./cdf-model.ts";
import { cdfSpec } from "./cdf-spec.ts";
import { cdfDescription, cdfTitle } from "./cdf-words.ts";

const NAME = "latency-cdf";
const HEADING = "Latency distribution";

/**
 * How many requests are slower than any time, on the fleet in focus and its neighbours, and what of
 * it the SLO allows.
 *
 * @throws RangeError if the result has no points.
 */
export function latencyCdfPicture(result: Result): Picture | MissingPicture {
  const model = cdfModel(result);
  if (model.panels.length === 0) {
    return {
      name: NAME,
      heading: HEADING,
      missing:
        "no request was answered on the fleet in focus, so that there is no latency to show; sweep larger counts in fleet.replicas",
    };
  }
  return {
    name: NAME,
    heading: HEADING,
    spec: cdfSpec(result, model),
    text: {
      title: cleanText(cdfTitle(result, model)),
      description: cleanText(cdfDescription(result, model)),
    },
  };
}
