import type { Point, Verdict } from "../plan/result.ts";
import type { Emphasis } from "./terminal.ts";

/** The colour of a verdict; the word is always there too. */
export function verdictEmphasis(verdict: Verdict): readonly Emphasis[] {
  switch (verdict) {
    case "met":
      return ["green"];
    case "missed":
      return ["red"];
    case "undecided":
    case "insufficient":
      return ["yellow"];
  }
}

/** The verdict on a point, and whether the point is in a state where it means little. */
export function verdictText(point: Pick<Point, "verdict" | "saturated">): string {
  return point.saturated ? `${point.verdict}, saturated` : point.verdict;
}
