import type { Point, Result } from "../../plan/result.ts";
import { formatCount, formatLimit, formatSeconds, formatShare, quantileName } from "../format.ts";
import { metricName } from "../format.ts";
import { elasticOf } from "../fleet-name.ts";
import { joinNotes } from "../picture-parts.ts";
import { axesOf, settingsName } from "../settings.ts";
import { placeReached, type CdfModel, type CdfPanel } from "./cdf-model.ts";

/** The finding: how many requests are late of the objective that has least to spare. */
export function cdfTitle(result: Result, { focus, names }: CdfModel): string {
  const [worst] = focus.objectives.toSorted((left, right) => right.budgetUsed - left.budgetUsed);
  const { compliance, metric, target, within } = worst;
  const whose = worst.class === null ? "requests" : `${worst.class} requests`;
  const limit = `${formatLimit(within)} ${metricName(metric)}`;
  const late =
    compliance === 1
      ? `none of the ${whose} miss`
      : `${formatShare(1 - compliance)} of ${whose} miss`;
  const where = elasticOf(focus) === null ? `On ${names[0]}` : `With ${names[0]}`;
  const nearest = result.choice === null ? ", nearest to the SLO," : "";
  return `${where}${nearest} ${late} ${limit}; the SLO allows ${percentText(1 - target)}`;
}

/** A share that somebody set, exactly. */
function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(6))}%`;
}

/** How to read the picture. */
export const CDF_READING =
  "Line: share of requests that take longer than the time below it; it must stay left of and under the grey, where the SLO is missed";

/** What a panel shows, and what the focus reaches there: "TTFT: …; p99 is 264 ms, may be 300 ms". */
export function cdfPanelTitle(focus: Point, panel: CdfPanel): string {
  const reached = panel.objectives.map((objective) => {
    const place = placeReached(panel, focus, objective);
    const allowed = formatLimit(objective.within);
    const value = place === null ? "beyond any limit" : formatSeconds(place.value);
    return `${quantileName(objective.target)} is ${value}, may be ${allowed}`;
  });
  const name = panel.name.charAt(0).toUpperCase() + panel.name.slice(1);
  return `${name}: share of requests slower; ${reached.join(", ")}`;
}

/** What the tail can't get below. */
export function floorText(lost: number): string {
  return `${formatShare(lost)} got no answer: the solid line gets no lower`;
}

/** The small print. */
export function cdfCaption(result: Result, { focus, names, panels, undrawn }: CdfModel): string {
  const settings = settingsName(focus.settings, axesOf(result.points));
  const [first] = panels;
  const isRandom = panels.some(({ lines }) => lines[0].intervals.length > 0);
  const confidence = formatShare(result.scenario.slo.confidence, 0);
  return joinNotes([
    `Solid: ${result.choice === null ? "nearest to the SLO" : "the choice"}.`,
    isRandom ? `Bars: ${confidence} confidence of its p50, p95 and p99.` : "",
    `Over all measured requests (${formatCount(totalOf(focus))} at ${names[0]}); those without an answer count as slower than anything.`,
    "A line ends at its slowest request.",
    settings !== "" && elasticOf(focus) === null ? `Drawn: ${settings}.` : "",
    undrawn.length > 0 ? `Not drawn: ${undrawn.join(", ")}.` : "",
    first.metric === "tpot" ? "Requests of one output token have no TPOT and count as fast." : "",
  ]);
}

function totalOf({ outcomes }: CdfModel["focus"]): number {
  const { completed, failed, rejected, timedOut } = outcomes;
  return completed + failed + rejected + timedOut;
}

/** The picture in words. */
export function cdfDescription(result: Result, model: CdfModel): string {
  const panels = model.panels.map((panel) => {
    const lines = model.names.map((name, index) => `${name} ${tailText(panel, index)}`);
    return `${panel.name}: ${lines.join("; ")}.`;
  });
  return [`${cdfTitle(result, model)}.`, ...panels].join(" ");
}

function tailText({ lines }: CdfPanel, index: number): string {
  const { lost, path } = lines[index];
  if (path.length === 0) return "no answers";
  const shares = [0.1, 0.01, 0.001, 0.0001].flatMap((share) => {
    const reached = path.find(({ slower }) => slower <= share);
    return reached === undefined
      ? []
      : [`${formatShare(share)} slower than ${formatSeconds(reached.value)}`];
  });
  const losses = lost > 0 ? [`${formatShare(lost)} without an answer`] : [];
  return [...shares, ...losses].join(", ");
}
