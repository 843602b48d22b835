import { INK, SLO_COLOR, TEXT_SIZE } from "../theme.ts";

/** The line of an SLO, for `boxLayer`. */
export const SLO_RULE: {
  readonly type: "rule";
  readonly color: string;
  readonly strokeWidth: number;
  readonly strokeDash: number[];
} = { type: "rule", color: SLO_COLOR, strokeWidth: 1.8, strokeDash: [14, 4] };

/** The ring around what is chosen. */
export interface RingMark {
  readonly type: "point";
  readonly shape: "circle";
  readonly size: number;
  readonly filled: false;
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly opacity: number;
}

/**
 * A ring around what is chosen.
 *
 * @param size - Square pixels that it encloses, about.
 */
export function ringMark(size: number): RingMark {
  const look = { filled: false, stroke: INK, strokeWidth: 2, opacity: 1 } as const;
  return { type: "point", shape: "circle", size, ...look };
}

/**
 * The part of a y axis that sets its title level above its labels.
 *
 * @param left - Pixels from the plotting area to the left edge of the labels.
 */
export function titleOverAxis(title: string, left: number): Readonly<Record<string, unknown>> {
  return {
    title,
    titleAngle: 0,
    titleAlign: "left",
    titleAnchor: "end",
    titleBaseline: "bottom",
    titleX: -left,
    titleY: -6,
    titleFontSize: TEXT_SIZE,
    titleFontWeight: "bold",
    titleColor: INK,
  };
}
