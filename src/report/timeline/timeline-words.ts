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
import { fleetsOf, loses, type FollowedFleet, type TimelineModel } from "./timeline-model.ts";

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
  const total = formatCount(totalOf(fleet.timeline.requests[objective]));
  return `${formatCount(count)} of ${total} requests ${count === 1 ? "misses" : "miss"}`;
}

/** The objective of which most of the error budget is used. */
export function tightestOf({ point: { objectives } }: FollowedFleet): number {
  const used = objectives.map(({ budgetUsed }) => budgetUsed);
  return used.indexOf(Math.max(...used));
}

/** Violations of an objective in the whole run. */
export function countOf({ timeline }: FollowedFleet, objective: number): number {
  return totalOf(timeline.violations[objective]);
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
  return `${capitalized(shown)}. Latencies and violations stand where their requests arrived`;
}

/** The small print: what is shaded, what stayed the same, and what the panels leave out. */
export function timelineCaption(result: Result, model: TimelineModel): string {
  const { front, undrawn } = model;
  const { warmup } = front.point;
  const { workload } = result;
  return joinNotes([
    binNote(model),
    shakenNote(model),
    model.quantiles.length > 0 && fleetsOf(model).some(loses) ? "Lines: answered requests." : "",
    hasSilence(model) ? "Gaps: none of those requests was answered." : "",
    model.end > 1.02 * workload.duration
      ? `Traffic ends after ${formatSpan(workload.duration)}.`
      : "",
    warmup > 0 ? "Light ground: warm-up, which is not judged." : "",
    steadyNote(model),
    undrawn.length > 0 ? `Not drawn: ${undrawn.join(", ")}.` : "",
    fleetsOf(model)
      .filter(({ fullName, name }) => fullName !== name)
      .map(({ fullName, name }) => `${capitalized(name)}: ${fullName}.`)
      .join(" "),
  ]);
}

/** Length of the bins, and what quantiles are in small ones. */
function binNote({ bins, front: { timeline }, quantiles }: TimelineModel): string {
  const length = `Each bin is ${formatSeconds(timeline.width)}`;
  const coarse = quantiles
    .map(({ index, name, target }) => {
      const mean = totalOf(timeline.requests[index]) / bins;
      return { name, mean, needed: Math.round(1 / (1 - target)) };
    })
    .filter(({ mean, needed }) => mean < needed)
    .map(
      ({ mean, name, needed }) =>
        `of fewer than ${formatCount(needed)} requests ${name} is the slowest, and a bin has ${formatSignificant(mean, 2)} on average`,
    );
  return `${[length, ...coarse].join("; ")}.`;
}

/** Whether requests arrived that no latency is drawn of. */
function hasSilence(model: TimelineModel): boolean {
  return fleetsOf(model).some(({ timeline }) =>
    model.quantiles.some(({ index }) =>
      timeline.requests[index].some(
        (count, bin) => count > 0 && timeline.quantiles[index][bin] === null,
      ),
    ),
  );
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
    const { quantiles, waiting } = fleet.timeline;
    const worst = model.quantiles.map(({ index, name }) => {
      const longest = Math.max(...quantiles[index].map((value) => value ?? 0));
      return `${name} up to ${formatSeconds(longest)}`;
    });
    const broken = model.objectives.map(
      ({ broken, index }) => `${formatCount(countOf(fleet, index))} with ${broken}`,
    );
    const longest = formatCount(Math.ceil(Math.max(...waiting)));
    return cleanText(
      `${fleet.fullName}: up to ${longest} waiting, ${worst.join(", ")}, requests ${broken.join(", ")}.`,
    );
  });
  return [...fleets, ...recoverySentences(result)].join(" ");
}

function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
