import type { Result } from "../../plan/result.ts";
import { arrangementHeadline } from "../arrangement-words.ts";
import { arrangementSentences } from "../fleet-lines.ts";
import { formatDollars, formatShare, objectiveName } from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { BUDGET_CEILING, poolsModel, type PoolsModel } from "./pools-model.ts";

/** The small print under the axis: what the marks mean, and what found no room. */
export function poolsCaption(result: Result, { panels, undrawn }: PoolsModel): string {
  const objectives = result.scenario.slo.objectives.map((objective) => objectiveName(objective));
  const marks = panels.flatMap(({ lines }) => lines.flatMap((line) => line.marks));
  const pools = panels.flatMap((panel) => panel.undrawn.map(({ name }) => name));
  const confidence = formatShare(result.scenario.slo.confidence, 0);
  const notes = [
    `100%: as many requests late or lost as ${cleanText(objectives.join(", "))} allows.`,
    "Ring: chosen.",
    marks.some(({ isMet }) => !isMet) ? "Hollow: the SLO does not hold, or is not proven to." : "",
    marks.some(({ interval }) => interval !== null)
      ? `Bars: ${confidence} confidence for all pools together.`
      : "",
    marks.some(({ value }) => value > BUDGET_CEILING) ? "On the upper edge: off the scale." : "",
    undrawn.length > 0
      ? `Not drawn: ${cleanText(undrawn.map(({ name }) => name).join(", "))}.`
      : "",
    pools.length > 0 ? `Pools not drawn: ${cleanText(pools.join(", "))}.` : "",
  ];
  return notes.filter((note) => note !== "").join(" ");
}

/** The picture in words, for those who cannot see it. */
export function poolsDescription(result: Result): string {
  const values = poolsModel(result).panels.flatMap(({ arrangement, lines }) =>
    lines.map(({ marks, pool }) => {
      const used = marks.map((mark) => `${formatDollars(mark.x)}/h ${formatShare(mark.value, 0)}`);
      return `Error budget used by ${pool.name} of ${arrangement.name}: ${used.join("; ")}.`;
    }),
  );
  return [`${arrangementHeadline(result)}.`, ...arrangementSentences(result), ...values]
    .map(cleanText)
    .join(" ");
}
