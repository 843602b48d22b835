import type { Point } from "../plan/result.ts";
import { axesOf, axisName, settingsName, valueLabel } from "./settings.ts";
import { shortenAll } from "./shorten.ts";
import { displayWidth } from "./terminal.ts";

/** Columns of a terminal that settings may take beside the numbers. */
const WIDTH_MAX = 44;
const GAP = 2;

/**
 * Headers of the columns that name settings: one an axis where several fit side by side, else one
 * for all; none where nothing was swept.
 */
export function settingColumns(points: readonly Point[]): readonly string[] {
  const axes = axesOf(points);
  const paths = Object.keys(axes);
  if (paths.length === 0) return [];
  const names = paths.map((path) => axisName(path, paths));
  const widths = paths.map((path, index) =>
    Math.max(
      ...[names[index], ...axes[path].map((value) => valueLabel(path, value, axes))].map(
        displayWidth,
      ),
    ),
  );
  const total = widths.reduce((sum, width) => sum + width + GAP, -GAP);
  return paths.length > 1 && total <= WIDTH_MAX ? names : ["setting"];
}

/** A point's cells below these headers. */
export function settingCells(points: readonly Point[], point: Point): readonly string[] {
  const axes = axesOf(points);
  const columns = settingColumns(points);
  if (columns.length > 1) {
    return Object.keys(axes).map((path) => valueLabel(path, point.settings[path], axes));
  }
  const names = points.map(({ settings }) => settingsName(settings, axes));
  const short = shortenAll(names, (name) => displayWidth(name) <= WIDTH_MAX);
  return columns.map(() => short[points.indexOf(point)]);
}
