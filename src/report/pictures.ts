import type { Result } from "../plan/result.ts";
import { batchingPicture } from "./batching/batching-picture.ts";
import { burstinessPicture } from "./burstiness/burstiness-picture.ts";
import { curvePicture } from "./curve/curve-picture.ts";
import { errorBudgetPicture } from "./error-budget/error-budget-picture.ts";
import { latencyCdfPicture } from "./latency-cdf/latency-cdf-picture.ts";
import { ledgerPicture } from "./ledger/ledger-picture.ts";
import {
  PICTURE_NAMES,
  type MissingPicture,
  type Picture,
  type PictureMaker,
  type PictureName,
} from "./picture.ts";
import { priceOfNinesPicture } from "./price-of-nines/price-of-nines-picture.ts";
import { priceOfSloPicture } from "./price-of-slo/price-of-slo-picture.ts";
import { timelinePicture } from "./timeline/timeline-picture.ts";
import { tornadoPicture } from "./tornado/tornado-picture.ts";

const MAKERS: Readonly<Record<PictureName, PictureMaker>> = {
  curve: curvePicture,
  "price-of-slo": priceOfSloPicture,
  "price-of-nines": priceOfNinesPicture,
  "error-budget": errorBudgetPicture,
  "latency-cdf": latencyCdfPicture,
  timeline: timelinePicture,
  ledger: ledgerPicture,
  batching: batchingPicture,
  tornado: tornadoPicture,
  burstiness: burstinessPicture,
};

/** What a result fills of all pictures, and what it can't. */
export interface Pictures {
  /** In the order of a report. */
  readonly made: readonly Picture[];
  readonly missing: readonly MissingPicture[];
}

/**
 * Makes the pictures of a result, as specifications in the colours of the light theme.
 *
 * @param only - Names of those wanted; all by default.
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export function makePictures(result: Result, only?: readonly PictureName[]): Pictures {
  const made: Picture[] = [];
  const missing: MissingPicture[] = [];
  for (const name of PICTURE_NAMES) {
    if (only !== undefined && !only.includes(name)) continue;
    const picture = MAKERS[name](result);
    if ("spec" in picture) made.push(picture);
    else missing.push(picture);
  }
  return { made, missing };
}
