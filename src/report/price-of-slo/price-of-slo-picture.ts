import type { Result } from "../../plan/result.ts";
import { formatDollars, formatFoundLimit, formatShare, objectiveName } from "../format.ts";
import type { PictureMaker } from "../picture.ts";
import { priceOfSloPanel } from "./price-of-slo-panel.ts";
import { pricePicture } from "./price-picture.ts";
import {
  countedWords,
  keepsWords,
  limitOf,
  priceAsWritten,
  type PricedObjective,
} from "./priced-objective.ts";

/** The price of a latency limit: a staircase an objective, with the SLO as it is written. */
export const priceOfSloPicture: PictureMaker = pricePicture({
  name: "price-of-slo",
  heading: "What a tighter or looser limit costs",
  what: "limit",
  reading: "The line is the cheapest fleet of the sweep for each limit; further left is stricter",
  missing: "no fleet of the sweep answers enough requests to keep any limit; try more replicas",
  drawable: (all) =>
    all.filter((priced) =>
      priced.steps.some((step) => limitOf(step, priced) < Infinity && step.counted > 0),
    ),
  panel: priceOfSloPanel,
  finding: priceOfSloFinding,
  notes: markNotes,
  prices: (priced) =>
    priced.steps
      .filter((step) => limitOf(step, priced) < Infinity)
      .map((step) => `${formatFoundLimit(limitOf(step, priced))} ${step.name}`),
});

/**
 * What the SLO's own limit costs, and the next tighter one, in a sentence without a full stop:
 * "p99 TTFT ≤ 300 ms costs $24.60/h; 250 ms would cost $28.70/h".
 */
export function priceOfSloFinding(priced: PricedObjective): string {
  const promise = objectiveName(priced);
  const own = priceAsWritten(priced);
  const known = priced.steps.filter((step) => limitOf(step, priced) < Infinity);
  const proof = countedWords(priced);
  if (own === null) {
    const best = known[known.length - 1];
    const limit = formatFoundLimit(limitOf(best, priced));
    return `No fleet of the sweep ${keepsWords(priced)} ${promise}; ${best.name} would keep ${limit}${proof}`;
  }
  const price = `${promise} costs ${formatDollars(own.costPerHour)}/h`;
  const place = known.findIndex(({ name }) => name === own.name);
  const tighter = place === -1 ? undefined : known[place + 1];
  const looser = known[place - 1];
  const costs = [tighter, looser]
    .filter((step) => step !== undefined)
    .map((step, index) => {
      const [start, verb] = index === 0 ? [`${proof} `.trimStart(), " would cost"] : ["", ""];
      const limit = formatFoundLimit(limitOf(step, priced));
      return `${start}${limit}${verb} ${formatDollars(step.costPerHour)}/h`;
    });
  return costs.length === 0 ? price : `${price}; ${costs.join(", ")}`;
}

function markNotes({ scenario }: Result, priced: readonly PricedObjective[]): readonly string[] {
  const confidence = formatShare(scenario.slo.confidence, 0);
  const isOffLine = priced.some((one) => {
    const own = priceAsWritten(one);
    const step = one.steps.find((other) => limitOf(other, one) <= one.within);
    return own !== null && own.costPerHour !== step?.costPerHour;
  });
  const hasIntervals = priced.some(({ steps }) =>
    steps.some(({ atBest, surely }) => surely !== null && surely > atBest),
  );
  return [
    hasIntervals ? `Bars: ${confidence} confidence; the line takes their safe end.` : "",
    isOffLine ? "Ring off the line: the verdict at that very limit takes more." : "",
  ];
}
