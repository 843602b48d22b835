import type { ObjectiveResult, Point, Result } from "../../plan/result.ts";
import { costRange, showsCostRange } from "../cost-range.ts";
import { elasticOf } from "../fleet-name.ts";
import {
  formatCount,
  formatDollars,
  formatDollarsShort,
  formatSeconds,
  formatShare,
  formatSignificant,
  metricName,
  objectiveName,
  quantileName,
} from "../format.ts";
import { settingCells, settingColumns } from "../setting-columns.ts";
import { INFINITE_NOTE, shownQuantile } from "../shown-quantile.ts";
import { formatBudget } from "../summary.ts";
import { loadColumn } from "../load-column.ts";
import { lostShare } from "../lost-share.ts";
import { openVerdictNote, stricterLimitNote } from "../verdict-notes.ts";
import { verdictText } from "../verdict-words.ts";
import { markup, type Markup } from "./markup.ts";
import { isChoice } from "./page-data.ts";

/** A verdict as a word; the style sheet sets its sign before it. */
export function verdictMark(point: Pick<Point, "verdict" | "saturated">): Markup {
  return markup`<span class="verdict ${point.verdict}">${verdictText(point)}</span>`;
}

/** Every configuration with its bill, what it keeps of each objective, and the verdict. */
export function decisionSection(result: Result): Markup {
  const { points } = result;
  const rows = points.map((point) => pointRow(result, point));
  const anyInfinite = points.some((point) =>
    point.objectives.some((one) => quantileOf(point, one) === Number.POSITIVE_INFINITY),
  );
  const notes = [
    anyInfinite ? INFINITE_NOTE : "",
    openVerdictNote(result, points),
    stricterLimitNote(points),
  ].filter(Boolean);
  return markup`<section id="decision" aria-labelledby="decision-heading">
<h2 id="decision-heading">Every fleet that was tried</h2>
<p>${countWords(result)} In time is the share of all requests that kept the promise;
a request that was rejected, timed out or failed counts as late. ${intervalNote(result)}</p>
<div class="scroller" role="region" aria-labelledby="decision-caption" tabindex="0">
<table class="numbers">
<caption id="decision-caption">Fleets with their bill, compliance and verdict</caption>
<thead>${headRows(result)}</thead>
<tbody>${rows}</tbody>
</table>
</div>
${notes.map((note) => markup`<p class="note">${note}</p>`)}
</section>`;
}

function countWords({ choice, points }: Result): string {
  const many = `${formatCount(points.length)} fleet${points.length === 1 ? " was" : "s were"} simulated`;
  return choice === null ? `${many}; none is chosen.` : `${many}; the chosen one is marked.`;
}

function intervalNote(result: Result): string {
  const { question, scenario } = result;
  if (question.kind === "hindsight") {
    return "Nothing is random here: the shares are exact for this workload.";
  }
  const level = formatShare(scenario.slo.confidence, 0);
  const costs = showsCostRange(result) ? " and each cost that was measured" : "";
  return `Below each share${costs} stands its ${level} interval.`;
}

function headRows(result: Result): Markup {
  const objectives = result.points[0].objectives;
  const settings = settingColumns(result.points);
  const isElastic = result.points.every((point) => elasticOf(point) !== null);
  const sizes = isElastic ? ["Mean replicas", "Peak"] : ["Replicas"];
  const load = capitalized(loadColumn(result).heading.join(" ").trim());
  return markup`<tr>${[...settings, ...sizes, "$/hour", "$/month"].map(tallHeader)}<th scope="col" rowspan="2" class="words">Verdict</th>${objectives.map(
    (objective) => markup`<th scope="colgroup" colspan="2">${objectiveName(objective)}</th>`,
  )}${["Error budget used", ...(losesAny(result) ? ["Lost"] : []), load].map(tallHeader)}</tr>
<tr>${objectives.map(
    ({ metric, target }) =>
      markup`<th scope="col">${quantileName(target)} ${metricName(metric)}</th><th scope="col">In time</th>`,
  )}</tr>`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function tallHeader(name: string): Markup {
  return markup`<th scope="col" rowspan="2">${name}</th>`;
}

function pointRow(result: Result, point: Point): Markup {
  const chosen = isChoice(result, point);
  const elastic = elasticOf(point);
  const settings = settingCells(result.points, point);
  const isElastic = result.points.every((one) => elasticOf(one) !== null);
  const sizes =
    isElastic && elastic !== null
      ? [formatSignificant(elastic.meanReplicas, 3), formatCount(elastic.peakReplicas)]
      : [formatCount(point.replicas)];
  const [name, ...rest] = [...settings, ...sizes];
  const tag = chosen && markup` <strong class="tag">chosen</strong>`;
  const used = Math.max(...point.objectives.map(({ budgetUsed }) => budgetUsed));
  const range = costRange(point);
  const after = [
    formatBudget(used),
    ...(losesAny(result) ? [formatShare(lostShare(point))] : []),
    loadColumn(result).cell(point),
  ];
  return markup`<tr${chosen && markup` class="chosen"`}><th scope="row">${name}${tag}</th>${[
    ...rest,
    markup`${formatDollars(point.costPerHour)}${range !== "" && markup`<small>${range}</small>`}`,
    formatDollarsShort(point.costPerMonth),
  ].map(
    cell,
  )}<td>${verdictMark(point)}</td>${point.objectives.map((one) => objectiveCells(point, one))}${after.map(cell)}</tr>
`;
}

function objectiveCells(point: Point, objective: ObjectiveResult): Markup {
  const { compliance, interval } = objective;
  const range =
    interval !== null &&
    markup`<small>${formatShare(interval[0])} to ${formatShare(interval[1])}</small>`;
  return markup`<td>${formatSeconds(quantileOf(point, objective))}</td><td>${formatShare(compliance)}${range}</td>`;
}

function quantileOf(
  point: Point,
  { class: ofClass, metric, target }: ObjectiveResult,
): number | null {
  return shownQuantile(point, { class: ofClass, metric, share: target });
}

/** True if some request got no answer at some fleet. */
function losesAny({ points }: Result): boolean {
  return points.some((point) => lostShare(point) > 0);
}

function cell(text: Markup | string): Markup {
  return markup`<td>${text}</td>`;
}
