import type { Headroom } from "../../plan/headroom/find-headroom.ts";
import type { Result } from "../../plan/result.ts";
import { formatDollars, formatReplicas, formatShare, formatSignificant } from "../format.ts";
import { attemptClause } from "../attempt-words.ts";
import { ASSUMPTIONS, oneSidedNotes } from "../headroom-lines.ts";
import { joinNotes } from "../picture-parts.ts";
import { axesOf, settingsName } from "../settings.ts";
import type { TornadoModel, TornadoRow } from "./tornado-model.ts";

// Swings that differ by less are one but for rounding.
const ROUNDING = 1e-9;

/** The finding: the assumption that moves the answer most, and how far. */
export function tornadoTitle(model: TornadoModel): string {
  const [first] = model.bars;
  if (first.swing === null) return openTitle(first);
  if (first.swing === 0) return "No assumption moves the answer within its range";
  const { swing } = first;
  const ties = model.bars.filter(
    (bar) => bar.swing !== null && Math.abs(bar.swing - swing) <= ROUNDING * swing,
  );
  const [low, high] = [first.low, first.high]
    .map(({ value }) => value ?? 0)
    .toSorted((left, right) => left - right);
  const base = model.base === null ? "" : `, now ${valueText(model, model.base)}`;
  if (ties.length > 1) {
    return `${listNames(ties)} matter most, each with a swing of ${valueText(model, swing)}${base}`;
  }
  return `${first.name} matters most: from ${valueText(model, low)} to ${valueText(model, high)}${base}`;
}

/** The finding where an assumption leaves no answer on some side. */
function openTitle({ amount, high, low, name }: TornadoRow): string {
  const share = formatShare(amount, 0);
  const what = name.toLowerCase();
  if (name === ASSUMPTIONS.price) return `As it is, ${attemptClause(low.tried)}`;
  if (low.value !== null) return `With ${share} more ${what} ${attemptClause(high.tried)}`;
  if (high.value !== null) return `With ${share} less ${what} ${attemptClause(low.tried)}`;
  // One sentence for both ends: missed only if both are.
  const tried = low.tried?.verdict === "missed" ? high.tried : low.tried;
  return `With ${share} less or more ${what} ${attemptClause(tried)}`;
}

/** A place on the axis in words. */
export function valueText({ isCost }: TornadoModel, value: number): string {
  if (isCost) return `${formatDollars(value)}/h`;
  return Number.isInteger(value)
    ? formatReplicas(value)
    : `${formatSignificant(value, 3)} replicas`;
}

function listNames(rows: readonly TornadoRow[]): string {
  const names = rows.map(({ name }, index) => (index === 0 ? name : name.toLowerCase()));
  const last = names[names.length - 1];
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** How to read the picture. */
export const TORNADO_READING =
  "Each bar: what the choice would be if one assumption alone were lower (▼) or higher (▲) than in the scenario; line: as it is";

/** The small print. */
export function tornadoCaption(result: Result, headroom: Headroom, model: TornadoModel): string {
  const settings = settingsName(headroom.settings, axesOf(result.points));
  return joinNotes([
    "Each answer is simulated and searched anew.",
    model.bars.some(({ high, low }) => low.value === null || high.value === null)
      ? `To the edge: ${edgeText(model)}.`
      : "",
    ...oneSidedNotes(result, headroom),
    settings === "" ? "" : `At ${settings}.`,
    ...headroom.tornado.omitted.map(
      ({ assumption, reason }) => `${ASSUMPTIONS[assumption]} not varied: ${reason}.`,
    ),
  ]);
}

/** What a bar to the edge stands for. */
function edgeText({ bars }: TornadoModel): string {
  const ends = bars.flatMap(({ high, low }) => [low, high]).filter(({ value }) => value === null);
  return [...new Set(ends.map(({ tried }) => attemptClause(tried)))].join("; ");
}

/** The picture in words. */
export function tornadoDescription(model: TornadoModel): string {
  const rows = model.bars.map(({ amount, high, low, name }) => {
    const share = formatShare(amount, 0);
    return `${name} ${share} lower: ${low.text}; ${share} higher: ${high.text}.`;
  });
  return [`${tornadoTitle(model)}.`, `As it is: ${model.baseText}.`, ...rows].join(" ");
}
