import type { Result } from "../../plan/result.ts";
import { subtitleLines } from "../curve/curve-notes.ts";
import type { PanelSpec } from "../curve/layer.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { objectiveName } from "../format.ts";
import { joinNotes, TEXT_WIDTH } from "../picture-parts.ts";
import type { PictureMaker, PictureName } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { truncateText } from "../text-width.ts";
import { TEXT_SIZE } from "../theme.ts";
import {
  pricedObjectives,
  settingNote,
  whyUnpriced,
  type PricedObjective,
} from "./priced-objective.ts";

const PANELS_MAX = 3;
const SINGLE_HEIGHT = 290;
const STACKED_HEIGHT = 190;

/** What tells one picture of prices from another. */
export interface PriceStory {
  readonly name: PictureName;
  readonly heading: string;
  /** What is priced: "limit". */
  readonly what: string;
  /** How to read the panels, without a full stop. */
  readonly reading: string;
  /** Why there is no picture if no objective can be drawn. */
  readonly missing: string;
  /** Those that can be drawn. */
  readonly drawable: (priced: readonly PricedObjective[]) => readonly PricedObjective[];
  readonly panel: (priced: PricedObjective, height: number, caption: string) => PanelSpec;
  /** The finding, without a full stop. */
  readonly finding: (priced: PricedObjective) => string;
  /** Sentences about the marks, those that don't apply empty. */
  readonly notes: (result: Result, priced: readonly PricedObjective[]) => readonly string[];
  /** Each price in words: "99% 6 replicas, $24.60/h". */
  readonly prices: (priced: PricedObjective) => readonly string[];
}

/** Draws a panel an objective, with what a promise costs. */
export function pricePicture(story: PriceStory): PictureMaker {
  const { heading, name, panel } = story;
  return (result) => {
    const why = whyUnpriced(result);
    if (why !== null) return { name, heading, missing: why };
    const drawable = story.drawable(pricedObjectives(result));
    if (drawable.length === 0) return { name, heading, missing: story.missing };
    const shown = drawable.slice(0, PANELS_MAX);
    const height = shown.length === 1 ? SINGLE_HEIGHT : STACKED_HEIGHT;
    const title = cleanText(story.finding(shown[0]));
    const subtitle = [subtitleLines(result)[0], story.reading].map((line) =>
      truncateText(line, TEXT_WIDTH, TEXT_SIZE),
    );
    const caption = captionOf(story, result, drawable);
    const panels = shown.map((priced, index) =>
      panel(priced, height, index === shown.length - 1 ? caption : ""),
    );
    const prices = drawable.map(
      (one) =>
        `Cheapest fleet by ${story.what} for ${objectiveName(one)}: ${story.prices(one).join("; ")}.`,
    );
    return {
      name,
      heading,
      spec: pictureSpec({ title, subtitle }, panels),
      text: { title, description: cleanText([`${title}.`, ...prices].join(" ")) },
    };
  };
}

function captionOf(
  { notes, what }: PriceStory,
  result: Result,
  priced: readonly PricedObjective[],
): string {
  const isElastic = result.priceOfSlo.length === 0;
  const undrawn = priced.slice(PANELS_MAX).map((one) => objectiveName(one));
  return joinNotes([
    priced.some(({ isProven }) => !isProven) ? "Dashed: as counted, not proven." : "",
    ...notes(result, priced),
    isElastic ? "" : `Each ${what} is also kept by every larger fleet of the sweep.`,
    result.scenario.slo.objectives.length > 1 ? "Other objectives left aside." : "",
    settingNote(result),
    undrawn.length === 0 ? "" : `Not drawn: ${cleanText(undrawn.join(", "))}.`,
  ]);
}
