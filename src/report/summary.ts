import type { Choice, Point, Result } from "../plan/result.ts";
import { answerSentence } from "./answer.ts";
import {
  formatDollars,
  formatDollarsShort,
  formatReplicas,
  formatSeconds,
  formatShare,
  formatCount,
  formatLimit,
  formatSignificant,
  metricName,
  objectiveName,
  quantileName,
} from "./format.ts";
import { calibrationWords, extrapolationWords } from "./calibration-words.ts";
import { arrangementHeadline, oneFleetName, savingSentences } from "./arrangement-words.ts";
import { classLines } from "./class-lines.ts";
import { costRange, showsCostRange } from "./cost-range.ts";
import { budgetSentences, priceSentences } from "./decision-lines.ts";
import {
  arrangementSentences,
  clientSentences,
  fleetSentences,
  redundancySentences,
} from "./fleet-lines.ts";
import { elasticOf, nameOf } from "./fleet-name.ts";
import { fleetWords, retryWords } from "./fleet-words.ts";
import { headroomLines } from "./headroom-lines.ts";
import { biggestWasteSentence } from "./ledger-lines.ts";
import { loadColumn } from "./load-column.ts";
import { lostShare } from "./lost-share.ts";
import { cleanText } from "./plain-text.ts";
import { plotInText, type TextPlot } from "./plot-text.ts";
import { pointInFocus } from "./point-in-focus.ts";
import { recoverySentences } from "./recovery-lines.ts";
import {
  burstinessWords,
  serviceWords,
  tokenWords,
  trafficSources,
  trafficWords,
} from "./scenario-words.ts";
import {
  axesOf,
  groupBySettings,
  nearestPoint,
  sameSettings,
  settingsName,
  type SettingGroup,
} from "./settings.ts";
import { settingCells, settingColumns } from "./setting-columns.ts";
import { INFINITE_NOTE, shownQuantile } from "./shown-quantile.ts";
import { renderTable, type Cell, type Column, type Row } from "./table.ts";
import { renderTax } from "./tax-lines.ts";
import { emphasise, labelled, wrapWords } from "./terminal.ts";
import { openVerdictNote } from "./verdict-notes.ts";
import { verdictEmphasis, verdictText } from "./verdict-words.ts";

/** How a terminal shows text, and what was written besides. */
export interface SummaryOptions {
  /** Whether escape codes may be used. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Paths to list at the end. */
  readonly files: readonly string[];
}

// More rows than this scroll the answer's neighbourhood off a small terminal.
const ROWS_MAX = 24;
const ROWS_PER_GROUP_MIN = 5;
const HOURS_PER_MONTH = 730;
const PLOT_MARGIN = 4;
// The last column to be left out where there is no room.
const PLOT_RANK = 7;

/**
 * A run in text: what was simulated, a row a configuration, and the answer.
 *
 * @returns Lines without a trailing line break.
 * @throws RangeError if the result has no points.
 */
export function renderSummary(result: Result, options: SummaryOptions): string {
  const { color, width } = options;
  const blocks = [
    headingBlock(result, options),
    ...arrangementBlocks(result, options),
    ...tableBlocks(result, options),
    answerBlock(result, options),
  ];
  const recovery = recoverySentences(result);
  if (recovery.length > 0) blocks.push(labelled("Recovery", recovery, width, color));
  const headroom = labelled("Headroom", headroomLines(result), width, color);
  const files = options.files.map(cleanText);
  const last = files.length === 0 ? [] : [labelled("Files", files, width, color)];
  blocks.push([...decisionBlocks(result, options), headroom, ...last].join("\n"));
  return blocks.join("\n\n");
}

/** The comparison of arrangements, and what the rest is about beside it; empty without any. */
function arrangementBlocks(result: Result, { color, width }: SummaryOptions): readonly string[] {
  if (result.arrangements.length === 0) return [];
  const sentences = [
    `${arrangementHeadline(result)}.`,
    ...savingSentences(result),
    ...arrangementSentences(result),
  ];
  const origin =
    result.sizedByPool === null ? "as fleet.replicas has it" : "as fleet has none of its own";
  const rest = `${oneFleetName(result)}, ${origin}:`;
  return [labelled("Pools", sentences, width, color), emphasise(rest, ["bold"], color)];
}

/** A row of the table with the point that it is about. */
type PointRow = Row & { readonly point?: Point };

/** Narrower terminals leave less for the plot beside the numbers. */
const PLOT_SHARE = 0.24;

/** The first objective's quantile of every row against its limit: the curve, turned on its side. */
function plotOf(result: Result, rows: readonly PointRow[], width: number): TextPlot {
  const [{ class: ofClass, metric, target, within }] = result.scenario.slo.objectives;
  const asked = { class: ofClass, metric, share: target };
  const values = rows.map(({ point }) =>
    point === undefined ? null : shownQuantile(point, asked),
  );
  const name = `${quantileName(target)} ${metricName(metric)}`;
  return plotInText(name, values, { limit: within, width: width * PLOT_SHARE - PLOT_MARGIN });
}

/** A row a configuration, and what its signs mean. */
function tableBlocks(result: Result, { color, width }: SummaryOptions): readonly string[] {
  const rows = rowsOf(result);
  const plot = plotOf(result, rows, width);
  const columns = [
    ...columnsOf(result),
    { header: plot.header, align: "left", dropRank: PLOT_RANK } satisfies Column,
  ];
  const plotted = rows.map((row, index): Row => {
    if ("line" in row) return row;
    return { ...row, cells: [...row.cells, plain(plot.lines[index] ?? "")] };
  });
  const table = renderTable(columns, plotted, { color, width });
  const shown = rows.flatMap(({ point }) => (point === undefined ? [] : [point]));
  const notes = [table.includes("∞") ? INFINITE_NOTE : "", openVerdictNote(result, shown)]
    .filter((note) => note !== "")
    .map((note) => wrapWords(note, width).join("\n"));
  return [table, ...notes];
}

/** What the answer rests on in money: other promises, the error budget, the largest waste. */
function decisionBlocks(result: Result, { color, width }: SummaryOptions): readonly string[] {
  const { choice } = result;
  const tax = renderTax(result, { color, width });
  const waste = choice === null ? "" : biggestWasteSentence(result);
  // Without a choice this is the point nearest to one, and what it shows is why there is none.
  const point = pointInFocus(result);
  const lines: readonly [label: string, sentences: readonly string[]][] = [
    ["Price", priceSentences(result)],
    ["Budget", choice === null ? [] : budgetSentences(point)],
    ["Replicas", fleetSentences(point, result.scenario.run)],
    ["Attempts", clientSentences(point, result.scenario.run)],
    ["Classes", classLines(point)],
    ["Spare", redundancySentences(result)],
    ["Caution", extrapolationWords(result, point)],
    ["Ledger", waste === "" ? [] : [waste]],
  ];
  const filled = lines.filter(([, sentences]) => sentences.length > 0);
  const blocks = filled.map(([label, text]) => labelled(label, text, width, color));
  const all = [...blocks, ...tax];
  return all.length === 0 ? [] : [all.join("\n")];
}

/** What is simulated: the scenario's name, traffic, service, price, and the question answered. */
export function headingBlock(result: Result, { color, width }: SummaryOptions): string {
  const { scenario, workload } = result;
  const description = scenario.description === "" ? "" : `: ${cleanText(scenario.description)}`;
  const traffic = [
    [trafficWords(scenario, workload), tokenWords(workload)]
      .filter((words) => words !== "")
      .join("; "),
    burstinessWords(workload),
    ...trafficSources(scenario).map(cleanText),
    ...workload.notes.map(cleanText),
  ].filter((line) => line !== "");
  const objectives = scenario.slo.objectives.map((objective) => objectiveName(objective));
  const retries = retryWords(scenario);
  return [
    emphasise(cleanText(scenario.name), ["bold"], color) + description,
    "",
    labelled("Traffic", traffic, width, color),
    labelled(
      "Service",
      [serviceWords(scenario.service), ...calibrationWords(scenario)],
      width,
      color,
    ),
    labelled("Fleet", fleetWords(scenario.fleet, Object.keys(scenario.sweep)), width, color),
    ...(retries === "" ? [] : [labelled("Clients", [retries], width, color)]),
    labelled("SLO", [objectives.join(", ")], width, color),
    labelled("Question", [cleanText(result.question.words)], width, color),
  ].join("\n");
}

function columnsOf(result: Result): readonly Column[] {
  const { objectives } = result.scenario.slo;
  const [{ class: ofClass, metric: first }] = objectives;
  const metric = `${ofClass === null ? "" : `${ofClass} `}${metricName(first)}`;
  return [
    ...(isElasticSweep(result) ? elasticColumns(result) : [numberColumn("", "replicas")]),
    numberColumn("", "$/hour"),
    ...(showsCostRange(result) ? [numberColumn("$/hour", "interval", 1)] : []),
    numberColumn("", "$/month", 2),
    ...sharesOf(result).map((share, index) =>
      numberColumn(metric, quantileName(share), [3, 4][index] ?? 0),
    ),
    ...objectives.map((objective) => {
      const whose = objective.class === null ? "" : `${objective.class} `;
      const upper = `${whose}${quantileName(objective.target)} ${metricName(objective.metric)}`;
      return numberColumn(upper, `≤ ${formatLimit(objective.within)}`);
    }),
    numberColumn("budget", "used", 5),
    ...(losesAny(result) ? [numberColumn("", "lost")] : []),
    numberColumn(...loadColumn(result).heading, 1),
    { header: ["", "verdict"], align: "left", dropRank: 0 },
  ];
}

function numberColumn(upper: string, lower: string, dropRank = 0): Column {
  return { header: [upper, lower], align: "right", dropRank };
}

/** True if autoscalers decided on every count, so that a point is a setting. */
function isElasticSweep({ points }: Result): boolean {
  return points.every((point) => elasticOf(point) !== null);
}

function elasticColumns({ points }: Result): readonly Column[] {
  return [
    ...settingColumns(points).map((header): Column => {
      return { header: ["", header], align: "left", dropRank: 0 };
    }),
    numberColumn("mean", "replicas"),
    numberColumn("", "peak", 6),
  ];
}

/** The quantiles to list: p50, p95, and the first objective's; p99 where that is one of these. */
function sharesOf(result: Result): readonly number[] {
  const { target } = result.scenario.slo.objectives[0];
  return [...new Set([0.5, 0.95, 0.99, target])].sort((left, right) => left - right);
}

function rowsOf(result: Result): readonly PointRow[] {
  if (isElasticSweep(result)) return elasticRows(result);
  const groups = groupBySettings(result.points);
  const most = Math.max(ROWS_PER_GROUP_MIN, Math.floor(ROWS_MAX / groups.length));
  return groups.flatMap((group) => groupRows(result, group, most, groups.length > 1));
}

function groupRows(
  result: Result,
  group: SettingGroup,
  most: number,
  titled: boolean,
): readonly PointRow[] {
  const { points } = group;
  const center = points.findIndex((point) => isChoice(result, point));
  const nearest = points.indexOf(nearestPoint(points));
  const [start, end] = windowAround(center === -1 ? nearest : center, points.length, most);
  return [
    ...(titled
      ? [{ line: settingsName(group.settings, axesOf(result.points)), emphasis: ["bold"] } as const]
      : []),
    ...leftOut(start, "smaller"),
    ...points.slice(start, end).map((point) => pointRow(result, point)),
    ...leftOut(points.length - end, "larger"),
  ];
}

/** The settings of autoscalers, cheapest first. */
function elasticRows(result: Result): readonly PointRow[] {
  const points = result.points.toSorted((left, right) => left.costPerHour - right.costPerHour);
  const center = points.findIndex((point) => isChoice(result, point));
  const nearest = points.indexOf(nearestPoint(points));
  const [start, end] = windowAround(center === -1 ? nearest : center, points.length, ROWS_MAX);
  return [
    ...leftOut(start, "cheaper"),
    ...points.slice(start, end).map((point) => pointRow(result, point)),
    ...leftOut(points.length - end, "dearer"),
  ];
}

function leftOut(count: number, where: string): readonly Row[] {
  if (count === 0) return [];
  return [{ line: `  … ${formatCount(count)} ${where} not shown`, emphasis: ["dim"] }];
}

/** A stretch of at most `most` indices that has `center` in its middle, as far as there is room. */
function windowAround(center: number, length: number, most: number): readonly [number, number] {
  if (length <= most) return [0, length];
  const start = Math.max(0, Math.min(center - Math.floor(most / 2), length - most));
  return [start, start + most];
}

function pointRow(result: Result, point: Point): PointRow {
  const [{ class: ofClass, metric }] = result.scenario.slo.objectives;
  const used = Math.max(...point.objectives.map(({ budgetUsed }) => budgetUsed));
  return {
    point,
    emphasis: isChoice(result, point) ? ["bold"] : [],
    cells: [
      ...sizeCells(result, point),
      plain(formatDollars(point.costPerHour)),
      ...(showsCostRange(result) ? [plain(costRange(point))] : []),
      plain(formatDollarsShort(point.costPerMonth)),
      ...sharesOf(result).map((share) =>
        plain(formatSeconds(shownQuantile(point, { class: ofClass, metric, share }))),
      ),
      ...point.objectives.map(({ compliance }) => plain(formatShare(compliance))),
      plain(formatBudget(used)),
      ...(losesAny(result) ? [plain(formatShare(lostShare(point)))] : []),
      plain(loadColumn(result).cell(point)),
      { text: verdictText(point), emphasis: verdictEmphasis(point.verdict) },
    ],
  };
}

function sizeCells(result: Result, point: Point): readonly Cell[] {
  const elastic = elasticOf(point);
  if (elastic === null || !isElasticSweep(result)) return [plain(formatCount(point.replicas))];
  return [
    ...settingCells(result.points, point),
    formatSignificant(elastic.meanReplicas, 3),
    formatCount(elastic.peakReplicas),
  ].map(plain);
}

/** True if some request got no answer: quantiles are of answered ones only, so the table must say. */
function losesAny({ points }: Result): boolean {
  return points.some((point) => lostShare(point) > 0);
}

function plain(text: string): Cell {
  return { text, emphasis: [] };
}

/** Error budget used, as a percentage; beyond ten times the budget the digits say nothing. */
export function formatBudget(used: number): string {
  if (used < 1) return formatShare(used, 0);
  return used <= 10 ? `${(used * 100).toFixed(0)}%` : `${formatCount(used)}×`;
}

function answerBlock(result: Result, { color, width }: SummaryOptions): string {
  const { choice } = result;
  const alone = choice === null ? "No choice" : "Choice";
  const label = result.arrangements.length === 0 ? alone : "One fleet";
  const sentences = [`${answerSentence(result)}.`];
  if (choice !== null) {
    const month = formatDollarsShort(choice.costPerMonth);
    sentences.push(`${month} a month of ${HOURS_PER_MONTH} h. ${asSentence(choice.reason)}`);
    const { nextCheaper, oneFewer } = choice;
    if (oneFewer !== null)
      sentences.push(fewerSentence(formatReplicas(oneFewer.replicas), oneFewer));
    if (nextCheaper !== null) {
      sentences.push(fewerSentence(nameOf(result, nextCheaper), nextCheaper));
    }
  }
  return labelled(label, sentences, width, color);
}

/** What the next smaller count or cheaper setting would save, and what it would break. */
function fewerSentence(
  name: string,
  { breaks, savesPerHour, verdict }: Omit<NonNullable<Choice["oneFewer"]>, "replicas">,
): string {
  const month = formatDollarsShort(savesPerHour * HOURS_PER_MONTH);
  // Of nodes that are paid for as a whole one may be as full as before.
  const saves =
    savesPerHour === 0
      ? "would save nothing"
      : `would save ${formatDollars(savesPerHour)}/h (${month} a month)`;
  const price = verdict === "missed" ? "miss the SLO" : `leave it ${verdict}`;
  return `${name} ${saves} ${savesPerHour === 0 ? "and" : "but"} ${price}: ${asSentence(breaks)}`;
}

function asSentence(text: string): string {
  return `${cleanText(text).replace(/\.$/, "")}.`;
}

function isChoice(result: Result, point: Point): boolean {
  const { choice } = result;
  return (
    choice !== null &&
    choice.replicas === point.replicas &&
    sameSettings(choice.settings, point.settings)
  );
}
