import type { TopLevelSpec } from "vega-lite";
import type { SizeStats, TraceStats } from "../../plan/trace/trace-stats.ts";
import { SERIES_STYLES } from "../curve/curve-style.ts";
import {
  GRID_COLOR,
  INK,
  MUTED_INK,
  NOTE_SIZE,
  PAPER,
  TEXT_SIZE,
  TITLE_SIZE,
  UNPROVEN_COLOR,
} from "../theme.ts";
import {
  formatCounted,
  formatLimit,
  formatRate,
  formatSignificant,
  formatSpan,
} from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { renderSvg } from "../render-svg.ts";
import { truncateText } from "../text-width.ts";
import type { DescribedTrace } from "./described-trace.ts";
import { plotConfig } from "../plot-config.ts";

const WIDTH = 760;
const HEIGHT = 190;
const [TRACE_STYLE, OTHER_STYLE] = SERIES_STYLES;

type Panel = Extract<TopLevelSpec, { layer: unknown }>["layer"];

/**
 * A trace as a Vega-Lite specification, one panel below the other: the rate over time, the index of
 * dispersion by scale against Poisson arrivals, and the distribution functions of the sizes.
 */
export function traceSpec(trace: DescribedTrace): TopLevelSpec {
  const { stats } = trace;
  const panels = [ratePanel(stats), dispersionPanel(stats), tokenPanel(stats), timePanel(stats)];
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: titleOf(trace),
    background: PAPER,
    padding: 20,
    title: {
      text: truncateText(titleOf(trace), WIDTH, TITLE_SIZE, true),
      subtitle: subtitleOf(trace),
      anchor: "start",
      frame: "bounds",
      offset: 14,
      fontSize: TITLE_SIZE,
      color: INK,
      subtitleFontSize: TEXT_SIZE,
      subtitleColor: MUTED_INK,
      subtitlePadding: 6,
    },
    spacing: 28,
    resolve: { scale: { color: "independent", strokeDash: "independent" } },
    vconcat: panels
      .filter((layer) => layer.length > 0)
      .map((layer) => ({ width: WIDTH, height: HEIGHT, layer })),
    config: plotConfig(300),
  };
}

/** Draws a trace as an SVG document; the same bytes for the same trace. */
export async function drawTrace(trace: DescribedTrace): Promise<string> {
  return renderSvg(traceSpec(trace), {
    title: titleOf(trace),
    description: describeTrace(trace.stats),
  });
}

function titleOf({ file }: DescribedTrace): string {
  return cleanText(file.split(/[/\\]/u).at(-1) ?? file);
}

function subtitleOf({ format, stats }: DescribedTrace): string {
  const { rate, requests, span } = stats;
  const parts = [formatCounted(requests, "request"), formatSpan(span), formatRate(rate), format];
  return cleanText(parts.join(" · "));
}

function describeTrace({ dispersion, rate, span }: TraceStats): string {
  const scales = dispersion.map(
    ({ index, scale }) => `${formatSignificant(index, 3)} at ${scale} s`,
  );
  const dispersed = scales.length === 0 ? "" : `; index of dispersion ${scales.join(", ")}`;
  return `${formatRate(rate)} over ${formatSpan(span)}${dispersed}`;
}

/** The unit in which a span has at most a few hundred of them. */
function timeUnit(span: number): readonly [name: string, seconds: number] {
  if (span <= 600) return ["seconds", 1];
  return span <= 6 * 3600 ? ["minutes", 60] : ["hours", 3600];
}

function ratePanel({ rate, rateOverTime, span }: TraceStats): Panel {
  if (rateOverTime === null) return [];
  const { rates, width } = rateOverTime;
  const [name, seconds] = timeUnit(span);
  const values = [...rates, rates[rates.length - 1]].map((value, index) => ({
    at: (index * width) / seconds,
    rate: value,
  }));
  return [
    {
      data: { values },
      mark: { type: "area", interpolate: "step-after", color: TRACE_STYLE.color, opacity: 0.75 },
      encoding: {
        x: {
          field: "at",
          type: "quantitative",
          scale: { nice: false },
          axis: { title: `${name} from the first request`, grid: false },
        },
        y: {
          field: "rate",
          type: "quantitative",
          axis: { title: `requests/s in ${formatLimit(width)}`, tickCount: 5 },
        },
      },
    },
    {
      data: { values: [{ rate }] },
      mark: { type: "rule", color: INK, strokeDash: [6, 4] },
      encoding: { y: { field: "rate", type: "quantitative" } },
    },
  ];
}

function dispersionPanel({ dispersion }: TraceStats): Panel {
  if (dispersion.length < 2) return [];
  const values = dispersion.map(({ index, poisson, scale }) => ({
    scale,
    index,
    low: poisson[0],
    high: poisson[1],
  }));
  const x = {
    field: "scale",
    type: "quantitative",
    scale: { type: "log", nice: false, padding: 8 },
    axis: { title: "scale in seconds", grid: false, format: "~r", tickCount: 6 },
  } as const;
  const y = {
    type: "quantitative",
    scale: { type: "log", nice: true },
    axis: { title: "index of dispersion", format: "~r", tickCount: 4 },
  } as const;
  const drawn = values.filter(({ index }) => index > 0);
  const last = values[values.length - 1];
  const note = { text: "Poisson, 95%", align: "right", baseline: "top", dy: 4 } as const;
  return [
    {
      data: { values },
      mark: { type: "area", color: UNPROVEN_COLOR, stroke: GRID_COLOR, line: false },
      encoding: { x, y: { field: "low", ...y }, y2: { field: "high" } },
    },
    {
      data: { values: [{ one: 1 }] },
      mark: { type: "rule", color: MUTED_INK, strokeDash: [6, 4] },
      encoding: { y: { field: "one", ...y } },
    },
    {
      data: { values: drawn },
      mark: {
        type: "line",
        color: TRACE_STYLE.color,
        strokeWidth: 2,
        point: { size: 40, color: TRACE_STYLE.color },
      },
      encoding: { x, y: { field: "index", ...y } },
    },
    {
      data: { values: [{ scale: last.scale, low: last.low }] },
      mark: { type: "text", fontSize: NOTE_SIZE, color: MUTED_INK, ...note },
      encoding: { x, y: { field: "low", ...y } },
    },
  ];
}

function tokenPanel({ input, output }: TraceStats): Panel {
  return sizePanel("tokens", [
    ["input", input],
    ["output", output],
  ]);
}

function timePanel({ duration }: TraceStats): Panel {
  return sizePanel("duration in seconds", [["duration", duration]]);
}

function sizePanel(
  title: string,
  columns: readonly (readonly [name: string, column: SizeStats | null])[],
): Panel {
  const shown = columns.filter(([, column]) => column !== null);
  if (shown.length === 0) return [];
  const values = shown.flatMap(([name, column]) => {
    const { profile } = column ?? { profile: [] };
    const last = profile.length - 1;
    return profile.map((size, step) => ({ name, size, share: step / last }));
  });
  const domain = shown.map(([name]) => name);
  const styles = [TRACE_STYLE, OTHER_STYLE].slice(0, domain.length);
  const legend = domain.length > 1 ? { orient: "right" as const } : null;
  return [
    {
      data: { values },
      mark: { type: "line", strokeWidth: 2 },
      encoding: {
        x: {
          field: "size",
          type: "quantitative",
          scale: { type: "log", nice: false, padding: 8 },
          axis: { title, grid: false, format: "~s", tickCount: 6 },
        },
        y: {
          field: "share",
          type: "quantitative",
          axis: { title: "share of requests", format: ".0%", tickCount: 5 },
        },
        order: { field: "share", type: "quantitative" },
        color: {
          field: "name",
          type: "nominal",
          scale: { domain, range: styles.map(({ color }) => color) },
          legend,
        },
        strokeDash: {
          field: "name",
          type: "nominal",
          scale: {
            domain,
            range: styles.map(({ dash }) => (dash.length > 0 ? [...dash] : [1, 0])),
          },
          legend,
        },
      },
    },
  ];
}
