import type { Headroom } from "../plan/headroom/find-headroom.ts";
import type { ScaledChoice } from "../plan/headroom/search-nearby.ts";
import type { TornadoBar } from "../plan/headroom/tornado.ts";
import type { Result } from "../plan/result.ts";
import {
  formatDollars,
  formatReplicas,
  formatSeconds,
  formatShare,
  formatSignificant,
} from "./format.ts";
import { attemptText, shortAttempt } from "./attempt-words.ts";
import { elasticOf, nameOf } from "./fleet-name.ts";
import { cleanText } from "./plain-text.ts";

/** Assumptions in words. */
export const ASSUMPTIONS: Readonly<Record<TornadoBar["assumption"], string>> = {
  traffic: "Traffic",
  serviceTime: "Service time",
  output: "Output length",
  burstiness: "Burstiness",
  price: "Price",
};

/**
 * How far a fleet is from its limits and what its answer hangs on, a sentence or an assumption a
 * line; what takes further simulation only if the result holds it.
 */
export function headroomLines(result: Result): readonly string[] {
  const { analytic, headroom, limits, perfectSystem } = result;
  const lines = headroom === null ? [] : [growthLine(headroom, nameOf(result, headroom))];
  lines.push(`${limits.reason}.`);
  if (limits.uncertainty !== null) lines.push(`${limits.uncertainty}.`);
  lines.push(perfectLine(perfectSystem));
  if (analytic !== null) lines.push(analyticLine(analytic));
  if (headroom !== null)
    lines.push(
      ...assumptionLines(headroom),
      ...openNotes(headroom),
      ...oneSidedNotes(result, headroom),
    );
  return lines.map(cleanText);
}

/** The least that any scheduler could do with. */
function perfectLine({ mean, peak }: Result["perfectSystem"]): string {
  const busiest = peak["10s"] ?? peak["60s"];
  const span = peak["10s"] === null ? "minute" : "10 s";
  const most =
    busiest === null ? "" : `, ${formatSignificant(busiest.load, 3)} in the busiest ${span}`;
  const least = `No scheduler keeps up on fewer than ${mean.replicas}`;
  return `${least}: ${formatSignificant(mean.load, 3)} needed on average${most}.`;
}

function growthLine({ growth }: Headroom, fleet: string): string {
  const { breaks, breaksAt, factor } = growth;
  if (breaks === null || breaksAt === null) {
    return `The SLO holds on ${fleet} at ${formatFactor(factor ?? 1)} the traffic and more.`;
  }
  const what = `at ${formatFactor(breaksAt)} ${breaks.reason}`;
  if (factor === null) return `Not even a small share of the traffic holds on ${fleet}: ${what}.`;
  const change = wholePercent(factor);
  const room =
    factor >= 1
      ? `Traffic may grow by ${change} on ${fleet}`
      : `Traffic has to shrink by ${change} to hold on ${fleet}`;
  return `${room}: ${what}.`;
}

function analyticLine({
  form,
  simulated,
  waitMean,
  warning,
}: NonNullable<Result["analytic"]>): string {
  const caution = warning === null ? "" : `; ${warning}`;
  return `Mean queue wait ${formatSeconds(simulated)}, by ${form} ${formatSeconds(waitMean)}${caution}.`;
}

function assumptionLines({ calibration, tornado }: Headroom): readonly string[] {
  const lines: string[] = [];
  if (calibration !== null) {
    const { error, faster, slower } = calibration;
    lines.push(`Calibration ±${formatShare(error, 0)}: ${rangeText(faster, slower)}.`);
  }
  for (const { amount, assumption, high, low } of tornado.bars) {
    const text = rangeText(low, high);
    lines.push(`${ASSUMPTIONS[assumption]} ±${formatShare(amount, 0)}: ${text}.`);
  }
  for (const { assumption, reason } of tornado.omitted) {
    lines.push(`${ASSUMPTIONS[assumption]} not varied: ${reason}.`);
  }
  return lines;
}

/** What keeps "not proven" from being read as "missed"; none if every answer is one or the other. */
function openNotes({ calibration, tornado }: Headroom): readonly string[] {
  const ends = tornado.bars.flatMap(({ high, low }) => [low, high]);
  if (calibration !== null) ends.push(calibration.faster, calibration.slower);
  const isOpen = ends.some(
    (end) => end.replicas === null && shortAttempt(end.tried) === "not proven",
  );
  return isOpen
    ? ["Not proven: the evidence leaves it open. An answer needs proof, growth is only counted."]
    : [];
}

/** How far an autoscaler's mean is to be trusted; none unless a bar's ends are on one side of now. */
export function oneSidedNotes(result: Result, { tornado }: Headroom): readonly string[] {
  return isElastic(result) && tornado.bars.some((bar) => isOneSided(bar, tornado.base))
    ? [
        "Both ends on one side of now: the mean of an autoscaled fleet can differ from one draw to " +
          "the next by as much.",
      ]
    : [];
}

function isElastic({ points }: Result): boolean {
  return points.every((point) => elasticOf(point) !== null);
}

/** True if both ends of a bar take more replicas than the base, or both fewer. */
function isOneSided({ high, low }: TornadoBar, base: Headroom["tornado"]["base"]): boolean {
  if (base === null || low.replicas === null || high.replicas === null) return false;
  return (low.replicas - base.replicas) * (high.replicas - base.replicas) > 0;
}

/** "5 to 8 replicas, $20.50 to $32.80/h". */
function rangeText(low: ScaledChoice, high: ScaledChoice): string {
  if (low.replicas === null || high.replicas === null) {
    return `${choiceText(low)} to ${choiceText(high)}`;
  }
  const costs = [low.costPerHour, high.costPerHour].map((cost) => formatDollars(cost ?? 0));
  const price = costs[0] === costs[1] ? costs[0] : costs.join(" to ");
  const count =
    low.replicas === high.replicas
      ? sizeText(low.replicas)
      : `${countText(low.replicas)} to ${sizeText(high.replicas)}`;
  return `${count}, ${price}/h`;
}

function choiceText({ costPerHour, replicas, tried }: ScaledChoice): string {
  if (replicas === null) return attemptText(tried);
  return `${sizeText(replicas)} (${formatDollars(costPerHour ?? 0)}/h)`;
}

/** A count, or the mean of an autoscaler's. */
function sizeText(replicas: number): string {
  if (Number.isInteger(replicas)) return formatReplicas(replicas);
  return `${countText(replicas)} replicas`;
}

function countText(replicas: number): string {
  return Number.isInteger(replicas) ? String(replicas) : formatSignificant(replicas, 3);
}

/** The change to a factor that holds, rounded so that it still does: "29%" for 1.297. */
function wholePercent(factor: number): string {
  const percent = Math.floor(100 * (factor - 1) + 1e-9);
  return `${Math.abs(percent)}%`;
}

function formatFactor(factor: number): string {
  return `${formatSignificant(factor, 3)}×`;
}
