import type { BurstinessAtScale, Result } from "../../plan/result.ts";
import { formatLimit, formatShare, formatSignificant } from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { joinNotes } from "../picture-parts.ts";
import { BURST_MAX, slowWave, withoutWave } from "./slow-wave.ts";

/** Below this factor traffic counts as Poisson's, whatever the band: it makes no other fleet. */
const MATERIAL = 1.5;

/**
 * The finding: how many times as uneven as Poisson's the traffic is, at the scale up to a minute at
 * which that stands out most, or that it isn't told apart from Poisson's; beside it a slow wave.
 *
 * @param rate - Requests a second.
 */
export function burstinessTitle(scales: readonly BurstinessAtScale[], rate: number): string {
  const wave = slowWave(rate, scales);
  if (wave === null) return evennessTitle(scales);
  const moves = `rises and falls by ${formatShare(wave.variation, 0)}`;
  const bursts = scales.filter((one) => {
    const own = withoutWave(one.dispersion, one.scale, rate, wave);
    return one.scale <= BURST_MAX && isMaterial({ ...one, dispersion: own });
  });
  if (bursts.length === 0)
    return `Traffic ${moves}; within a minute it is about as even as Poisson`;
  const { dispersion, scale } = farthest(bursts);
  const times = dispersion < 1 ? evenText(dispersion) : `${timesText(dispersion)} as uneven`;
  const than = dispersion < 1 ? "than" : "as";
  return `Traffic is ${times} ${than} Poisson at ${formatLimit(scale)}, and ${moves}`;
}

/** Of traffic whose rate stays. */
function evennessTitle(scales: readonly BurstinessAtScale[]): string {
  const material = scales.filter(isMaterial);
  const last = scales[scales.length - 1];
  if (material.length === 0) {
    const [from, to] = [scales[0], last].map(({ scale }) => formatLimit(scale));
    return `Traffic is about as even as Poisson from ${from} to ${to}`;
  }
  const bursts = material.filter(({ scale }) => scale <= BURST_MAX);
  const far = farthest(bursts.length > 0 ? bursts : material);
  const at = `at ${formatLimit(far.scale)}`;
  if (far.dispersion < 1) return `Traffic is ${evenText(far.dispersion)} than Poisson ${at}`;
  const most = farthest(material);
  const drifts = most.scale > BURST_MAX && most.dispersion > 2 * far.dispersion;
  const beyond = drifts ? ", and more so the longer one looks" : "";
  return `Traffic is ${timesText(far.dispersion)} as uneven as Poisson ${at}${beyond}`;
}

/** Whether a scale lies outside the band of Poisson traffic, and by a factor that matters. */
function isMaterial({ dispersion, poisson: [low, high] }: BurstinessAtScale): boolean {
  const isOutside = dispersion < low || dispersion > high;
  return isOutside && (dispersion >= MATERIAL || dispersion <= 1 / MATERIAL);
}

function evenText(dispersion: number): string {
  return dispersion === 0 ? "far more even" : `${timesText(1 / dispersion)} more even`;
}

/** The scale at which the index is farthest from 1, by ratio. */
export function farthest(scales: readonly BurstinessAtScale[]): BurstinessAtScale {
  return scales.reduce((left, right) => (distanceOf(right) > distanceOf(left) ? right : left));
}

/** From Poisson's index, on a logarithmic scale. */
function distanceOf({ dispersion }: BurstinessAtScale): number {
  return dispersion === 0 ? Number.POSITIVE_INFINITY : Math.abs(Math.log(dispersion));
}

function timesText(factor: number): string {
  const rounded = Number(factor.toPrecision(2));
  return `${formatSignificant(rounded, 2).replace(/\.0+$/, "")} times`;
}

/** How to read the picture, and what it means for the fleet. */
export function burstinessReading(): string {
  return (
    "Requests are counted in windows of each length. Above the band: they come in bursts of about " +
    "that length, for which a queue or spare replicas must make up; 1 is Poisson"
  );
}

/** The small print: what the numbers are of. */
export function burstinessCaption({ workload }: Result): string {
  const { interarrivalCv, peakToMean } = workload;
  const peaks = (["1s", "60s"] as const).flatMap((window) => {
    const peak = peakToMean[window];
    if (peak === null) return [];
    return [`${formatSignificant(peak, 2)}× the mean in ${window.replace("s", " s")}`];
  });
  return joinNotes([
    "Variance over mean of the counts; grey band: where Poisson traffic lies in 95 of 100 cases.",
    peaks.length > 0 ? `The busiest window has ${peaks.join(", ")}.` : "",
    interarrivalCv === null ? "" : gapsNote(interarrivalCv),
  ]);
}

/**
 * The gaps' variation, and the index that it would make: of a renewal process over long windows the
 * index of dispersion tends to the squared coefficient of variation (Cox and Lewis 1966, ch. 4).
 */
function gapsNote(cv: number): string {
  const squared = formatSignificant(cv ** 2, 2).replace(/\.0+$/, "");
  return (
    `Gaps between requests vary ${formatSignificant(cv, 2)} times as much as Poisson's ` +
    `(coefficient of variation); were they independent, the index would be the square, ${squared}.`
  );
}

/** The picture in words. */
export function burstinessDescription(result: Result): string {
  const scales = result.workload.burstiness.map(
    ({ dispersion, scale }) => `${formatSignificant(dispersion, 3)} at ${formatLimit(scale)}`,
  );
  return cleanText(`Index of dispersion: ${scales.join(", ")}. ${burstinessCaption(result)}`);
}
