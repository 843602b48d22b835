import type { Metric, Point, Result } from "../plan/result.ts";
import {
  formatCount,
  formatDollars,
  formatDollarsShort,
  formatRate,
  formatSeconds,
  formatShare,
  formatSignificant,
  formatUse,
  metricName,
  MISSING,
  objectiveName,
} from "./format.ts";
import { classLines } from "./class-lines.ts";
import { clientSentences, fleetSentences } from "./fleet-lines.ts";
import { costRangeBehind } from "./cost-range.ts";
import { elasticOf, sizeWords } from "./fleet-name.ts";
import { cleanText } from "./plain-text.ts";
import { axesOf, settingsName } from "./settings.ts";
import { formatBudget, headingBlock, type SummaryOptions } from "./summary.ts";
import { INFINITE_NOTE, shownQuantile } from "./shown-quantile.ts";
import { renderTable, type Column, type Row } from "./table.ts";
import { emphasise, labelled, wrapWords } from "./terminal.ts";
import { openVerdictNote, stricterLimitNote } from "./verdict-notes.ts";
import { verdictEmphasis } from "./verdict-words.ts";

const METRICS: readonly Metric[] = ["latency", "ttft", "tpot", "queueWait"];

/**
 * One configuration in text: outcomes, quantiles, load, where the paid time went, and what became
 * of each objective. Of a result with several points the first is shown.
 *
 * @returns Lines without a trailing line break.
 * @throws RangeError if the result has no points.
 */
export function renderSimulation(result: Result, options: SummaryOptions): string {
  const point = result.points.at(0);
  if (point === undefined) throw new RangeError("a result must have at least one point");
  const { color, width } = options;
  const settings = settingsName(point.settings, axesOf([point]));
  const described: readonly (readonly [label: string, lines: readonly string[]])[] = [
    ["Replicas", fleetSentences(point, result.scenario.run)],
    ["Attempts", clientSentences(point, result.scenario.run)],
    ["Classes", classLines(point)],
  ];
  const blocks = [
    headingBlock(result, options),
    [
      labelled(
        "Size",
        [[sizeWords(point.replicas, elasticOf(point)), settings].filter(Boolean).join(", ")],
        width,
        color,
      ),
      labelled("Outcomes", [outcomeWords(point)], width, color),
      labelled("Load", loadWords(point), width, color),
      labelled("Paid time", [ledgerWords(point)], width, color),
      labelled("Cost", [costWords(point)], width, color),
      ...described
        .filter(([, lines]) => lines.length > 0)
        .map(([label, lines]) => labelled(label, lines, width, color)),
    ].join("\n"),
    ...quantileBlocks(point, options),
    renderTable(objectiveColumns(result), objectiveRows(point), { color, width }),
  ];
  const notes = [openVerdictNote(result, [point]), stricterLimitNote([point])];
  for (const note of notes.filter(Boolean)) blocks.push(wrapWords(note, width).join("\n"));
  if (point.saturated) {
    blocks.push(emphasise(saturationWords(point), ["yellow"], color));
  }
  if (options.files.length > 0) {
    blocks.push(labelled("Files", options.files.map(cleanText), width, color));
  }
  return blocks.join("\n\n");
}

/** The measures of all requests, and what their signs mean. */
function quantileBlocks(point: Point, { color, width }: SummaryOptions): readonly string[] {
  const table = renderTable(QUANTILE_COLUMNS, quantileRows(point), { color, width });
  return table.includes("∞") ? [table, wrapWords(INFINITE_NOTE, width).join("\n")] : [table];
}

function saturationWords({ drainTime }: Point): string {
  const drain = `after the last arrival it took ${formatSeconds(drainTime)} to empty`;
  return `Saturated: ${drain}; latencies depend on\nhow long the traffic lasts.`;
}

function outcomeWords(point: Point): string {
  const { completed, failed, rejected, timedOut } = point.outcomes;
  const { rejectedCannotFit, rejectedNoReplica, rejectedQueueFull, rejectedShed } = point.outcomes;
  const reasons = [
    rejectedQueueFull > 0 ? `${formatCount(rejectedQueueFull)} queue full` : "",
    rejectedCannotFit > 0 ? `${formatCount(rejectedCannotFit)} too large for a replica` : "",
    rejectedShed > 0 ? `${formatCount(rejectedShed)} shed` : "",
    rejectedNoReplica > 0 ? `${formatCount(rejectedNoReplica)} no replica ready` : "",
  ].filter((reason) => reason !== "");
  const why = reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
  const total = completed + rejected + timedOut + failed;
  return [
    `${formatCount(total)} measured`,
    `${formatCount(completed)} completed`,
    `${formatCount(rejected)} rejected${why}`,
    `${formatCount(timedOut)} timed out`,
    `${formatCount(failed)} failed`,
  ].join(", ");
}

function loadWords(point: Point): readonly string[] {
  const words = [
    [
      busyText(point),
      `${formatRate(point.throughput)} completed`,
      `${formatRate(point.goodput)} good`,
    ].join(", "),
  ];
  if (point.batching !== null) {
    const { meanBatchSize, occupancy, kvUseMean, kvUsePeak, preemptions } = point.batching;
    const cache =
      kvUseMean === null || kvUsePeak === null
        ? []
        : [`KV cache ${formatUse(kvUseMean, 1)} used, ${formatUse(kvUsePeak, 1)} at its peak`];
    const batch = [
      `${formatSignificant(meanBatchSize, 3)} requests a batch`,
      `${formatUse(occupancy, 1)} of the batch limit`,
      ...cache,
      `${formatCount(preemptions)} preemptions`,
    ];
    words.push(batch.join(", "));
  }
  return words;
}

/** A batching replica is busy with a single request, which says little of how much more it can take. */
function busyText({ batching, utilization }: Point): string {
  if (batching === null) return `${formatUse(utilization, 1)} busy`;
  return utilization >= 0.9995
    ? "a batch always in progress"
    : `a batch in progress ${formatUse(utilization, 1)} of the time`;
}

function ledgerWords({ ledger }: Point): string {
  return [
    `${formatShare(ledger.useful, 1)} useful`,
    `${formatShare(ledger.recomputed, 1)} recomputed`,
    `${formatShare(ledger.abandoned, 1)} abandoned`,
    `${formatShare(ledger.idle, 1)} idle`,
    ...[
      { share: ledger.lost, name: "lost" },
      { share: ledger.starting, name: "starting" },
      { share: ledger.down, name: "down" },
      { share: ledger.minimum, name: "gone but billed" },
    ]
      .filter(({ share }) => share > 0)
      .map(({ name, share }) => `${formatShare(share, 1)} ${name}`),
  ].join(", ");
}

function costWords(point: Point): string {
  const { costPerHour, costPerMonth, costPerThousandGood } = point;
  const good = costPerThousandGood === null ? MISSING : formatDollars(costPerThousandGood);
  const time = `${formatDollars(costPerHour)}/h${costRangeBehind(point)}, ${formatDollarsShort(costPerMonth)} a month`;
  return `${time}, ${good} per thousand good requests`;
}

const QUANTILES = [
  { name: "p50", share: 0.5 },
  { name: "p90", share: 0.9 },
  { name: "p95", share: 0.95 },
  { name: "p99", share: 0.99 },
  { name: "p99.9", share: 0.999 },
] as const;

const QUANTILE_COLUMNS: readonly Column[] = [
  { header: ["", "measure"], align: "left", dropRank: 0 },
  ...["mean", ...QUANTILES.map(({ name }) => name), "max"].map((name): Column => {
    return { header: ["", name], align: "right", dropRank: 0 };
  }),
];

function quantileRows(point: Point): readonly Row[] {
  return METRICS.map((metric) => ({
    emphasis: [],
    cells: [
      metricName(metric),
      formatSeconds(point[metric].mean),
      ...QUANTILES.map(({ share }) =>
        formatSeconds(shownQuantile(point, { class: null, metric, share })),
      ),
      formatSeconds(point[metric].max),
    ].map((text) => ({ text, emphasis: [] })),
  }));
}

function objectiveColumns(result: Result): readonly Column[] {
  const exact = result.question.kind === "hindsight";
  const level = formatShare(result.scenario.slo.confidence, 0);
  return [
    { header: ["", "objective"], align: "left", dropRank: 0 },
    { header: ["", "in time"], align: "right", dropRank: 0 },
    { header: ["", exact ? "interval" : `${level} interval`], align: "right", dropRank: 1 },
    { header: ["", "budget used"], align: "right", dropRank: 0 },
    { header: ["", "verdict"], align: "left", dropRank: 0 },
  ];
}

function objectiveRows(point: Point): readonly Row[] {
  return point.objectives.map((objective) => {
    const { compliance, interval, budgetUsed, verdict } = objective;
    const range = interval === null ? "exact" : interval.map((end) => formatShare(end)).join(" – ");
    const cells = [
      objectiveName(objective),
      formatShare(compliance),
      range,
      formatBudget(budgetUsed),
    ];
    return {
      emphasis: [],
      cells: [
        ...cells.map((text) => ({ text, emphasis: [] })),
        { text: verdict, emphasis: verdictEmphasis(verdict) },
      ],
    };
  });
}
