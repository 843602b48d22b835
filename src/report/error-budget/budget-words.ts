import type { Result } from "../../plan/result.ts";
import { formatCount, formatShare, formatSignificant, formatSpan } from "../format.ts";
import { joinNotes } from "../picture-parts.ts";
import { pointLabel } from "../point-in-focus.ts";
import { axesOf, settingsName } from "../settings.ts";
import { elasticOf } from "../fleet-name.ts";
import { formatProbability, formatUsed } from "./budget-model.ts";
import type { BudgetModel, BudgetPanel, BudgetRow } from "./budget-model.ts";
import type { BurnModel } from "./burn-model.ts";

/** The finding: what the fleet uses of the tightest budget, and how likely that is too much. */
export function budgetTitle(result: Result, { focus, panels }: BudgetModel): string {
  const { name, rows } = panels[0];
  const own = rows.find(({ isFocus }) => isFocus) ?? rows[0];
  const window = formatSpan(result.scenario.slo.window);
  const isElastic = elasticOf(focus) !== null;
  const size = isElastic ? `the fleet with ${own.label}` : own.label;
  const whose = result.choice === null ? `Nearest to the SLO, ${size}` : capitalised(size);
  const isOne = isElastic || focus.replicas === 1;
  const odds = formatProbability(own.overspendProbability);
  const [use, overspend] = isOne ? ["uses", "overspends"] : ["use", "overspend"];
  return `${whose} ${use} ${formatUsed(own.used)} of the ${window} error budget for ${name} and ${overspend} it with probability ${odds}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How to read the picture. */
export function budgetReading(result: Result): string {
  const { budgeting, confidence } = result.scenario.slo;
  const what = budgeting === "timeslices" ? "slices of time" : "requests";
  const bar =
    result.question.kind === "hindsight" || budgeting === "timeslices"
      ? ""
      : ` (bar: ${formatShare(confidence, 0)} confidence)`;
  return `Dot: share of the allowed bad ${what} that a window is expected to use${bar}; in the grey the budget is overspent`;
}

/** An objective, and what its budget is in things that can be counted. */
export function panelTitle(result: Result, { index, name }: BudgetPanel): string {
  const { budget, budgeting, expected, outageMinutes, window } =
    result.points[0].objectives[index].errorBudget;
  const what = budgeting === "timeslices" ? "slices" : "requests";
  const outage = `${formatSignificant(outageMinutes, 3)} min of outage`;
  return `${name}: ${outage} or ${formatCount(budget)} of ${formatCount(expected)} ${what} in ${formatSpan(window)}`;
}

/** What the panel of burn over time shows. */
export function burnTitle({ focus, panels }: BudgetModel): string {
  const label = pointLabel(focus, axesOf([focus]));
  return `Burn rate of ${label} in the first simulated run: ${panels[0].name}`;
}

/** The small print: marks, columns, assumptions, and what isn't drawn. */
export function budgetCaption(
  result: Result,
  { focus, leftOut, panels, undrawn }: BudgetModel,
  burn: BurnModel | string,
): string {
  const { errorBudget } = focus.objectives[panels[0].index];
  const rows = panels.flatMap((panel) => panel.rows);
  const { note } = errorBudget.alerts;
  const settings = settingsName(focus.settings, axesOf(result.points));
  return joinNotes([
    `Ring: ${result.choice === null ? "nearest to the SLO" : "the choice"}.`,
    rows.some(({ isMet }) => !isMet) ? "Hollow: does not hold, or is not proven to." : "",
    rows.some(({ used }) => used < 0.01) ? "On the left edge: less than the axis shows." : "",
    "Overspent: probability that a window is.",
    rows.some(({ pages, tickets }) => pages !== null || tickets !== null)
      ? "Pages, tickets: expected in a window."
      : "",
    alertNote(errorBudget.alerts.scaled, rows),
    settings !== "" && elasticOf(focus) === null ? `Drawn: ${settings}.` : "",
    leftOut > 0 ? `${leftOut} more configurations not drawn.` : "",
    undrawn.length > 0 ? `Not drawn: ${undrawn.join(", ")}.` : "",
    typeof burn === "string"
      ? burn
      : errorBudget.alerts.alerts.length > 0
        ? "An alert fires when both its windows burn at its rate."
        : "",
    note === null ? "" : `Alerts: ${note}.`,
    `Basis: ${errorBudget.basis}.`,
  ]);
}

/**
 * Why a worse fleet can page less. Shortened windows hold fewer requests, so that what is steady
 * over an hour comes and goes in them.
 */
function alertNote(scaled: number, rows: readonly BudgetRow[]): string {
  const isRepeated = rows.some(({ pages, tickets }) => (pages ?? 0) > 1 || (tickets ?? 0) > 1);
  if (!isRepeated) return "";
  const note = "An alert that never ends counts once; near its rate it comes and goes";
  return scaled < 1 ? `${note}, in shortened windows more often than in full ones.` : `${note}.`;
}

/** The picture in words. */
export function budgetDescription(result: Result, model: BudgetModel): string {
  const panels = model.panels.map((panel) => {
    const rows = panel.rows.map(
      ({ cost, label, overspendProbability, used }) =>
        `${label}${cost === "" ? "" : ` (${cost})`} ${formatUsed(used)}, overspent with probability ${formatProbability(overspendProbability)}`,
    );
    return `${panelTitle(result, panel)}. Budget used: ${rows.join("; ")}.`;
  });
  return [`${budgetTitle(result, model)}.`, ...panels].join(" ");
}
