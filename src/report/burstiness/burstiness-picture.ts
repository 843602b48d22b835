import type { MissingPicture, Picture, PictureMaker } from "../picture.ts";
import { burstinessSpec } from "./burstiness-spec.ts";
import { burstinessDescription, burstinessTitle } from "./burstiness-words.ts";

const HEADING = "Burstiness of the traffic";
/** Scales that a line needs. */
const LEAST_SCALES = 2;

/** How uneven the arrivals are from tenths of a second up, against Poisson's. */
export const burstinessPicture: PictureMaker = (result): Picture | MissingPicture => {
  const { burstiness, rate } = result.workload;
  if (burstiness.length < LEAST_SCALES) {
    const missing =
      "the traffic is too short to count in windows of several lengths; it takes 2 s and three requests at least";
    return { name: "burstiness", heading: HEADING, missing };
  }
  return {
    name: "burstiness",
    heading: HEADING,
    spec: burstinessSpec(result),
    text: { title: burstinessTitle(burstiness, rate), description: burstinessDescription(result) },
  };
};
