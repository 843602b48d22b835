import type { Result } from "../../plan/result.ts";
import { answerSentence, lossesText } from "../answer.ts";
import {
  formatDollars,
  formatReplicas,
  formatSeconds,
  formatShare,
  metricName,
  objectiveName,
  quantileName,
} from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { quantileOf } from "../quantile.ts";
import { trafficWords } from "../scenario-words.ts";
import { settingsName } from "../settings.ts";
import { truncateText } from "../text-width.ts";
import type { StripLabels } from "./curve-annotations.ts";
import type { CurveFrame } from "./curve-frame.ts";
import { isOffScale } from "./curve-layers.ts";
import type { CurveModel } from "./curve-model.ts";
import { TEXT_SIZE } from "./curve-style.ts";

/** The lines under the title: which scenario, what was simulated, and which settings are shown. */
export function curveSubtitle(result: Result, model: CurveModel, width: number): readonly string[] {
  const { name, description } = result.scenario;
  const about = description === "" ? cleanText(name) : cleanText(`${name}: ${description}`);
  const lines = [
    about,
    `${trafficWords(result.scenario, result.workload)}; ${questionText(result)}`,
  ];
  if (model.others.length > 0) lines.push(settingsText(model));
  return lines.map((line) => truncateText(line, width, TEXT_SIZE));
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
  const drawn = new Set(model.panels.map(({ metric }) => metric));
  const undrawn = new Set(
    result.scenario.slo.objectives.map(({ metric }) => metric).filter((one) => !drawn.has(one)),
  );
  const notes = [
    marks.some(({ saturated, value }) => saturated && value !== null)
      ? "Hollow: saturated, the queue outlives the traffic."
      : "",
    cut ? "On the upper edge: off the scale." : "",
    lossNote(model),
    marks.some(({ value }) => value === null) ? "×: no request completed." : "",
    marks.some(({ interval }) => interval !== null)
      ? `Bands: ${formatShare(result.scenario.slo.confidence, 0)} confidence.`
      : "",
    shadingNote(labels),
    model.others.length > 5 ? `${model.others.length} other settings in grey, unnamed.` : "",
    pricesDiffer(result, model) ? "Replica counts are those of the setting drawn." : "",
    undrawn.size > 0 ? `Not drawn: ${[...undrawn].map(metricName).join(", ")}.` : "",
  ];
  return notes.filter((note) => note !== "").join(" ");
}

/** Lines are of answered requests; where many are lost they flatter, and the caption says so. */
function lossNote({ main }: CurveModel): string {
  const losing = main.points.filter(({ outcomes }) => {
    const { completed, failed, rejected, timedOut } = outcomes;
    return failed + rejected + timedOut > completed / 1000;
  });
  const last = losing.at(-1);
  if (last === undefined) return "";
  return `Lines: answered requests; ${lossesText(last)} at ${formatReplicas(last.replicas)}.`;
}

/** The picture in words, for those who cannot see it. */
export function curveDescription(result: Result, model: CurveModel): string {
  const { points } = model.main;
  const range = `${points[0].replicas} to ${formatReplicas(points[points.length - 1].replicas)}`;
  const across = model.xIsCost ? "hourly cost" : "replicas";
  const sentences = [answerSentence(result)];
  for (const { metric, objectives, series } of model.panels) {
    const names = series.map(({ share }) => quantileName(share)).join(", ");
    const limits = objectives.map((objective) => objectiveName(objective)).join(" and ");
    sentences.push(`${metricName(metric)} (${names}) over ${across}, ${range}, against ${limits}`);
    const { target } = objectives[0];
    const values = points.map((point) => {
      const cost = model.xIsCost ? ` (${formatDollars(point.costPerHour)}/h)` : "";
      const value = formatSeconds(quantileOf(point[metric], target));
      return `${point.replicas}${cost} ${value}${point.saturated ? " saturated" : ""}`;
    });
    sentences.push(`${quantileName(target)} by replicas: ${values.join("; ")}`);
  }
  if (model.choice !== null) {
    const losses = lossesText(model.choice);
    if (losses !== "") {
      sentences.push(`At the choice ${losses}; compliance counts these requests as bad`);
    }
    const fewer = result.choice?.oneFewer ?? null;
    if (fewer !== null) sentences.push(`${formatReplicas(fewer.replicas)}: ${fewer.breaks}`);
  }
  return `${sentences.map((sentence) => cleanText(sentence).replace(/\.$/, "")).join(". ")}.`;
}

/** Whether the other settings cost something else at the same count. */
function pricesDiffer(result: Result, model: CurveModel): boolean {
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
  const { metric, objectives } = model.panels[0];
  const quantile = `${quantileName(objectives[0].target)} ${metricName(metric)}`;
  const others = model.others.length === 1 ? "the other setting" : "the other settings";
  return `Drawn: ${settingsName(model.main.settings)}; in grey: ${quantile} at ${others}`;
}

function shadingNote(labels: StripLabels): string {
  const kinds = new Set(labels.homeless);
  if (kinds.has("missed") && kinds.has("unproven")) {
    return "Grey: SLO missed (dark) or not proven (light).";
  }
  if (kinds.has("missed")) return "Grey: SLO missed.";
  return kinds.has("unproven") ? "Light grey: SLO not proven." : "";
}
