import type { ObjectiveResult, Point, Result } from "../../plan/result.ts";
import { costRangeBehind } from "../cost-range.ts";
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
import { loadColumn } from "../load-column.ts";
import { lostShare } from "../lost-share.ts";
import { isChoice } from "../page/page-data.ts";
import { settingCells, settingColumns } from "../setting-columns.ts";
import { nearestPoint } from "../settings.ts";
import { INFINITE_NOTE, shownQuantile } from "../shown-quantile.ts";
import { formatBudget } from "../summary.ts";
import { openVerdictNote, stricterLimitNote } from "../verdict-notes.ts";
import { verdictText } from "../verdict-words.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { markdownTable, type MarkdownColumn } from "./markdown-table.ts";

/** More rows than this bury the choice; the others are in result.json. */
const ROWS_MAX = 24;

/** Every configuration that was tried with its bill, compliance and verdict, as a table. */
export function decisionTable(result: Result): string {
  const { points } = result;
  const isElastic = points.every((point) => elasticOf(point) !== null);
  const ranked = isElastic
    ? points.toSorted((left, right) => left.costPerHour - right.costPerHour)
    : points;
  const [start, end] = shownRange(result, ranked);
  const shown = ranked.slice(start, end);
  const rows = shown.map((point) => pointCells(result, point, isElastic));
  const table = markdownTable(columnsOf(result, isElastic), rows);
  const hidden = ranked.length - rows.length;
  const notes = [
    ...(hidden === 0 ? [] : [`${formatCount(hidden)} further configurations are in result.json.`]),
    ...(table.includes("∞") ? [INFINITE_NOTE] : []),
    ...[openVerdictNote(result, shown), stricterLimitNote(shown)].filter(Boolean),
  ].map(escapeMarkdown);
  return [table, ...notes].join("\n\n");
}

function shownRange(
  result: Result,
  ranked: readonly Point[],
): readonly [start: number, end: number] {
  if (ranked.length <= ROWS_MAX) return [0, ranked.length];
  const chosen = ranked.findIndex((point) => isChoice(result, point));
  const center = chosen === -1 ? ranked.indexOf(nearestPoint(ranked)) : chosen;
  const start = Math.max(0, Math.min(center - ROWS_MAX / 2, ranked.length - ROWS_MAX));
  return [start, start + ROWS_MAX];
}

function right(heading: string): MarkdownColumn {
  return { heading: escapeMarkdown(heading), align: "right" };
}

function left(heading: string): MarkdownColumn {
  return { heading: escapeMarkdown(heading), align: "left" };
}

function columnsOf(result: Result, isElastic: boolean): readonly MarkdownColumn[] {
  const { points } = result;
  return [
    ...settingColumns(points).map(left),
    ...(isElastic ? ["mean replicas", "peak"] : ["replicas"]).map(right),
    ...["$/hour", "$/month"].map(right),
    ...points[0].objectives.flatMap((objective) => {
      const { class: ofClass, metric, target } = objective;
      const whose = ofClass === null ? "" : `${ofClass} `;
      return [
        right(`${whose}${quantileName(target)} ${metricName(metric)}`),
        right(`${objectiveName(objective)}: in time`),
      ];
    }),
    ...["budget used", "lost", loadColumn(result).heading.join(" ").trim()].map(right),
    left("verdict"),
  ];
}

function pointCells(result: Result, point: Point, isElastic: boolean): readonly string[] {
  const elastic = elasticOf(point);
  const sizes =
    isElastic && elastic !== null
      ? [formatSignificant(elastic.meanReplicas, 3), formatCount(elastic.peakReplicas)]
      : [formatCount(point.replicas)];
  const used = Math.max(...point.objectives.map(({ budgetUsed }) => budgetUsed));
  const chosen = isChoice(result, point);
  const cells = [
    ...settingCells(result.points, point),
    ...sizes,
    `${formatDollars(point.costPerHour)}${costRangeBehind(point)}`,
    formatDollarsShort(point.costPerMonth),
    ...point.objectives.flatMap((objective) => objectiveCells(point, objective)),
    formatBudget(used),
    formatShare(lostShare(point)),
    loadColumn(result).cell(point),
    `${verdictText(point)}${chosen ? ", chosen" : ""}`,
  ].map(escapeMarkdown);
  return chosen ? cells.map((cell) => (cell === "" ? "" : `**${cell}**`)) : cells;
}

function objectiveCells(point: Point, objective: ObjectiveResult): readonly string[] {
  const { class: ofClass, compliance, interval, metric, target } = objective;
  const quantile = shownQuantile(point, { class: ofClass, metric, share: target });
  const range =
    interval === null ? "" : ` (${formatShare(interval[0])} to ${formatShare(interval[1])})`;
  return [formatSeconds(quantile), `${formatShare(compliance)}${range}`];
}
