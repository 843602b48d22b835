/** Whether a picture is for light or for dark surroundings. */
export type ThemeName = "light" | "dark";

// Okabe and Ito, "Color Universal Design" (2008): told apart by readers with any colour vision.
/** Lines of the median, and a fourth series. */
export const SKY_BLUE = "#56B4E9";
/** Lines of the 95th percentile, and a second series. */
export const BLUISH_GREEN = "#009E73";
/** Lines of the 99th percentile, and a first series. */
export const BLUE = "#0072B2";
/** Lines of the 90th percentile. */
export const ORANGE = "#E69F00";
/** Lines of the 99.9th percentile, and a third series. */
export const REDDISH_PURPLE = "#CC79A7";
/** Promises and what breaks them. */
export const VERMILLION = "#D55E00";
/** A series beyond the coloured ones. */
export const BLACK = "#000000";

/** What a picture is drawn on. */
export const PAPER = "#ffffff";
/** Ink of what says something. */
export const INK = "#1a1a1a";
/** Ink of what explains. */
export const MUTED_INK = "#595959";
/** Lines from a label to what it names. */
export const LEADER_COLOR = "#b5b5b5";
/** Lines of the grid. */
export const GRID_COLOR = "#d9d9d9";
/** Colour of the SLO. */
export const SLO_COLOR: typeof VERMILLION = VERMILLION;
/** Curves of settings that were not chosen. */
export const OTHER_SETTING_COLOR = "#8c8c8c";
/** Ground where the SLO is missed. */
export const MISSED_COLOR = "#e6e6e6";
/** Ground where the evidence leaves it open. */
export const UNPROVEN_COLOR = "#f3f3f3";

/** Type of all text. */
export const FONT = "Helvetica, Arial, sans-serif";
/** Pixels of a title. */
export const TITLE_SIZE = 19;
/** Pixels of text. */
export const TEXT_SIZE = 14;
/** Pixels of the smallest text. */
export const NOTE_SIZE = 13;

/**
 * What each colour is in the dark: the same hue, light enough for a contrast of 4.5 to 1 where
 * text has it, and 3 to 1 where lines have it.
 */
const DARK: Readonly<Record<string, string>> = {
  [PAPER]: "#14171a",
  [INK]: "#ececec",
  [MUTED_INK]: "#b4b8bc",
  [LEADER_COLOR]: "#5f656b",
  [GRID_COLOR]: "#373d43",
  [OTHER_SETTING_COLOR]: "#868c92",
  [MISSED_COLOR]: "#2c3238",
  [UNPROVEN_COLOR]: "#1e2327",
  [BLACK]: "#fafafa",
  [SKY_BLUE]: "#a3dcfb",
  [BLUE]: "#3f9fe0",
  [BLUISH_GREEN]: "#2cc295",
  [ORANGE]: "#f2b632",
  [REDDISH_PURPLE]: "#e29dc4",
  [VERMILLION]: "#ff7d33",
};

/** Light colours and what they are in the dark, as pairs. */
export const DARK_COLORS: readonly (readonly [light: string, dark: string])[] =
  Object.entries(DARK);

/**
 * A specification in the colours of a theme. Specifications are written in those of the light
 * theme; every string in them that is one of its colours is translated.
 */
export function inTheme<T>(spec: T, theme: ThemeName): T {
  if (theme === "light") return spec;
  return JSON.parse(JSON.stringify(spec), (_, value: unknown) =>
    typeof value === "string" ? (DARK[value] ?? value) : value,
  );
}
