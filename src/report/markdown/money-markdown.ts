import type { Point, Result } from "../../plan/result.ts";
import { shortenedWords, tellsAlerts, untoldSentence } from "../error-budget/alert-words.ts";
import {
  formatCount,
  formatCounted,
  formatDollars,
  formatFoundLimit,
  formatShare,
  formatSpan,
  metricName,
  MISSING,
  objectiveName,
  quantileName,
} from "../format.ts";
import { billedFleet, dearestFirst, USE_NAMES } from "../ledger-lines.ts";
import {
  countedWords,
  fleetFor,
  keepsWords,
  limitOf,
  priceAsWritten,
  pricedObjectives,
  settingNote,
  whyUnpriced,
  withProvenTargets,
  type PricedFleet,
  type PricedObjective,
} from "../price-of-slo/priced-objective.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { markdownTable, type MarkdownColumn } from "./markdown-table.ts";

/** Seconds of 365 days. */
const YEAR = 365 * 86_400;
/** Rows of a table of limits; the rest is in result.json. */
const STEPS_MAX = 16;

/** What other promises than the SLO's would cost: limits and targets, an objective after another. */
export function priceOfSloSection(result: Result): string {
  const why = whyUnpriced(result);
  if (why !== null) return escapeMarkdown(`Not priced: ${why}.`);
  const note = settingNote(result);
  return [
    ...(note === "" ? [] : [escapeMarkdown(note)]),
    ...pricedObjectives(result).flatMap(pricedBlocks),
  ].join("\n\n");
}

function pricedBlocks(priced: PricedObjective): readonly string[] {
  const { class: ofClass, isExact, metric, target, targets } = priced;
  const whose = ofClass === null ? "" : `${ofClass} `;
  const promised = priceAsWritten(priced);
  const keeps = isExact || priced.isProven ? "keeps" : keepsWords(priced);
  const fleetName = (fleet: PricedFleet | null): string => {
    if (fleet === null) return "no fleet of the sweep";
    const isPromised = fleet.name === promised?.name;
    return isPromised ? `${fleet.name} (${keeps} ${objectiveName(priced)})` : fleet.name;
  };
  const byTarget = withProvenTargets(priced);
  const limits = priced.steps
    .map((step) => ({ limit: limitOf(step, priced), step }))
    .filter(({ limit }) => limit < Infinity)
    .slice(0, STEPS_MAX)
    .map(({ limit, step }) => [
      `${whose}${quantileName(target)} ${metricName(metric)} ≤ ${formatFoundLimit(limit)}`,
      fleetName(step),
    ]);
  const shares = targets.map((price) => [
    `${objectiveName({ ...priced, target: price.target })}${price.target === target ? " (as promised)" : ""}`,
    fleetFor(price, byTarget)?.name ?? fleetName(null),
  ]);
  return [
    ...priceTable(limits, "another limit", fleetHeading(priced)),
    ...priceTable(shares, "another target", fleetHeading(byTarget)),
  ];
}

/** Prices under a heading each; nothing where there are none. */
function priceTable(
  rows: readonly (readonly string[])[],
  what: string,
  heading: string,
): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map(escapeMarkdown));
  return [markdownTable([what, heading].map(leftColumn), cells)];
}

function fleetHeading(priced: PricedObjective): string {
  const counted = countedWords(priced);
  const keeps = counted === "" ? keepsWords(priced) : "keeps";
  return `cheapest fleet that ${keeps} it${counted}`;
}

/** The error budget of a configuration as a table, and what it takes for granted. */
export function budgetSection({ objectives }: Point): string {
  const rows = objectives.map((objective) => {
    const { errorBudget, interval } = objective;
    const { alerts, burnRate, exhaustedAfter, overspendProbability, used, window } = errorBudget;
    const isTold = tellsAlerts(alerts);
    return [
      objectiveName(objective),
      formatSpan(window),
      formatShareOrMore(used),
      burnRate.toFixed(2),
      exhaustedAfter === null ? "never" : longSpan(exhaustedAfter),
      interval === null ? MISSING : probabilityText(overspendProbability),
      isTold ? alerts.pages.toFixed(1) : MISSING,
      isTold ? alerts.tickets.toFixed(1) : MISSING,
    ].map(escapeMarkdown);
  });
  const columns = [
    leftColumn("objective"),
    ...[
      "window",
      "budget used",
      "burn rate",
      "used up after",
      "chance to overspend",
      "pages a window",
      "tickets a window",
    ].map(rightColumn),
  ];
  const bases = [...new Set(objectives.map(({ errorBudget }) => errorBudget.basis))];
  const basis = bases.map((text) => escapeMarkdown(`Basis: ${text}.`));
  return [markdownTable(columns, rows), ...alertNotes(objectives), ...basis].join("\n\n");
}

/** What the windows of alerts do to the numbers of pages and tickets, if anything. */
function alertNotes(objectives: Point["objectives"]): readonly string[] {
  const forecasts = objectives.map(({ errorBudget }) => errorBudget.alerts);
  const shortened = [...new Set(forecasts.filter(tellsAlerts).map(shortenedWords))];
  return [
    ...shortened.filter(Boolean).map((words) => `Pages and tickets: ${words}.`),
    untoldSentence(forecasts),
  ]
    .filter(Boolean)
    .map(escapeMarkdown);
}

/** A time in which days no longer matter once it is longer than a year: "over 58 years". */
function longSpan(seconds: number): string {
  const years = Math.floor(seconds / YEAR);
  return years < 1 ? formatSpan(seconds) : `over ${formatCounted(years, "year")}`;
}

function formatShareOrMore(share: number): string {
  return share <= 1 ? formatShare(share, 0) : `${formatCount(share * 100)}%`;
}

/** Probabilities beyond a thousandth are no longer told apart by what a model leaves out. */
function probabilityText(probability: number): string {
  if (probability < 0.001) return "under 0.1%";
  return probability > 0.999 ? "over 99.9%" : formatShare(probability, 1);
}

/** Where the bill goes, as a table that adds up to it. */
export function ledgerSection(result: Result): string {
  const { ledger, of, size } = billedFleet(result);
  if (ledger.costPerHour === 0) {
    return escapeMarkdown("Replicas cost nothing in this scenario, so there is no bill to divide.");
  }
  const title = `${size} (${of}): what the bill pays for.`;
  const rows = dearestFirst(ledger).map(({ costPerHour, costPerMonth, use }) => [
    USE_NAMES[use],
    formatDollars(costPerHour),
    formatDollars(costPerMonth),
    formatShare(costPerHour / ledger.costPerHour, 1),
  ]);
  const total = [
    "all",
    formatDollars(ledger.costPerHour),
    formatDollars(ledger.costPerMonth),
    "100%",
  ];
  const columns = [
    leftColumn("pays for"),
    ...["$/hour", "$/month (730 h)", "share"].map(rightColumn),
  ];
  const table = markdownTable(columns, [
    ...rows.map((row) => row.map(escapeMarkdown)),
    total.map((cell) => `**${escapeMarkdown(cell)}**`),
  ]);
  return [escapeMarkdown(title), table].join("\n\n");
}

function leftColumn(heading: string): MarkdownColumn {
  return { heading: escapeMarkdown(heading), align: "left" };
}

function rightColumn(heading: string): MarkdownColumn {
  return { ...leftColumn(heading), align: "right" };
}
