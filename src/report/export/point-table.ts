import type { Point, Result } from "../../plan/result.ts";
import { cleanText } from "../plain-text.ts";
import { sameSettings } from "../settings.ts";

/** A value of a table; null where there is none. */
export type Cell = number | boolean | string | null;

/** A column of a table: numbers, truth values or texts alone, or nothing at all. */
export interface TableColumn {
  /** Unique in its table, whatever the case of its letters. */
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** A point's value by column, in order. */
type Row = ReadonlyMap<string, Cell>;

/**
 * All points of a result as a table, a row a point: whether it is the choice, its replica count,
 * its settings by path, and then every number that the result has of it, under its place there:
 * `latency.p99`, `latency.intervals.p99.low`, `objectives.0.compliance`, `ledger.idle`. Curves and
 * other lists of numbers, and the timeline, are left out. Settings that are neither number, text
 * nor truth value are JSON.
 */
export function pointTable({ choice, points }: Pick<Result, "choice" | "points">): TableColumn[] {
  const rows = points.map((point) => {
    const isChosen =
      choice !== null &&
      point.replicas === choice.replicas &&
      sameSettings(point.settings, choice.settings);
    return rowOf(point, isChosen);
  });
  const all = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  // What is missing at one point may be an object with columns of its own at another.
  const names = all.filter((name) => !all.some((other) => other.startsWith(`${name}.`)));
  const taken = new Set<string>();
  return names.map((name) => {
    const cells = rows.map((row) => row.get(name) ?? null);
    return { name: uniqueName(cleanText(name), taken), cells: ofOneKind(cells) };
  });
}

function rowOf(point: Point, isChosen: boolean): Row {
  const { replicas, settings, ...measured } = point;
  const row = new Map<string, Cell>([
    ["chosen", isChosen],
    ["replicas", replicas],
  ]);
  for (const [path, value] of Object.entries(settings)) {
    row.set(`settings.${path}`, isCell(value) ? value : JSON.stringify(value));
  }
  addEntries("", measured, row);
  return row;
}

function addCells(path: string, value: unknown, row: Map<string, Cell>): void {
  if (isCell(value)) {
    row.set(path, value);
  } else if (isInterval(path, value)) {
    row.set(`${path}.low`, value[0]).set(`${path}.high`, value[1]);
  } else if (typeof value === "object" && !isCurve(value)) {
    addEntries(`${path}.`, value ?? {}, row);
  }
}

function addEntries(prefix: string, parent: object, row: Map<string, Cell>): void {
  for (const [key, item] of Object.entries(parent)) {
    if (key !== "timeline") addCells(prefix + nameOf(key, item), item, row);
  }
}

function isCell(value: unknown): value is Cell {
  return value === null || ["boolean", "number", "string"].includes(typeof value);
}

/** Two numbers, which elsewhere are places in a list, or a point of a curve. */
function isInterval(path: string, value: unknown): value is readonly [number, number] {
  return (
    /(?:^|\.)(?:costInterval|intervals?)(?:\.|$)/.test(path) &&
    Array.isArray(value) &&
    value.length === 2
  );
}

function isCurve(value: unknown): boolean {
  return Array.isArray(value) && (Array.isArray(value[0]) || typeof value[0] === "number");
}

/** Items of a list that have a name of their own go by it. */
function nameOf(key: string, item: unknown): string {
  if (!/^\d+$/.test(key) || typeof item !== "object" || item === null) return key;
  if ("name" in item && typeof item.name === "string") return item.name;
  return "use" in item && typeof item.use === "string" ? item.use : key;
}

/** A column of numbers and texts, such as a setting's, is one of texts. */
function ofOneKind(cells: readonly Cell[]): readonly Cell[] {
  const kinds = new Set(cells.filter((cell) => cell !== null).map((cell) => typeof cell));
  const isText = kinds.size > 1 || kinds.has("string");
  return isText ? cells.map((cell) => (cell === null ? null : cleanText(String(cell)))) : cells;
}

function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${name}_${number}`;
  taken.add(unique.toLowerCase());
  return unique;
}
