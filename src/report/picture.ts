import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../plan/result.ts";
import type { PictureText } from "./render-svg.ts";

/** Pictures of a result, in the order that a report shows them; each names its file. */
export const PICTURE_NAMES = [
  "curve",
  "price-of-slo",
  "price-of-nines",
  "error-budget",
  "latency-cdf",
  "timeline",
  "ledger",
  "batching",
  "tornado",
  "burstiness",
] as const;

/** Name of a picture. */
export type PictureName = (typeof PICTURE_NAMES)[number];

/** A picture that a result fills. */
export interface Picture {
  readonly name: PictureName;
  /** A few words for headings: what is shown, not what was found. */
  readonly heading: string;
  /** In the colours of the light theme; marks carry tooltips for pages that can show them. */
  readonly spec: TopLevelSpec;
  /** The finding in a sentence, and the picture in words. */
  readonly text: PictureText;
}

/** A picture that a result can't fill. */
export interface MissingPicture {
  readonly name: PictureName;
  readonly heading: string;
  /** Why, and what would fill it: a sentence without a full stop. */
  readonly missing: string;
}

/** Makes one picture of a result, or says why it can't. */
export type PictureMaker = (result: Result) => Picture | MissingPicture;
