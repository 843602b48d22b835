import type { Marginal, PriceOfSlo } from "../plan/price-summary.ts";
import type { Point, Result } from "../plan/result.ts";
import { nameOf } from "./fleet-name.ts";
import {
  formatCount,
  formatDollars,
  formatDollarsShort,
  formatReplicas,
  formatSeconds,
  formatShare,
  metricName,
  objectiveName,
  quantileName,
} from "./format.ts";

/**
 * What other promises would cost next to the choice: the next fleet's limit and one more nine of
 * the first objective, and the fleet that is cheapest with penalties counted in.
 *
 * @returns Sentences; empty if there is no choice.
 */
export function priceSentences(result: Result): readonly string[] {
  if (result.choice === null) return [];
  const [price] = result.priceOfSlo;
  const sentences =
    price === undefined ? [] : price.marginals.map((step) => marginalSentence(price, step));
  const { totalCost } = result;
  if (totalCost !== null) {
    const { cheapest } = totalCost;
    const total = `${formatDollars(cheapest.totalPerHour)}/h`;
    sentences.push(
      `With ${totalCost.basis}, ${cheapestPhrase(nameOf(result, cheapest), cheapest.replicas)}: ` +
        `${total}, penalties included.`,
    );
  }
  return sentences;
}

function cheapestPhrase(name: string, replicas: number): string {
  return `${name} ${replicas === 1 ? "costs" : "cost"} least in all`;
}

function marginalSentence(price: PriceOfSlo, step: Marginal): string {
  const { morePerHour, morePerMonth, moreReplicas, target, within } = step;
  const whose = price.class === null ? "" : `${price.class} `;
  const what =
    `${whose}${quantileName(target)} ${metricName(price.metric)} ≤ ` + formatSeconds(within);
  if (moreReplicas === 0) return `${what} holds with the same replicas.`;
  const sign = moreReplicas < 0 ? "−" : "+";
  const hour = `${sign}${formatDollars(Math.abs(morePerHour))}/h`;
  const month = `${sign}${formatDollarsShort(Math.abs(morePerMonth))} a month`;
  const replicas = `${sign}${formatReplicas(Math.abs(moreReplicas))}`;
  return `${what} instead: ${replicas}, ${hour} (${month}).`;
}

/**
 * The error budget of a configuration, a sentence an objective.
 *
 * @param point - Usually the chosen one.
 */
export function budgetSentences(point: Point): readonly string[] {
  const isExtrapolated = point.objectives.some(({ errorBudget }) => errorBudget.extrapolated);
  const sentences = point.objectives.map((objective) => {
    const { alerts, burnRate, overspendProbability, used, window } = objective.errorBudget;
    const days = `${formatCount(Math.round((window / 86_400) * 10) / 10)} days`;
    const spent = `${formatShare(used, 0)} of its budget, a burn rate of ${burnRate.toFixed(2)}`;
    const chance =
      objective.interval === null
        ? ""
        : `; ${days} overspend it with probability ${probabilityText(overspendProbability)}`;
    const { pages, tickets } = alerts;
    const raised =
      alerts.alerts.length === 0
        ? ""
        : `; ${fewText(pages, "page")} and ${fewText(tickets, "ticket")}`;
    return `${objectiveName(objective)} uses ${spent}${chance}${raised}.`;
  });
  const caveat = "That takes the SLO's window to be like the traffic simulated, which is shorter.";
  return isExtrapolated ? [...sentences, caveat] : sentences;
}

/** Probabilities beyond a thousandth are no longer told apart by what a model leaves out. */
function probabilityText(probability: number): string {
  if (probability < 0.001) return "under 0.1%";
  return probability > 0.999 ? "over 99.9%" : formatShare(probability, 1);
}

/** A mean number of things: "13 pages", "1.2 pages", "8 pages", "1 page", "under 0.1 pages". */
function fewText(count: number, name: string): string {
  if (count > 0 && count < 0.05) return `under 0.1 ${name}s`;
  const text = count < 9.95 ? String(Number(count.toFixed(1))) : formatCount(count);
  return `${text} ${name}${text === "1" ? "" : "s"}`;
}
