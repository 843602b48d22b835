import { BLACK, BLUE, BLUISH_GREEN, ORANGE, REDDISH_PURPLE, SKY_BLUE } from "../theme.ts";

/**
 * The look of the curve, made to survive a grey print at half a page's width: every quantile has
 * its own dashes and marker besides its colour, and no text is smaller than 13 pixels of 860.
 */
export interface QuantileStyle {
  readonly color: string;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
  readonly shape: "circle" | "square" | "triangle-up" | "diamond" | "triangle-down" | "cross";
}

const STYLES = new Map<number, QuantileStyle>([
  [0.5, { color: SKY_BLUE, dash: [2, 3], shape: "circle" }],
  [0.9, { color: ORANGE, dash: [10, 3, 2, 3], shape: "diamond" }],
  [0.95, { color: BLUISH_GREEN, dash: [7, 4], shape: "square" }],
  [0.99, { color: BLUE, dash: [], shape: "triangle-up" }],
  [0.999, { color: REDDISH_PURPLE, dash: [12, 3], shape: "triangle-down" }],
]);

/** Looks of lines that are no quantiles, easily told apart ones first. */
export const SERIES_STYLES: readonly QuantileStyle[] = [
  { color: BLUE, dash: [], shape: "triangle-up" },
  { color: BLUISH_GREEN, dash: [7, 4], shape: "square" },
  { color: REDDISH_PURPLE, dash: [12, 3], shape: "diamond" },
  { color: SKY_BLUE, dash: [2, 3], shape: "circle" },
  { color: BLACK, dash: [10, 3, 2, 3], shape: "triangle-down" },
];

/**
 * Colour, dashes and marker of a quantile's line.
 *
 * @param share - In (0, 1).
 */
export function quantileStyle(share: number): QuantileStyle {
  return STYLES.get(share) ?? { color: BLACK, dash: [10, 3, 2, 3, 2, 3], shape: "cross" };
}
