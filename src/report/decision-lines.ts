import type { Marginal, PriceOfSlo } from "../plan/price-summary.ts";
import type { Point, Result } from "../plan/result.ts";
import { shortenedWords, tellsAlerts, untoldSentence } from "./error-budget/alert-words.ts";
import { nameOf } from "./fleet-name.ts";
import {
  formatCount,
  formatDollars,
  formatDollarsShort,
  formatFoundLimit,
  formatReplicas,
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
    `${whose}${quantileName(target)} ${metricName(price.metric)} ≤ ` + formatFoundLimit(within);
  if (moreReplicas === 0) return `${what} holds with the same replicas.`;
  const sign = moreReplicas < 0 ? "−" : "+";
  const hour = `${sign}${formatDollars(Math.abs(morePerHour))}/h`;
  const month = `${sign}${formatDollarsShort(Math.abs(morePerMonth))} a month`;
  const replicas = `${sign}${formatReplicas(Math.abs(moreReplicas))}`;
  // On nodes that are paid for as a whole a replica may cost nothing.
  if (morePerHour === 0) return `${what} instead: ${replicas} at the same cost.`;
  return `${what} instead: ${replicas}, ${hour} (${month}).`;
}

/**
 * The error budget of a configuration, and what becomes of it in the SLO's window.
 *
 * @param point - Usually the chosen one.
 */
export function budgetSentences(point: Point): readonly string[] {
  const isExtrapolated = point.objectives.some(({ errorBudget }) => errorBudget.extrapolated);
  const seconds = point.objectives[0]?.errorBudget.window ?? 0;
  const days = `${formatCount(Math.round((seconds / 86_400) * 10) / 10)} days`;
  const window = isExtrapolated ? `${days} like this` : days;
  const used = point.objectives.map((objective, index) => {
    const words = index === 0 ? "uses " : "";
    const whose = index === 0 ? " of its budget" : "";
    return `${objectiveName(objective)} ${words}${formatShare(objective.errorBudget.used, 0)}${whose}`;
  });
  const expected = point.objectives.map(expectedWords);
  const untold = untoldSentence(point.objectives.map(({ errorBudget }) => errorBudget.alerts));
  const last = untold === "" ? [] : [untold];
  const sentences = [`${used.join(", ")}.`];
  // What holds of all objectives is said once.
  if (new Set(expected).size === 1) {
    const each = expected.length > 1 ? ", each" : "";
    if (expected[0] !== "") sentences.push(`In ${window}${each}: ${expected[0]}.`);
    return [sentences.join(" "), ...last];
  }
  for (const [index, objective] of point.objectives.entries()) {
    if (expected[index] === "") continue;
    sentences.push(`${objectiveName(objective)} in ${window}: ${expected[index]}.`);
  }
  return [...sentences, ...last];
}

/** What becomes of a window's budget, and which alerts that sets off; empty if neither is known. */
function expectedWords({ errorBudget, interval }: Point["objectives"][number]): string {
  const { alerts, overspendProbability } = errorBudget;
  const { pages, tickets } = alerts;
  const told = `${fewText(pages, "page")} and ${fewText(tickets, "ticket")}`;
  return [
    interval === null ? "" : `overspent with probability ${probabilityText(overspendProbability)}`,
    tellsAlerts(alerts) ? [told, shortenedWords(alerts)].join(" ").trim() : "",
  ]
    .filter((words) => words !== "")
    .join(", ");
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
