import type { Metric, ObjectiveResult } from "./result.ts";

const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  latency: "latency",
  ttft: "TTFT",
  tpot: "TPOT",
  queueWait: "queue wait",
};

/** "p99 TTFT ≤ 500 ms", or "search p99 TTFT ≤ 500 ms", for the sentences of a result. */
export function objectivePhrase({
  class: ofClass,
  metric,
  within,
  target,
}: Pick<ObjectiveResult, "class" | "metric" | "within" | "target">): string {
  const whose = ofClass === null ? "" : `${ofClass} `;
  return `${whose}p${roundTo(100 * target, 6)} ${METRIC_NAMES[metric]} ≤ ${secondsPhrase(within)}`;
}

/** "98.21%", never rounded up to a full 100 %. */
export function sharePhrase(share: number): string {
  const percent = 100 * share;
  for (const digits of [4, 5, 6, 7]) {
    const shown = roundTo(percent, digits);
    if (shown < 100 || share === 1) return `${shown}%`;
  }
  return "just under 100%";
}

/** "500 ms", "4 s", "2 min". */
function secondsPhrase(seconds: number): string {
  if (seconds >= 60 && seconds % 60 === 0) return minutesPhrase(seconds / 60);
  return seconds < 1 ? `${roundTo(1000 * seconds, 6)} ms` : `${roundTo(seconds, 6)} s`;
}

function minutesPhrase(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}

function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
