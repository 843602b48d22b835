import type { TopLevelSpec } from "vega-lite";
import type { CalibratedMeasure, Calibration } from "../plan/calibrate/calibration.ts";
import type { CalibrationSection } from "../scenario/calibration-section.ts";
import { quantileStyle } from "./curve/curve-style.ts";
import { INK, MUTED_INK, PAPER, SLO_COLOR, TEXT_SIZE, TITLE_SIZE } from "./theme.ts";
import { formatCounted, formatError, formatShare } from "./format.ts";
import { cleanText } from "./plain-text.ts";
import { renderSvg } from "./render-svg.ts";
import { wrapText } from "./text-width.ts";
import { plotConfig } from "./plot-config.ts";

const WIDTH = 760;
const PANEL_HEIGHT = 230;
/** Relative errors beyond this are drawn at the edge. */
const MOST_ERROR = 1;
const MEASURES = { tpot: "TPOT", ttft: "TTFT", latency: "latency" } as const;

/** What became of a value in the fit. */
type Standing = "fitted" | "past saturation" | "set aside";

const LOOKS: readonly {
  readonly standing: Standing;
  readonly shape: string;
  readonly color: string;
}[] = [
  { standing: "fitted", shape: "circle", color: quantileStyle(0.99).color },
  { standing: "past saturation", shape: "triangle-up", color: quantileStyle(0.9).color },
  { standing: "set aside", shape: "cross", color: SLO_COLOR },
];

interface Mark {
  readonly x: number;
  readonly error: number;
  readonly standing: Standing;
}

/**
 * The residuals of a calibration as a Vega-Lite specification: how far predicted times are from
 * measured ones, over the load, one panel a measure.
 */
export function calibrationSpec(
  calibration: Calibration,
  section: CalibrationSection,
): TopLevelSpec {
  const measures = (["tpot", "ttft", "latency"] as const).filter((measure) =>
    calibration.points.some(({ values }) => values.some((value) => value.measure === measure)),
  );
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: titleOf(calibration),
    background: PAPER,
    padding: 20,
    title: {
      text: titleOf(calibration),
      subtitle: [...wrapText(subtitleOf(section), WIDTH, TEXT_SIZE)],
      anchor: "start",
      frame: "bounds",
      offset: 14,
      fontSize: TITLE_SIZE,
      color: INK,
      subtitleFontSize: TEXT_SIZE,
      subtitleColor: MUTED_INK,
      subtitlePadding: 6,
    },
    spacing: 24,
    vconcat: measures.map((measure, index) => ({
      width: WIDTH,
      height: PANEL_HEIGHT,
      ...panelOf(calibration, measure, index === measures.length - 1),
    })),
    config: plotConfig(90),
  };
}

/** Draws the residuals as an SVG document; the same bytes for the same calibration. */
export async function drawCalibration(
  calibration: Calibration,
  section: CalibrationSection,
): Promise<string> {
  return renderSvg(calibrationSpec(calibration, section), {
    title: titleOf(calibration),
    description: describeMarks(calibration),
  });
}

function titleOf({ error, points }: Calibration): string {
  const fitted = `Predicted against measured, ${formatCounted(points.length, "point")}`;
  return error === null ? fitted : `${fitted}: off by ${formatError(error)} on points left out`;
}

function subtitleOf({ date, engine, source }: CalibrationSection): string {
  const known = [source, engine, date].filter((text) => text !== null);
  return cleanText(known.join(" · "));
}

function describeMarks(calibration: Calibration): string {
  return calibration.points
    .flatMap(({ measured, values }) =>
      values.map(({ measure, measured: value, predicted }) => {
        const error = formatShare(Math.abs(predicted / value - 1), 1);
        const side = predicted < value ? "below" : "above";
        return `${cleanText(measured.source)}: ${MEASURES[measure]} ${error} ${side}`;
      }),
    )
    .join("; ");
}

function marksOf({ points, service }: Calibration, measure: CalibratedMeasure): readonly Mark[] {
  return points.flatMap(({ isSaturated, measured, values }) =>
    values.flatMap((value): Mark[] => {
      if (value.measure !== measure) return [];
      const { load } = measured;
      const users = load.loop === "closed" ? load.concurrency : load.rate;
      const error = value.predicted / value.measured - 1;
      const standing = value.isOutlier ? "set aside" : "fitted";
      return [
        {
          x: service.kind === "batch" ? (measured.batch ?? 1) : users,
          error: Math.max(-MOST_ERROR, Math.min(MOST_ERROR, error)),
          standing: isSaturated && measure !== "tpot" ? "past saturation" : standing,
        },
      ];
    }),
  );
}

function loadTitle({ points, service }: Calibration): string {
  if (service.kind === "batch") return "requests in a batch";
  const isOpen = points.map(({ measured }) => measured.load.loop === "open");
  if (isOpen.every(Boolean)) return "requests per second";
  return isOpen.some(Boolean) ? "users, or requests per second" : "requests in flight";
}

function panelOf(
  calibration: Calibration,
  measure: CalibratedMeasure,
  isLast: boolean,
): Pick<Extract<TopLevelSpec, { layer: unknown }>, "layer"> {
  const marks = marksOf(calibration, measure);
  const all = (["tpot", "ttft", "latency"] as const).flatMap((one) => marksOf(calibration, one));
  const shown = LOOKS.filter(({ standing }) => all.some((mark) => mark.standing === standing));
  const domain = shown.map(({ standing }) => standing);
  const y = {
    field: "error",
    type: "quantitative",
    scale: { nice: true, padding: 8 },
    axis: { format: "+.0%", title: `error of ${MEASURES[measure]}`, tickCount: 5 },
  } as const;
  const legend = domain.length > 1 ? {} : null;
  return {
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: "rule", color: MUTED_INK },
        encoding: { y: { field: "zero", type: "quantitative" } },
      },
      {
        data: { values: marks.map((mark) => ({ ...mark })) },
        mark: { type: "point", size: 70, filled: true, opacity: 0.8 },
        encoding: {
          x: {
            field: "x",
            type: "quantitative",
            scale: { type: "log", base: 2, nice: false, padding: 16 },
            axis: { title: isLast ? loadTitle(calibration) : null, grid: false, format: "~s" },
          },
          y,
          shape: {
            field: "standing",
            type: "nominal",
            scale: { domain, range: shown.map(({ shape }) => shape) },
            legend,
          },
          color: {
            field: "standing",
            type: "nominal",
            scale: { domain, range: shown.map(({ color }) => color) },
            legend,
          },
        },
      },
    ],
  };
}
