import type { Result } from "../../plan/result.ts";
import { formatDollars, formatLimit, metricName } from "../format.ts";
import type { PictureMaker } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { pricePicture } from "../price-of-slo/price-picture.ts";
import {
  countedWords,
  fleetFor,
  keepsWords,
  priceAsWritten,
  withProvenTargets,
  type PricedObjective,
} from "../price-of-slo/priced-objective.ts";
import { priceOfNinesPanel, targetText } from "./price-of-nines-panel.ts";

/** The price of a nine: what more or fewer late requests would cost, an objective a panel. */
export const priceOfNinesPicture: PictureMaker = pricePicture({
  name: "price-of-nines",
  heading: "What one more nine costs",
  what: "target",
  reading:
    "A mark is the cheapest fleet of the sweep that keeps the limit for that share of requests",
  missing: "no fleet of the sweep keeps the limit for even 90% of requests; try more replicas",
  drawable: (all) =>
    all
      .map(withProvenTargets)
      .filter((priced) => priced.targets.some((price) => fleetFor(price, priced) !== null)),
  panel: priceOfNinesPanel,
  finding: priceOfNinesFinding,
  notes: markNotes,
  prices: (priced) =>
    priced.targets.map((price) => {
      const fleet = fleetFor(price, priced);
      return `${targetText(price.target)} ${fleet === null ? "none" : fleet.name}`;
    }),
});

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
  const proof = countedWords(priced);
  if (own === null) {
    const best = targets.findLast((price) => fleetFor(price, priced) !== null);
    const fleet = best === undefined ? null : fleetFor(best, priced);
    const most =
      best === undefined || fleet === null
        ? ""
        : `; ${fleet.name}: ${targetText(best.target)}${proof}`;
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
  const cost = `${formatDollars(fleet.costPerHour)}/h${proof}, ${formatDollars(more)} more`;
  return `${share} would cost ${cost} than ${targetText(target)}`;
}

function markNotes(_: Result, priced: readonly PricedObjective[]): readonly string[] {
  const hasHollow = priced.some(
    ({ isProven, targets }) =>
      isProven &&
      targets.some(
        ({ certified, counted }) =>
          counted !== null && counted.costPerHour !== certified?.costPerHour,
      ),
  );
  return [hasHollow ? "Hollow: enough as counted, but not proven to be." : ""];
}
