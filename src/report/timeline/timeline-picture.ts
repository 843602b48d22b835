import { cleanText } from "../plain-text.ts";
import type { MissingPicture, Picture, PictureMaker } from "../picture.ts";
import { timelineModel } from "./timeline-model.ts";
import { timelineSpec } from "./timeline-spec.ts";
import { timelineDescription, timelineTitle } from "./timeline-words.ts";

const HEADING = "The run over time";

/**
 * The first replication over time, of the choice and of what is one step cheaper: arrivals, queue,
 * replicas, the latencies that are limited, and violations.
 *
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export const timelinePicture: PictureMaker = (result): Picture | MissingPicture => {
  const model = timelineModel(result);
  if (model === null) {
    const missing =
      "the result follows no fleet over time; run the scenario again to have it do so";
    return { name: "timeline", heading: HEADING, missing };
  }
  return {
    name: "timeline",
    heading: HEADING,
    spec: timelineSpec(result, model),
    text: {
      title: cleanText(timelineTitle(result, model)),
      description: timelineDescription(result, model),
    },
  };
};
