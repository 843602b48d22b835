import { clockText, clockUnit } from "../clock-text.ts";
import { formatCount, formatSeconds, formatShare } from "../../format.ts";
import type { PageData, PageTimeline } from "../page-data.ts";
import { drawPicture } from "./draw-pictures.ts";
import { elementOf, showParagraphs } from "./page-elements.ts";
import type { VegaView } from "./vega-script.ts";

/** Steps of the sliders. */
const STEPS = 1000;

/** Lets the reader look at a stretch of the run, by dragging over the picture or with sliders. */
export async function startFocus({ specs, timeline }: PageData): Promise<void> {
  const figure = document.getElementById("picture-focus");
  if (timeline === null || figure === null) return;
  const view = await drawPicture(figure, specs["focus"]);
  if (view === null) return;
  const from = elementOf("focus-from", HTMLInputElement);
  const to = elementOf("focus-to", HTMLInputElement);
  const show = (): void => {
    const window = pickedWindow(from, to, timeline);
    showWindow(view, window, timeline);
    for (const [slider, time] of [
      [from, window[0]],
      [to, window[1]],
    ] as const) {
      slider.setAttribute("aria-valuetext", clockText(time));
    }
  };
  const pick = (start: number, end: number): void => {
    from.value = String(Math.round(Math.min(start, end) * STEPS));
    to.value = String(Math.round(Math.max(start, end) * STEPS));
    show();
  };
  for (const slider of [from, to]) slider.addEventListener("input", show);
  elementOf("focus-reset", HTMLButtonElement).addEventListener("click", () => pick(0, 1));
  const drawing = figure.querySelector<HTMLElement>(".drawing");
  if (drawing !== null)
    pickByDragging(drawing, () => pickedWindow(from, to, timeline), timeline, pick);
  elementOf("focus-form", HTMLFormElement).hidden = false;
  elementOf("focus-answer", HTMLElement).hidden = false;
  show();
}

/** The window between the sliders in seconds, at least a bin long. */
function pickedWindow(
  from: HTMLInputElement,
  to: HTMLInputElement,
  { arrivals, width }: PageTimeline,
): readonly [from: number, to: number] {
  const bins = arrivals.length;
  const ends = [Number(from.value), Number(to.value)].sort((left, right) => left - right);
  const first = Math.min(bins - 1, Math.floor((ends[0] / STEPS) * bins));
  const last = Math.max(first + 1, Math.ceil((ends[1] / STEPS) * bins));
  return [first * width, last * width];
}

function showWindow(
  view: VegaView,
  [from, to]: readonly [number, number],
  timeline: PageTimeline,
): void {
  const { size } = clockUnit(timeline);
  void view
    .signal("from", from / size)
    .signal("to", to / size)
    .runAsync();
  const { arrivals, objective, ready, requests, unanswered, violations, waiting, width } = timeline;
  const start = Math.round(from / width);
  const end = Math.round(to / width);
  const sum = (values: readonly number[]): number =>
    values.slice(start, end).reduce((total, value) => total + value, 0);
  const arrived = sum(arrivals);
  const bad = sum(violations);
  const slowest = timeline.quantile
    .slice(start, end)
    .reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const judged = sum(requests);
  const whom = judged === arrived ? "" : ` of the ${formatCount(judged)} that it is about`;
  const share = judged === 0 ? "" : ` (${formatShare(1 - bad / judged)}${whom} kept it)`;
  showParagraphs(elementOf("focus-answer", HTMLElement), [
    `${clockText(from)} to ${clockText(to)}: ${formatCount(arrived)} requests arrived, ` +
      `${formatCount(bad)} of them missed ${objective}${share}.`,
    `${formatCount(sum(unanswered))} were given up on. At worst ${timeline.quantileName} was ` +
      `${formatSeconds(slowest)} and ${formatCount(Math.max(...waiting.slice(start, end)))} requests waited; ` +
      `${(sum(ready) / (end - start)).toFixed(1)} replicas were ready on average.`,
  ]);
}

/** Dragging over the strip picks of the whole run, over a panel of the stretch that it shows. */
function pickByDragging(
  drawing: HTMLElement,
  shown: () => readonly [number, number],
  { arrivals, width }: PageTimeline,
  pick: (start: number, end: number) => void,
): void {
  const span = arrivals.length * width;
  let start: number | null = null;
  let scale: readonly [number, number] = [0, 1];
  const place = (event: PointerEvent): number | null => {
    const plots = [...drawing.querySelectorAll(".role-scope .background")].map((plot) =>
      plot.getBoundingClientRect(),
    );
    const [strip] = plots;
    if (strip === undefined || strip.width === 0) return null;
    if (start === null) {
      const [from, to] = shown();
      scale = event.clientY <= strip.bottom ? [0, 1] : [from / span, to / span];
    }
    const along = Math.min(1, Math.max(0, (event.clientX - strip.left) / strip.width));
    return scale[0] + along * (scale[1] - scale[0]);
  };
  drawing.dataset["drags"] = "";
  drawing.addEventListener("pointerdown", (event) => {
    start = place(event);
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener("pointerup", (event) => {
    const end = place(event);
    const begun = start;
    start = null;
    if (begun === null || end === null || Math.abs(end - begun) < 2 / STEPS) return;
    pick(begun, end);
  });
  drawing.addEventListener("dblclick", () => pick(0, 1));
}
