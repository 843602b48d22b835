import type { Result, Verdict } from "../../plan/result.ts";
import { formatDollars, formatReplicas, formatSignificant } from "../format.ts";
import { joinNotes } from "../picture-parts.ts";
import { cellName, holdingCell, type BatchingCell, type BatchingModel } from "./batching-model.ts";

/** The finding: the cheapest cell that holds, and what the row that is dearest takes. */
export function batchingTitle(result: Result, model: BatchingModel): string {
  const { cells, columns, rows } = model;
  const row = cells.findIndex((one) => one.some((cell) => cell?.isChosen === true));
  if (result.choice === null || row === -1) {
    return `No combination of ${rows.name} and ${columns.name} is shown to hold the SLO up to the largest`;
  }
  const column = cells[row].findIndex((cell) => cell?.isChosen === true);
  const own = `Cheapest that holds the SLO: ${cellName(model, row, column)}${priceOf(cells[row][column])}`;
  if (columns.path !== null) return own;
  const others = cells
    .map((one, index) => ({ cell: holdingCell(one), index }))
    .filter(({ index }) => index !== row)
    .toSorted((left, right) => countOf(right.cell) - countOf(left.cell));
  const [worst] = others;
  if (worst === undefined || countOf(worst.cell) <= result.choice.replicas) return own;
  const label = `${rows.name} ${rows.labels[worst.index]}`;
  if (worst.cell === null) return `${own}; no count holds it at ${label}`;
  return `${own}; ${label} takes ${formatReplicas(worst.cell.point.replicas)}${priceOf(worst.cell)}`;
}

function countOf(cell: BatchingCell | null): number {
  return cell?.point.replicas ?? Number.POSITIVE_INFINITY;
}

function priceOf(cell: BatchingCell | null): string {
  const cost = cell?.point.costPerHour ?? 0;
  return cost > 0 ? ` (${formatDollars(cost)}/h)` : "";
}

/** How to read the picture. */
export const BATCHING_READING =
  "Blue: holds the SLO, stronger where cheaper; grey: missed, or not proven; framed: the choice; %: error budget used";

/** A verdict where there is little room. */
export function shortVerdict(verdict: Verdict): string {
  return { met: "met", missed: "miss", undecided: "open", insufficient: "thin" }[verdict];
}

/** Budget used, in a cell. */
export function usedText(used: number): string {
  if (used > 0 && used < 0.01) return "<1%";
  return `${formatSignificant(100 * used, used < 0.1 ? 1 : used < 1 ? 2 : 3)}%`;
}

/** The small print. */
export function batchingCaption(model: BatchingModel, isShort: boolean): string {
  const { cells, columns, fixed, leftOut } = model;
  const all = cells.flat();
  const hasVerdict = (verdict: Verdict): boolean =>
    all.some((cell) => cell?.point.verdict === verdict);
  return joinNotes([
    columns.path === null
      ? "The choice is the cheapest from which every larger count holds too."
      : "",
    "%: of the objective that uses most of its budget.",
    hasVerdict("undecided")
      ? `${isShort ? "Open" : "Undecided"}: the interval spans the target.`
      : "",
    hasVerdict("insufficient")
      ? `${isShort ? "Thin" : "Insufficient"}: too few violations seen to say.`
      : "",
    all.some((cell) => cell?.point.saturated === true)
      ? "Where a queue only grows, percentages depend on how long the traffic lasts."
      : "",
    fixed === "" ? "" : `All at ${fixed}.`,
    leftOut > 0 ? `${leftOut} more rows and columns not drawn.` : "",
    all.includes(null) ? "Blank: not simulated." : "",
  ]);
}

/** The picture in words. */
export function batchingDescription(result: Result, model: BatchingModel): string {
  const rows = model.cells.map((row, index) => {
    const cells = row.flatMap((cell, column) =>
      cell === null
        ? []
        : [
            `${cellName(model, index, column)}${priceOf(cell)} ${cell.point.verdict}, ${usedText(cell.used)} of an error budget`,
          ],
    );
    return `${cells.join("; ")}.`;
  });
  return [`${batchingTitle(result, model)}.`, ...rows].join(" ");
}
