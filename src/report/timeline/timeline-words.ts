import type { Result } from "../../plan/result.ts";
import type { ObjectiveSection } from "../../scenario/scenario.ts";
import {
  formatCount,
  formatLimit,
  formatSeconds,
  formatSignificant,
  formatSpan,
  metricName,
} from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { recoverySentences } from "../recovery-lines.ts";
import { joinNotes } from "../picture-parts.ts";
import { fleetsOf, type FollowedFleet, type TimelineModel } from "./timeline-model.ts";

/** The finding: who gets over what shook it, or else who breaks the tightest promise, and when. */
export function timelineTitle(result: Result, model: TimelineModel): string {
  return recoveryTitle(model) ?? violationTitle(result, model);
}

function recoveryTitle({ back, front, shaken }: TimelineModel): string | null {
  if (shaken === null) return null;
  // A service that is well the moment a disturbance ends has no story of recovery.
  if (!fleetsOf({ back, front }).some(lingers)) return null;
  const { cause } = shaken;
  const well = recoveryPhrase(front);
  const other = back === null ? null : recoveryPhrase(back);
  if (well === null) return null;
  const event = cause === "losses" ? "its losses" : `the ${cause} at ${formatSpan(shaken.at)}`;
  const first = `After ${event}, ${well}`;
  return other === null || other === well ? first : `${first}; ${other}`;
}

/** Whether a fleet stays down after what shook it, or takes a while to answer again. */
function lingers(fleet: FollowedFleet): boolean {
  return fleet.timeline.recovery?.recovers === false || isAgain(fleet);
}

/** "11 replicas answer again 47 s after it"; null if too little is known. */
function recoveryPhrase({ spoken, timeline }: FollowedFleet): string | null {
  const { recovery } = timeline;
  if (recovery === null || recovery.recovers === null) return null;
  if (!recovery.recovers) return `${spoken} ${isMany(spoken) ? "stay" : "stays"} down`;
  const after = (recovery.recoveredAt ?? recovery.until) - recovery.until;
  const when = after <= 0 ? "as soon as it is over" : `${formatSpan(after)} after it ends`;
  return `${spoken} ${isMany(spoken) ? "answer" : "answers"} again ${when}`;
}

function isMany(name: string): boolean {
  return name.endsWith("replicas");
}

function violationTitle(result: Result, model: TimelineModel): string {
  const { back, front } = model;
  const index = tightestOf(back ?? front);
  const promise = limitOf(result.scenario.slo.objectives[index]);
  const own = countOf(front, index);
  const others = back === null ? 0 : countOf(back, index);
  if (own + others === 0) {
    const both = back === null ? front.spoken : `${front.spoken} or with ${back.spoken}`;
    return `No request misses ${promise} in this run, with ${both}`;
  }
  const worse = back !== null && others > 0 ? back : front;
  const half = halfOf(worse, index);
  const within =
    half === null
      ? ""
      : `, half of them in ${formatSpan(half)} of ${formatSpan(result.workload.duration)}`;
  const first = `With ${worse.spoken} ${shareText(worse, index)} ${promise}${within}`;
  if (worse === back)
    return `${first}; with ${front.spoken} ${own === 0 ? "none" : formatCount(own)}`;
  return back === null ? first : `${first}; with ${back.spoken} none do`;
}

/** What a single request must hold: "chat TTFT ≤ 500 ms". */
function limitOf({ class: only, metric, within }: ObjectiveSection): string {
  return `${only === null ? "" : `${only} `}${metricName(metric)} ≤ ${formatLimit(within)}`;
}

/** "510 of 60,166 requests miss". */
function shareText(fleet: FollowedFleet, objective: number): string {
  const count = countOf(fleet, objective);
  const total = fleet.timeline.arrivals.reduce((sum, arrived) => sum + arrived, 0);
  const { class: only } = fleet.point.objectives[objective];
  // How many of them are of a class, the bins don't tell.
  const of = only === null ? ` of ${formatCount(total)}` : "";
  return `${formatCount(count)}${of} requests ${count === 1 ? "misses" : "miss"}`;
}

/** The objective of which most of the error budget is used. */
export function tightestOf({ point: { objectives } }: FollowedFleet): number {
  const used = objectives.map(({ budgetUsed }) => budgetUsed);
  return used.indexOf(Math.max(...used));
}

/** Violations of an objective in the whole run. */
export function countOf({ timeline }: FollowedFleet, objective: number): number {
  return timeline.violations[objective].reduce((sum, count) => sum + count, 0);
}

/** Seconds of the worst bins that together hold half of the violations; null if it is most of them. */
function halfOf(fleet: FollowedFleet, objective: number): number | null {
  const { violations, width } = fleet.timeline;
  const counts = violations[objective].toSorted((left, right) => right - left);
  const wanted = countOf(fleet, objective) / 2;
  let sum = 0;
  let bins = 0;
  while (sum < wanted) sum += counts[bins++];
  const occupied = counts.filter((count) => count > 0).length;
  const isConcentrated = occupied >= 4 && bins < counts.length / 4;
  return isConcentrated ? bins * width : null;
}

/** How to read the panels. */
export function timelineReading({ scenario }: Result, { back, front }: TimelineModel): string {
  const run = scenario.run.replications === 1 ? "run" : "first replication";
  const shown =
    back === null
      ? `${front.spoken} over the ${run}`
      : `Line: ${front.spoken}; grey: ${back.spoken}; both over the same ${run}`;
  return `${capitalized(shown)}. Violations and p99 stand where their requests arrived`;
}

/** The small print: what is shaded, what stayed the same, and what the panels leave out. */
export function timelineCaption(result: Result, model: TimelineModel): string {
  const { front, limits } = model;
  const { warmup } = front.point;
  const { workload } = result;
  return joinNotes([
    binNote(model),
    shakenNote(model),
    fleetsOf(model).some(hasSilence) ? "Gaps in p99: none of those requests was answered." : "",
    model.end > 1.02 * workload.duration
      ? `Traffic ends after ${formatSpan(workload.duration)}.`
      : "",
    warmup > 0 ? "Light ground: warm-up, which is not judged." : "",
    steadyNote(model),
    limits.length === 0 ? "No objective limits latency, so its panel has no SLO line." : "",
    fleetsOf(model)
      .filter(({ fullName, name }) => fullName !== name)
      .map(({ fullName, name }) => `${capitalized(name)}: ${fullName}.`)
      .join(" "),
  ]);
}

/** Length of the bins, and what p99 is in small ones. */
function binNote({ bins, front: { timeline } }: TimelineModel): string {
  const length = `Each bin is ${formatSeconds(timeline.width)}`;
  const mean = timeline.arrivals.reduce((sum, count) => sum + count, 0) / bins;
  if (mean >= 100) return `${length}.`;
  return `${length}; of fewer than 100 requests p99 is the slowest, and a bin has ${formatSignificant(mean, 2)} on average.`;
}

function hasSilence({ timeline: { arrivals, p99 } }: FollowedFleet): boolean {
  return arrivals.some((count, bin) => count > 0 && p99[bin] === null);
}

function shakenNote({ back, front, shaken }: TimelineModel): string {
  if (shaken === null) return "";
  const span = `${formatSpan(shaken.at)} to ${formatSpan(shaken.until)}`;
  const whose = front.timeline.recovery === shaken ? front : (back ?? front);
  const what =
    shaken.cause === "losses" ? `${whose.spoken} leaves most unanswered` : `the ${shaken.cause}`;
  const again = isAgain(front) ? ` Dotted: ${front.spoken}, answering again.` : "";
  return `Shaded: ${what}, ${span}.${again}`;
}

/** Whether a fleet answers again only some time after what shook it. */
export function isAgain({ timeline: { recovery } }: FollowedFleet): boolean {
  return recovery !== null && (recovery.recoveredAt ?? 0) > recovery.until;
}

function steadyNote(model: TimelineModel): string {
  if (fleetsOf(model).some(changes)) return "";
  return "No replica starts, stops or fails.";
}

/** Whether a fleet is ever another than at first. */
export function changes({ timeline }: FollowedFleet): boolean {
  const { down, draining, ready, starting } = timeline;
  const others = [down, draining, starting].some((series) => series.some((count) => count > 0));
  return others || ready.some((count) => count !== ready[0]);
}

/** The picture in words. */
export function timelineDescription(result: Result, model: TimelineModel): string {
  const fleets = fleetsOf(model).map((fleet) => {
    const { p99, waiting } = fleet.timeline;
    const worst = Math.max(...p99.map((value) => value ?? 0));
    const broken = model.objectives.map(
      ({ broken, index }) => `${formatCount(countOf(fleet, index))} with ${broken}`,
    );
    const longest = formatCount(Math.ceil(Math.max(...waiting)));
    return cleanText(
      `${fleet.fullName}: up to ${longest} waiting, p99 latency up to ${formatSeconds(worst)}, requests ${broken.join(", ")}.`,
    );
  });
  return [...fleets, ...recoverySentences(result)].join(" ");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
