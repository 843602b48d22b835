import type { Comparison, PointChange } from "../../plan/compare/comparison.ts";
import { formatDollars, formatDollarsShort, formatShare } from "../format.ts";
import { axesOf, settingsName } from "../settings.ts";
import { signed } from "./change-text.ts";
import { fleetText, objectiveText } from "./comparison-rows.ts";

/**
 * What the comparison comes to, in a sentence without a full stop: "7 replicas instead of 6
 * replicas: +$4.10/h (+16.7%, +$2,993 a month)".
 */
export function comparisonHeadline(comparison: Comparison): string {
  const { answer, base, head } = comparison;
  if (!head.isMet) {
    if (!base.isMet) return "Nothing in the sweep holds the SLO, as before";
    return `Nothing in the sweep holds the SLO any more, which ${nameOf(answer, "base")} did`;
  }
  if (!base.isMet) return `The SLO holds now: ${nameOf(answer, "head")}, ${hourText(answer)}`;
  const moved = significantMoves(answer);
  const price = priceText(answer);
  const [before, after] = [nameOf(answer, "base"), nameOf(answer, "head")];
  const fleet = before === after ? `${after} as before` : `${after} instead of ${before}`;
  if (moved.length > 0) return `${fleet}, ${price}; ${moved.join("; ")}`;
  const isKnown = answer.objectives.some(({ compliance }) => compliance.isSignificant !== null);
  if (isKnown && before === after && isCostKept(answer)) {
    return `No significant change: ${after}, ${hourText(answer)}, as before`;
  }
  return `${fleet}, ${price}; ${unmovedText(answer)}`;
}

/** What the differences rest on, sentences without a full stop. */
export function evidenceSentences({ answer, pairing, sameFleet }: Comparison): readonly string[] {
  const changes = [answer, sameFleet].flatMap((points) =>
    points === null ? [] : [points.costPerHour, ...points.measures],
  );
  const isMixed = pairing.isPaired && changes.some(({ basis }) => basis === "unpaired");
  if (!isMixed) return [pairing.words];
  return [
    pairing.words,
    "intervals on percentiles and on the cost of metered fleets aren't paired: those of both " +
      "sides are put together, which makes them too wide, never too narrow",
  ];
}

/** What the change does to the fleet that the base chose; empty if there is nothing to say. */
export function sameFleetSentence({ sameFleet }: Comparison): string {
  if (sameFleet === null) return "";
  const moved = significantMoves(sameFleet);
  const { head } = sameFleet;
  const verdict = head.verdict === "met" ? "still holds the SLO" : `is ${head.verdict}`;
  const effect = moved.length > 0 ? moved.join("; ") : unmovedText(sameFleet);
  return `Left as it is, the fleet of the base (${fleetText(head)}) ${verdict}: ${effect}.`;
}

/** What is left to say where no objective is known to have moved. */
function unmovedText({ objectives }: PointChange): string {
  const isKnown = objectives.some(({ compliance }) => compliance.isSignificant !== null);
  return isKnown
    ? "no significant change in the objectives"
    : "whether the objectives are kept more often can't be told";
}

/** Objectives whose compliance changed by more than chance, better or worse. */
function significantMoves({ objectives }: PointChange): readonly string[] {
  return objectives.flatMap(({ base, compliance, head }) => {
    const { difference } = compliance;
    if (
      head === null ||
      base === null ||
      compliance.isSignificant !== true ||
      difference === null
    ) {
      return [];
    }
    const [from, to] = [compliance.base, compliance.head].map((share) => formatShare(share ?? 0));
    return [
      `${objectiveText(head)} is kept ${difference > 0 ? "more" : "less"} often, ${from} → ${to}`,
    ];
  });
}

/** True if the cost is the same, or differs by no more than chance. */
function isCostKept({ costPerHour }: PointChange): boolean {
  return costPerHour.difference === 0 || costPerHour.isSignificant === false;
}

function priceText({ costPerHour, costPerMonth }: PointChange): string {
  const { difference, isSignificant, relative } = costPerHour;
  if (difference === null || difference === 0) return "at the same cost";
  if (isSignificant === false) {
    return `no significant change in the cost (${signed(difference, formatDollars)}/h)`;
  }
  const percent =
    relative === null ? "" : `${signed(relative, (share) => formatShare(share, 1))}, `;
  const month = signed(costPerMonth.difference ?? 0, formatDollarsShort);
  return `${signed(difference, formatDollars)}/h (${percent}${month} a month)`;
}

function hourText({ costPerHour }: PointChange): string {
  return `${formatDollars(costPerHour.head ?? 0)}/h`;
}

function nameOf(answer: PointChange, side: "base" | "head"): string {
  const point = answer[side];
  const settings = settingsName(point.settings, axesOf([answer.base, answer.head]));
  return [fleetText(point), settings].filter((text) => text !== "").join(", ");
}

/** The settings of the two points where either has any; null where neither does. */
export function settingNames({ base, head }: PointChange): readonly [string, string] | null {
  const axes = axesOf([base, head]);
  if (Object.keys(axes).length === 0) return null;
  return [settingsName(base.settings, axes), settingsName(head.settings, axes)];
}
