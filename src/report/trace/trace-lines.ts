import type { SizeStats, TraceStats } from "../../plan/trace/trace-stats.ts";
import { slowWave, waveWords } from "../burstiness/slow-wave.ts";
import {
  formatCount,
  formatCounted,
  formatRate,
  formatSeconds,
  formatShare,
  formatSignificant,
  formatSpan,
  MISSING,
  quantileName,
} from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { renderTable, type Column, type Row, type TableOptions } from "../table.ts";
import { emphasise, labelled } from "../terminal.ts";
import type { DescribedTrace } from "./described-trace.ts";

/** How the lines are set. */
export interface TraceLinesOptions extends TableOptions {
  /** Path of the picture that was written; null for none. */
  readonly files: string | null;
}

/** What a trace is like, for the terminal. */
export function renderTraceStats(trace: DescribedTrace, options: TraceLinesOptions): string {
  const { color, files, width } = options;
  const { stats } = trace;
  const line = (label: string, ...texts: readonly string[]): string =>
    labelled(label, texts, width, color);
  const blocks = [
    [
      emphasise(cleanText(trace.file), ["bold"], color),
      line("format", cleanText(trace.format) + (trace.isGuessed ? guessWords(trace) : "")),
      line("rows", rowWords(trace), ...trace.notes.map(cleanText)),
    ],
    [
      line("span", `${formatSpan(stats.span)}, ${formatRate(stats.rate)} on average`),
      ...peakWords(stats).map((words) => line("peak", words)),
      ...(stats.interarrivalCv === null
        ? []
        : [line("gaps", `CV ${plain(stats.interarrivalCv, 4)} (Poisson arrivals: 1)`)]),
      ...waveSentences(stats).map((words) => line("waves", words)),
    ],
    stats.dispersion.length === 0 ? [] : [dispersionTable(stats, options)],
    sizeTables(stats, options),
    [
      ...(stats.inputOutputCorrelation === null
        ? []
        : [line("in/out", `Spearman's correlation ${plain(stats.inputOutputCorrelation)}`)]),
      ...(stats.prefix === null ? [] : [line("prefixes", prefixWords(stats.prefix))]),
    ],
    files === null ? [] : [line("picture", cleanText(files))],
  ];
  const shown = blocks.filter((block) => block.length > 0);
  return shown.map((block) => block.join("\n")).join("\n\n");
}

function guessWords({ format }: DescribedTrace): string {
  return format === "columns" ? ", by their names" : ", by the first line";
}

function rowWords({ read, skipped, stats, window }: DescribedTrace): string {
  const kept = window === null ? "" : ` from ${formatSpan(window[0])} to ${formatSpan(window[1])}`;
  const counts = `${formatCount(read)} read, ${formatCount(skipped)} malformed ones skipped`;
  return `${counts}, ${formatCounted(stats.requests, "request")}${kept}`;
}

/** The peaks that the trace is long enough to tell, on a line; none if it tells none. */
function peakWords({ peakToMean }: TraceStats): readonly string[] {
  const parts = (["1s", "60s"] as const).flatMap((width) => {
    const peak = peakToMean[width];
    return peak === null ? [] : [`${plain(peak)} × the mean in ${width === "1s" ? "1 s" : "60 s"}`];
  });
  return parts.length === 0 ? [] : [parts.join(", ")];
}

/** What the rate does over longer than a minute, on a line; none if it stays. */
function waveSentences({ dispersion, rate }: TraceStats): readonly string[] {
  const scales = dispersion.map(({ index, ...scale }) => ({ ...scale, dispersion: index }));
  const wave = slowWave(rate, scales);
  return wave === null ? [] : [waveWords(wave)];
}

function prefixWords(prefix: NonNullable<TraceStats["prefix"]>): string {
  const { blocks, distinct, requestsWithReuse, reused } = prefix;
  return (
    `${formatShare(reused / blocks, 1)} of ${formatCount(blocks)} prompt blocks led an earlier prompt ` +
    `too (${formatCount(distinct)} distinct; ` +
    `${formatCounted(requestsWithReuse, "request")} with some)`
  );
}

function plain(value: number | null, digits = 3): string {
  return value === null ? MISSING : formatSignificant(value, digits).replace("-", "−");
}

function columnsOf(names: readonly string[]): readonly Column[] {
  return names.map((name, index) => ({
    header: ["", name],
    align: index === 0 ? "left" : "right",
    dropRank: 0,
  }));
}

function rowOf(texts: readonly string[], isLoud: boolean): Row {
  const cells = texts.map((text) => ({ text, emphasis: [] }));
  return { cells, emphasis: isLoud ? ["yellow"] : [] };
}

function dispersionTable({ dispersion }: TraceStats, options: TableOptions): string {
  const columns = columnsOf(["dispersion", "index", "Poisson 95%", "windows"]);
  const rows = dispersion.map(({ index, poisson, scale, windows }) =>
    rowOf(
      [
        scale < 60 ? `${scale} s` : formatSpan(scale),
        plain(index),
        poisson.map((end) => plain(end)).join("–"),
        formatCount(windows),
      ],
      index > poisson[1],
    ),
  );
  return renderTable(columns, rows, options);
}

function sizeTables(stats: TraceStats, options: TableOptions): readonly string[] {
  const sizes = [
    ["input tokens", stats.input, formatTokens],
    ["output tokens", stats.output, formatTokens],
    ["duration", stats.duration, formatSeconds],
  ] as const;
  const rows = sizes.flatMap(([name, column, format]) =>
    column === null ? [] : [rowOf([name, ...sizeCells(column, format)], false)],
  );
  const first = sizes.find(([, column]) => column !== null)?.[1];
  if (first === undefined || first === null) return [];
  const names = first.quantiles.map(([share]) => quantileName(share));
  return [renderTable(columnsOf(["sizes", "mean", "min", ...names, "max"]), rows, options)];
}

function sizeCells(column: SizeStats, format: (value: number) => string): readonly string[] {
  const { max, mean, min, quantiles } = column;
  return [mean, min, ...quantiles.map(([, value]) => value), max].map((value) => format(value));
}

function formatTokens(tokens: number): string {
  return formatCount(tokens);
}
