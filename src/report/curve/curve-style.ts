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

// Okabe and Ito, "Color Universal Design" (2008): told apart by readers with any colour vision.
const SKY_BLUE = "#56B4E9";
const BLUISH_GREEN = "#009E73";
const BLUE = "#0072B2";
const ORANGE = "#E69F00";
const REDDISH_PURPLE = "#CC79A7";
const BLACK = "#000000";

/** Colour of the SLO: Okabe and Ito's vermillion. */
export const SLO_COLOR = "#D55E00";
/** Colours of ink that is no data. */
export const INK = "#1a1a1a";
export const MUTED_INK = "#595959";
export const OTHER_SETTING_COLOR = "#8c8c8c";
export const GRID_COLOR = "#d9d9d9";
export const MISSED_COLOR = "#e6e6e6";
export const UNPROVEN_COLOR = "#f3f3f3";

/** Type of all text, and its sizes in pixels. */
export const FONT = "Helvetica, Arial, sans-serif";
export const TITLE_SIZE = 19;
export const TEXT_SIZE = 14;
export const NOTE_SIZE = 13;

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
