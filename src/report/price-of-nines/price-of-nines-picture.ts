import type { Result } from "../../plan/result.ts";
import { subtitleLines } from "../curve/curve-notes.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { formatDollars, formatLimit, metricName, objectiveName } from "../format.ts";
import type { PictureMaker } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { TEXT_WIDTH } from "../price-of-slo/price-axis.ts";
import {
  fleetFor,
  keepsWords,
  priceAsWritten,
  pricedObjectives,
  settingNote,
  whyUnpriced,
  type PricedObjective,
} from "../price-of-slo/priced-objective.ts";
import { truncateText } from "../text-width.ts";
import { TEXT_SIZE } from "../theme.ts";
import { priceOfNinesPanel, targetText } from "./price-of-nines-panel.ts";

const PANELS_MAX = 3;
const SINGLE_HEIGHT = 290;
const STACKED_HEIGHT = 190;

/** The price of a nine: what more or fewer late requests would cost, an objective a panel. */
export const priceOfNinesPicture: PictureMaker = (result) => {
  const name = "price-of-nines";
  const heading = "What one more nine costs";
  const why = whyUnpriced(result);
  if (why !== null) return { name, heading, missing: why };
  const drawable = pricedObjectives(result)
    .map((priced) => (isAnyProven(priced) ? priced : { ...priced, isProven: false }))
    .filter((priced) => priced.targets.some((price) => fleetFor(price, priced) !== null));
  if (drawable.length === 0) {
    const missing =
      "no fleet of the sweep keeps the limit for even 90% of requests; try more replicas";
    return { name, heading, missing };
  }
  const shown = drawable.slice(0, PANELS_MAX);
  const height = shown.length === 1 ? SINGLE_HEIGHT : STACKED_HEIGHT;
  const title = priceOfNinesFinding(shown[0]);
  const reading =
    "A mark is the cheapest fleet of the sweep that keeps the limit for that share of requests";
  const subtitle = [subtitleLines(result)[0], reading].map((line) =>
    truncateText(line, TEXT_WIDTH, TEXT_SIZE),
  );
  const caption = captionOf(result, drawable);
  return {
    name,
    heading,
    spec: pictureSpec(
      { title, subtitle },
      shown.map((priced, index) =>
        priceOfNinesPanel(priced, height, index === shown.length - 1 ? caption : ""),
      ),
    ),
    text: { title, description: describe(title, drawable) },
  };
};

function isAnyProven({ targets }: PricedObjective): boolean {
  return targets.some(({ certified }) => certified !== null);
}

/**
 * What one more nine costs, in a sentence without a full stop: "99.9% of requests with TTFT ≤
 * 300 ms would cost $41.00/h, $16.40 more than 99%".
 */
export function priceOfNinesFinding(priced: PricedObjective): string {
  const { metric, target, targets, within } = priced;
  const whose = priced.class === null ? "requests" : `${cleanText(priced.class)} requests`;
  const limit = `${whose} with ${metricName(metric)} ≤ ${formatLimit(within)}`;
  const nine = 1 - (1 - target) / 10;
  const better = targets.find((price) => Math.abs(price.target - nine) < 1e-9);
  // Where one more nine was not priced, the next target that was says what it costs.
  const next = better ?? targets.find((price) => price.target > target + 1e-9);
  const own = priceAsWritten(priced);
  const keeps = keepsWords(priced);
  if (own === null) {
    const best = targets.findLast((price) => fleetFor(price, priced) !== null);
    const fleet = best === undefined ? null : fleetFor(best, priced);
    const most =
      best === undefined || fleet === null ? "" : `; ${fleet.name}: ${targetText(best.target)}`;
    return `No fleet of the sweep ${keeps} ${targetText(target)} of ${limit}${most}`;
  }
  const price = `${formatDollars(own.costPerHour)}/h`;
  if (next === undefined) return `${targetText(target)} of ${limit} cost ${price}`;
  const fleet = fleetFor(next, priced);
  const share = `${targetText(next.target)} of ${limit}`;
  if (fleet === null) {
    return `No fleet of the sweep ${keeps} ${share}; ${targetText(target)} costs ${price}`;
  }
  const more = fleet.costPerHour - own.costPerHour;
  if (more <= 0) return `${share} cost no more than ${targetText(target)}: ${price}`;
  const cost = `${formatDollars(fleet.costPerHour)}/h, ${formatDollars(more)} more`;
  return `${share} would cost ${cost} than ${targetText(target)}`;
}

function captionOf(result: Result, priced: readonly PricedObjective[]): string {
  const isElastic = result.priceOfSlo.length === 0;
  const hasHollow = priced.some(
    ({ isProven, targets }) =>
      isProven &&
      targets.some(
        ({ certified, counted }) =>
          counted !== null && counted.costPerHour !== certified?.costPerHour,
      ),
  );
  const undrawn = priced.slice(PANELS_MAX).map((one) => objectiveName(one));
  return [
    priced.some(({ isProven }) => !isProven) ? "Dashed: as counted, not proven." : "",
    hasHollow ? "Hollow: enough as counted, but not proven to be." : "",
    isElastic ? "" : "Each target is also kept by every larger fleet of the sweep.",
    result.scenario.slo.objectives.length > 1 ? "Other objectives left aside." : "",
    settingNote(result),
    undrawn.length === 0 ? "" : `Not drawn: ${cleanText(undrawn.join(", "))}.`,
  ]
    .filter((note) => note !== "")
    .join(" ");
}

function describe(title: string, priced: readonly PricedObjective[]): string {
  const prices = priced.map((one) => {
    const known = one.targets.map((price) => {
      const fleet = fleetFor(price, one);
      return `${targetText(price.target)} ${fleet === null ? "none" : fleet.name}`;
    });
    return `Cheapest fleet by target for ${objectiveName(one)}: ${known.join("; ")}.`;
  });
  return cleanText([`${title}.`, ...prices].join(" "));
}
