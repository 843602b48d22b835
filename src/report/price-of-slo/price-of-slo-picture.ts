import type { Result } from "../../plan/result.ts";
import { subtitleLines } from "../curve/curve-notes.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { formatDollars, formatSeconds, formatShare, objectiveName } from "../format.ts";
import type { PictureMaker } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { truncateText } from "../text-width.ts";
import { TEXT_SIZE } from "../theme.ts";
import { TEXT_WIDTH } from "./price-axis.ts";
import { priceOfSloPanel } from "./price-of-slo-panel.ts";
import {
  keepsWords,
  limitOf,
  priceAsWritten,
  pricedObjectives,
  settingNote,
  whyUnpriced,
  type PricedObjective,
} from "./priced-objective.ts";

const PANELS_MAX = 3;
const SINGLE_HEIGHT = 290;
const STACKED_HEIGHT = 190;

/** The price of a latency limit: a staircase an objective, with the SLO as it is written. */
export const priceOfSloPicture: PictureMaker = (result) => {
  const name = "price-of-slo";
  const heading = "What a tighter or looser limit costs";
  const why = whyUnpriced(result);
  if (why !== null) return { name, heading, missing: why };
  const drawable = pricedObjectives(result).filter((priced) =>
    priced.steps.some((step) => limitOf(step, priced) < Infinity && step.counted > 0),
  );
  if (drawable.length === 0) {
    const missing =
      "no fleet of the sweep answers enough requests to keep any limit; try more replicas";
    return { name, heading, missing };
  }
  const shown = drawable.slice(0, PANELS_MAX);
  const height = shown.length === 1 ? SINGLE_HEIGHT : STACKED_HEIGHT;
  const title = cleanText(priceOfSloFinding(shown[0]));
  const caption = captionOf(result, drawable);
  const reading =
    "The line is the cheapest fleet of the sweep for each limit; further left is stricter";
  const subtitle = [subtitleLines(result)[0], reading].map((line) =>
    truncateText(line, TEXT_WIDTH, TEXT_SIZE),
  );
  return {
    name,
    heading,
    spec: pictureSpec(
      { title, subtitle },
      shown.map((priced, index) =>
        priceOfSloPanel(priced, height, index === shown.length - 1 ? caption : ""),
      ),
    ),
    text: { title, description: describe(title, drawable) },
  };
};

/**
 * What the SLO's own limit costs, and the next tighter one, in a sentence without a full stop:
 * "p99 TTFT ≤ 300 ms costs $24.60/h; 250 ms would cost $28.70/h".
 */
export function priceOfSloFinding(priced: PricedObjective): string {
  const promise = objectiveName(priced);
  const own = priceAsWritten(priced);
  const known = priced.steps.filter((step) => limitOf(step, priced) < Infinity);
  const proof = priced.isProven ? "" : " as counted";
  if (own === null) {
    const best = known[known.length - 1];
    const limit = formatSeconds(limitOf(best, priced));
    return `No fleet of the sweep ${keepsWords(priced)} ${promise}; ${best.name} would keep ${limit}`;
  }
  const price = `${promise} costs ${formatDollars(own.costPerHour)}/h${proof}`;
  const place = known.findIndex(({ replicas }) => replicas === own.replicas);
  const tighter = place === -1 ? undefined : known[place + 1];
  const looser = known[place - 1];
  const costs = [tighter, looser]
    .filter((step) => step !== undefined)
    .map((step, index) => {
      const verb = index === 0 ? " would cost" : "";
      return `${formatSeconds(limitOf(step, priced))}${verb} ${formatDollars(step.costPerHour)}/h`;
    });
  return costs.length === 0 ? price : `${price}; ${costs.join(", ")}`;
}

function captionOf(result: Result, priced: readonly PricedObjective[]): string {
  const confidence = formatShare(result.scenario.slo.confidence, 0);
  const isElastic = result.priceOfSlo.length === 0;
  const isOffLine = priced.some((one) => {
    const own = priceAsWritten(one);
    const step = one.steps.find((other) => limitOf(other, one) <= one.within);
    return own !== null && own.costPerHour !== step?.costPerHour;
  });
  const hasIntervals = priced.some(({ steps }) =>
    steps.some(({ atBest, surely }) => surely !== null && surely > atBest),
  );
  const undrawn = priced.slice(PANELS_MAX).map((one) => objectiveName(one));
  return [
    priced.some(({ isProven }) => !isProven) ? "Dashed: as counted, not proven." : "",
    hasIntervals ? `Bars: ${confidence} confidence; the line takes their safe end.` : "",
    isOffLine ? "Ring off the line: the verdict at that very limit takes more." : "",
    isElastic ? "" : "Each limit is also kept by every larger fleet of the sweep.",
    result.scenario.slo.objectives.length > 1 ? "Other objectives left aside." : "",
    settingNote(result),
    undrawn.length === 0 ? "" : `Not drawn: ${cleanText(undrawn.join(", "))}.`,
  ]
    .filter((note) => note !== "")
    .join(" ");
}

function describe(title: string, priced: readonly PricedObjective[]): string {
  const stairs = priced.map((one) => {
    const steps = one.steps
      .filter((step) => limitOf(step, one) < Infinity)
      .map((step) => `${formatSeconds(limitOf(step, one))} ${step.name}`);
    return `Cheapest fleet by limit for ${objectiveName(one)}: ${steps.join("; ")}.`;
  });
  return cleanText([`${title}.`, ...stairs].join(" "));
}
