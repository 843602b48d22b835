import type { Result } from "../../plan/result.ts";
import { elasticOf } from "../fleet-name.ts";
import type { MissingPicture, Picture } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { pointInFocus } from "../point-in-focus.ts";
import { batchingModel } from "./batching-model.ts";
import { batchingSpec } from "./batching-spec.ts";
import { batchingDescription, batchingTitle } from "./batching-words.ts";

const NAME = "batching";
const HEADING = "Replicas and settings";

/**
 * What each combination of a replica count and a swept setting, such as a batch size, costs and
 * whether it holds the SLO.
 *
 * @throws RangeError if the result has no points.
 */
export function batchingPicture(result: Result): Picture | MissingPicture {
  const model = batchingModel(result);
  if (model === null) return { name: NAME, heading: HEADING, missing: missingReason(result) };
  return {
    name: NAME,
    heading: HEADING,
    spec: batchingSpec(result, model),
    text: {
      title: cleanText(batchingTitle(result, model)),
      description: cleanText(batchingDescription(result, model)),
    },
  };
}

function missingReason(result: Result): string {
  const example = {
    serial: "service.concurrency: [1, 2, 4]",
    batch: "service.maxBatch: [8, 16, 32]",
    continuous: "service.maxBatchedTokens: [2048, 4096, 8192]",
  }[result.scenario.service.kind];
  if (Object.keys(result.points[0].settings).length === 0) {
    return `the sweep varies nothing beside the count of replicas; add an axis such as ${example} to sweep`;
  }
  const reason =
    elasticOf(pointInFocus(result)) === null
      ? "the sweep varies one thing alone"
      : "an autoscaler finds the count, and the sweep varies one thing alone";
  return `${reason}, which the curve shows; add an axis such as ${example} to sweep`;
}
