import type { Point, Result } from "../../plan/result.ts";
import { answerSentence, lossesText, pointName } from "../answer.ts";
import { nameOf } from "../fleet-name.ts";
import {
  formatDollars,
  formatReplicas,
  formatSeconds,
  formatShare,
  objectiveName,
  quantileName,
} from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { lostShare } from "../lost-share.ts";
import { measuresOf } from "../measures-of.ts";
import { trafficWords } from "../scenario-words.ts";
import { settingsName } from "../settings.ts";
import { shownQuantile, type QuantileAsked } from "../shown-quantile.ts";
import { truncateText } from "../text-width.ts";
import { pointedAt, type StripLabels } from "./curve-annotations.ts";
import type { CurveFrame } from "./curve-frame.ts";
import { isKeyed } from "./curve-groups.ts";
import { keyEntries, letterOf } from "./curve-key.ts";
import { isOffScale } from "./curve-layers.ts";
import { isAlike, panelName, type CurveModel } from "./curve-model.ts";
import { TEXT_SIZE } from "../theme.ts";

/** The lines under the title: which scenario, what was simulated, and which settings are shown. */
export function curveSubtitle(result: Result, model: CurveModel, width: number): readonly string[] {
  const settings = model.others.length > 0 ? [settingsText(model)] : [];
  return [...subtitleLines(result), ...settings].map((line) =>
    truncateText(line, width, TEXT_SIZE),
  );
}

/** Which scenario it is, what was simulated, and what the intervals are about. */
export function subtitleLines(result: Result): readonly string[] {
  const { name, description } = result.scenario;
  return [
    description === "" ? cleanText(name) : cleanText(`${name}: ${description}`),
    `${trafficWords(result.scenario, result.workload)}; ${questionText(result)}`,
  ];
}

/** The small print under the axis: what the marks mean, as far as this picture has them. */
export function curveCaption(
  result: Result,
  model: CurveModel,
  frame: CurveFrame,
  labels: StripLabels,
): string {
  const cut = frame.panels.some((panel) =>
    panel.panel.series.some(({ marks }) => marks.some((mark) => isOffScale(panel, mark))),
  );
  const marks = model.panels.flatMap(({ series }) => series.flatMap(({ marks }) => marks));
  const undrawn = new Set(
    result.scenario.slo.objectives
      .filter((objective) => !model.panels.some((panel) => isAlike(panel, objective)))
      .map(panelName),
  );
  const notes = [
    marks.some(({ saturated, value }) => saturated && value !== null)
      ? "Hollow: saturated, the queue outlives the traffic."
      : "",
    cut ? "On the upper edge: off the scale." : "",
    lossNote(model),
    beyondNote(model, frame),
    marks.some(({ value }) => value === null) ? "×: nothing to measure." : "",
    marks.some(({ interval }) => interval !== null)
      ? `Bands: ${formatShare(result.scenario.slo.confidence, 0)} confidence.`
      : "",
    shadingNote(labels),
    unnamedNote(model),
    model.others.length > 5 ? `${model.others.length} other settings in grey, unnamed.` : "",
    pricesDiffer(result, model) ? "Replica counts are those of the setting drawn." : "",
    undrawn.size > 0 ? `Not drawn: ${[...undrawn].join(", ")}.` : "",
  ];
  return notes.filter((note) => note !== "").join(" ");
}

/** Lines are of answered requests; where many are lost they flatter, and the caption says so. */
function lossNote({ axes, main, panels }: CurveModel): string {
  const losing = main.points.filter(({ outcomes }) => {
    const { completed, failed, rejected, timedOut } = outcomes;
    return failed + rejected + timedOut > completed / 1000;
  });
  const last = losing.at(-1);
  if (last === undefined) return "";
  // Beside the losses of a class these need to be told apart.
  const ofAll = panels.some((panel) => panel.class !== null) ? " of all requests" : "";
  if (isKeyed(main.axis)) {
    const [most] = losing.toSorted((left, right) => lostShare(right) - lostShare(left));
    const letter = letterOf(main.points.indexOf(most));
    return `Marks: answered requests; most are lost at ${letter}, where${ofAll} ${lossesText(most)}.`;
  }
  const where =
    main.axis === null
      ? formatReplicas(last.replicas)
      : main.axis.name === ""
        ? pointName(last, axes)
        : `${main.axis.name} ${main.axis.label(last)}`;
  return `Lines: answered requests;${ofAll} ${lossesText(last)} at ${where}.`;
}

/** What an arrow means, and in the list of a cloud the sign for the same. */
function beyondNote({ main }: CurveModel, { panels }: CurveFrame): string {
  const hasArrow = panels.some(({ lostRows }) => lostRows.own !== null || lostRows.others !== null);
  if (!hasArrow) return "";
  const signs = isKeyed(main.axis) ? "↑ and ∞" : "↑";
  return (
    `${signs}: more than 1 − q of the requests got no answer, ` +
    "which puts the percentile q of all beyond any limit."
  );
}

/** The picture in words, for those who cannot see it. */
export function curveDescription(result: Result, model: CurveModel): string {
  const { axis, points } = model.main;
  const range =
    axis === null
      ? `${points[0].replicas} to ${formatReplicas(points[points.length - 1].replicas)}`
      : `${points.length} settings of an autoscaler`;
  const over = model.xIsCost ? "hourly cost" : "replicas";
  const sentences = [answerSentence(result)];
  for (const panel of model.panels) {
    const { metric, objectives, series } = panel;
    const names = series.map(({ share }) => quantileName(share)).join(", ");
    const limits = objectives.map((objective) => objectiveName(objective)).join(" and ");
    sentences.push(`${panelName(panel)} (${names}) over ${over}, ${range}, against ${limits}`);
    const { target } = objectives[0];
    const values = points.map((point) => {
      const cost = model.xIsCost ? ` (${formatDollars(point.costPerHour)}/h)` : "";
      const value = quantileText(point, { class: panel.class, metric, share: target });
      const saturated = point.saturated ? " saturated" : "";
      if (axis !== null) return `${pointName(point, model.axes)} ${value}${saturated}`;
      return `${point.replicas}${cost} ${value}${saturated}`;
    });
    const across = axis === null ? "replicas" : "setting";
    sentences.push(`${quantileName(target)} by ${across}: ${values.join("; ")}`);
  }
  if (model.choice !== null) {
    const losses = lossesText(model.choice);
    if (losses !== "") {
      sentences.push(`At the choice ${losses}; compliance counts these requests as bad`);
    }
    const fewer = result.choice?.oneFewer ?? null;
    if (fewer !== null) sentences.push(`${formatReplicas(fewer.replicas)}: ${fewer.breaks}`);
    const cheaper = result.choice?.nextCheaper ?? null;
    if (cheaper !== null) sentences.push(`${nameOf(result, cheaper)}: ${cheaper.breaks}`);
  }
  return `${sentences.map((sentence) => cleanText(sentence).replace(/\.$/, "")).join(". ")}.`;
}

function quantileText(point: Point, asked: QuantileAsked): string {
  const value = shownQuantile(point, asked);
  if (value !== Number.POSITIVE_INFINITY) return formatSeconds(value);
  const whose = asked.class === null ? "" : ` of ${asked.class}`;
  const lost = formatShare(lostShare(measuresOf(point, asked.class)));
  return `beyond any limit (${lost}${whose} lost)`;
}

/** The settings of a cloud that are too many to name. */
function unnamedNote(model: CurveModel): string {
  const { axis, points } = model.main;
  const unnamed = isKeyed(axis) ? points.length - keyEntries(model, pointedAt(model)).length : 0;
  return unnamed === 0 ? "" : `${unnamed} more of the ${points.length} settings without a letter.`;
}

/** Whether the other settings cost something else at the same count. */
function pricesDiffer(result: Result, model: CurveModel): boolean {
  if (model.main.axis !== null) return false;
  const costs = new Map(model.main.points.map((point) => [point.replicas, point.costPerHour]));
  return result.points.some(({ replicas, costPerHour }) => {
    const own = costs.get(replicas);
    return model.xIsCost && own !== undefined && own !== costPerHour;
  });
}

function questionText(result: Result): string {
  const confidence = `${formatShare(result.scenario.slo.confidence, 0)} confidence`;
  switch (result.question.kind) {
    case "hindsight":
      return "exact for this trace";
    case "same-trace":
      return `${confidence} for this trace`;
    case "future":
      return `${confidence} for traffic like this`;
  }
}

function settingsText(model: CurveModel): string {
  const [panel] = model.panels;
  const quantile = `${quantileName(panel.objectives[0].target)} ${panelName(panel)}`;
  const others = model.others.length === 1 ? "the other setting" : "the other settings";
  return `Drawn: ${settingsName(model.main.settings, model.axes)}; in grey: ${quantile} at ${others}`;
}

function shadingNote(labels: StripLabels): string {
  const kinds = new Set(labels.homeless);
  if (kinds.has("missed") && kinds.has("unproven")) {
    return "Grey: SLO missed (dark) or not proven (light).";
  }
  if (kinds.has("missed")) return "Grey: SLO missed.";
  return kinds.has("unproven") ? "Light grey: SLO not proven." : "";
}
