import {
  MISSING,
  formatCount,
  formatDollars,
  formatDollarsShort,
  formatFoundLimit,
  formatShare,
} from "../../format.ts";
import type { PageData, PageObjective, PagePoint } from "../page-data.ts";
import { outlookOf, type Asked, type Outlooks, type PointOutlook } from "./ask-promise.ts";
import { targetText } from "../target-text.ts";
import { elementOf, showParagraphs, textElement } from "./page-elements.ts";

/** The slider runs from the promised limit divided by this to the limit times it. */
const REACH = 20;
const STEPS = 1000;
const HOURS_PER_MONTH = 730;
const CLASSES: Readonly<Record<string, string>> = {
  met: "met",
  missed: "missed",
  "would hold": "met",
  "would miss": "missed",
};

interface Controls {
  readonly objective: HTMLSelectElement;
  readonly fleet: HTMLSelectElement;
  readonly limit: HTMLInputElement;
  readonly slider: HTMLInputElement;
  readonly target: HTMLInputElement;
}

/** Brings the what-if to life: every change of a control is answered at once. */
export function startWhatIf(data: PageData): void {
  const controls: Controls = {
    objective: elementOf("what-if-objective", HTMLSelectElement),
    fleet: elementOf("what-if-fleet", HTMLSelectElement),
    limit: elementOf("what-if-limit", HTMLInputElement),
    slider: elementOf("what-if-slider", HTMLInputElement),
    target: elementOf("what-if-target", HTMLInputElement),
  };
  const promised = (): PageObjective => data.objectives[Number(controls.objective.value)];
  const setLimit = (seconds: number, source: "limit" | "slider" | "both"): void => {
    const { within } = promised();
    const unit = unitOf(within);
    if (source !== "limit")
      controls.limit.value = String(Number((seconds / unit.size).toPrecision(6)));
    if (source !== "slider") controls.slider.value = String(sliderOf(seconds, within));
    controls.slider.setAttribute("aria-valuetext", formatFoundLimit(seconds));
    elementOf("what-if-unit", HTMLElement).textContent = unit.name;
  };
  const reset = (): void => {
    const { target, within } = promised();
    controls.target.value = String(Number((100 * target).toPrecision(9)));
    setLimit(within, "both");
    show(data, controls);
  };
  controls.objective.addEventListener("change", reset);
  controls.fleet.addEventListener("change", () => show(data, controls));
  controls.target.addEventListener("input", () => show(data, controls));
  controls.limit.addEventListener("input", () => {
    setLimit(Number(controls.limit.value) * unitOf(promised().within).size, "limit");
    show(data, controls);
  });
  controls.slider.addEventListener("input", () => {
    const { within } = promised();
    const seconds = within * REACH ** (2 * (Number(controls.slider.value) / STEPS) - 1);
    setLimit(Number(seconds.toPrecision(2)), "slider");
    show(data, controls);
  });
  elementOf("what-if-reset", HTMLButtonElement).addEventListener("click", reset);
  for (const id of ["what-if-form", "what-if-answer", "what-if-table"]) {
    elementOf(id, HTMLElement).hidden = false;
  }
  reset();
}

function show(data: PageData, controls: Controls): void {
  const objective = Number(controls.objective.value);
  const { within } = data.objectives[objective];
  const asked: Asked = {
    objective,
    within: Number(controls.limit.value) * unitOf(within).size,
    target: Number(controls.target.value) / 100,
  };
  const answer = elementOf("what-if-answer", HTMLElement);
  const rows = elementOf("what-if-rows", HTMLElement);
  if (!(asked.within > 0) || !(asked.target > 0) || asked.target > 1) {
    showParagraphs(answer, ["Enter a limit above 0 and a target above 0 and up to 100 %."]);
    rows.replaceChildren();
    return;
  }
  const outlooks = outlookOf(data, asked);
  const own = data.isExact ? "Exactly" : `${formatShare(data.confidence, 0)} interval`;
  elementOf("what-if-range", HTMLElement).textContent = outlooks.isOwn
    ? own
    : "Known points around it";
  const picked = Number(controls.fleet.value);
  showParagraphs(answer, [
    fleetSentence(data, outlooks, picked, asked),
    choiceSentence(data, outlooks),
  ]);
  rows.replaceChildren(
    ...outlooks.points.map((outlook, place) => {
      const row = rowOf(data, outlook, place, asked.target);
      if (place === picked) row.className = "chosen";
      if (place === outlooks.cheapest) row.firstElementChild?.append(" ", choiceTag(outlook));
      return row;
    }),
  );
}

function fleetSentence(data: PageData, { points }: Outlooks, picked: number, asked: Asked): string {
  const name = fleetName(data.points[picked]);
  const { estimate, interval, isOwn, verdict } = points[picked];
  const share = formatShare(estimate.share);
  const promise = `within ${formatFoundLimit(asked.within)} (target ${targetText(asked.target)})`;
  if (isOwn) {
    const range =
      interval === null
        ? ""
        : `, between ${formatShare(interval[0])} and ${formatShare(interval[1])}`;
    return `${name}: ${share} of requests ${promise}${range}: ${verdict}, as the run found.`;
  }
  const range = estimate.isKnown
    ? ""
    : `, between the known ${formatShare(estimate.low)} and ${formatShare(estimate.high)}`;
  return `${name}: about ${share} of requests ${promise}${range}: ${verdict}, by this estimate alone.`;
}

function choiceSentence(data: PageData, { cheapest, isOwn }: Outlooks): string {
  const chosen = data.points.find((point) => point.isChoice);
  if (cheapest === null) {
    return isOwn
      ? "No fleet of the sweep is shown to keep every promise."
      : "By these estimates no fleet of the sweep would keep every promise.";
  }
  const point = data.points[cheapest];
  const verb = isOwn ? "is the run’s choice" : "would be the choice by these estimates";
  if (chosen === undefined || chosen === point) return `${fleetName(point)} ${verb}.`;
  const more = point.costPerHour - chosen.costPerHour;
  const size = `${formatDollars(Math.abs(more))}/h`;
  const month = `${formatDollarsShort(Math.abs(more) * HOURS_PER_MONTH)} a month`;
  return `${fleetName(point)} ${verb}: ${size} (${month}) ${more < 0 ? "less" : "more"} than the choice.`;
}

function rowOf(
  { isExact, points }: PageData,
  outlook: PointOutlook,
  place: number,
  target: number,
): HTMLElement {
  const { estimate, isOwn, verdict } = outlook;
  const { costPerHour, name } = points[place];
  const header = textElement("th", name);
  header.setAttribute("scope", "row");
  const judged = document.createElement("td");
  const mark = textElement("span", `${verdict}${isOwn ? "" : " (estimate)"}`);
  mark.className = `verdict ${CLASSES[verdict] ?? "undecided"}`;
  judged.append(mark);
  const row = document.createElement("tr");
  row.append(
    header,
    textElement("td", formatDollars(costPerHour)),
    textElement("td", formatShare(estimate.share)),
    budgetCell(estimate.share, target),
    textElement("td", rangeText(outlook, isExact)),
    judged,
  );
  return row;
}

function choiceTag({ isOwn }: PointOutlook): HTMLElement {
  const tag = textElement("strong", isOwn ? "choice" : "estimated choice");
  tag.className = "tag";
  return tag;
}

/** The run's interval at its own promise, elsewhere the known shares around the estimate. */
function rangeText({ estimate, interval, isOwn }: PointOutlook, isExact: boolean): string {
  if (isOwn && interval === null) return isExact ? "exactly" : "no interval";
  const [low, high] = isOwn && interval !== null ? interval : [estimate.low, estimate.high];
  return low === high ? "exactly" : `${formatShare(low)} to ${formatShare(high)}`;
}

function fleetName({ costPerHour, name }: PagePoint): string {
  return costPerHour > 0 ? `${name}, ${formatDollars(costPerHour)}/h` : name;
}

/** Share of the error budget that is used, with a bar whose mark in the middle is all of it. */
function budgetCell(share: number, target: number): HTMLElement {
  const used = target === 1 ? null : (1 - share) / (1 - target);
  if (used === null) return textElement("td", MISSING);
  const text = used < 10 ? `${(100 * used).toFixed(0)}%` : `${formatCount(used)}×`;
  const cell = textElement("td", text);
  const bar = document.createElement("span");
  bar.className = used > 1 ? "bar over" : "bar";
  const filled = document.createElement("i");
  filled.style.width = `${(50 * Math.min(2, used)).toFixed(2)}%`;
  bar.append(filled);
  cell.append(bar);
  return cell;
}

/** Seconds below which a promise is written in milliseconds, and how many seconds its unit has. */
function unitOf(within: number): { readonly name: string; readonly size: number } {
  return within < 1 ? { name: "ms", size: 1e-3 } : { name: "s", size: 1 };
}

function sliderOf(seconds: number, within: number): number {
  const along = (Math.log(seconds / within) / Math.log(REACH) + 1) / 2;
  return Math.round(STEPS * Math.min(1, Math.max(0, Number.isNaN(along) ? 0 : along)));
}
