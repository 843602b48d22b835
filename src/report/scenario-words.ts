import type { WorkloadFacts } from "../plan/result.ts";
import type { Scenario, ServiceSection } from "../scenario/scenario.ts";
import { slowWave, waveWords, withoutWave, type SlowWave } from "./burstiness/slow-wave.ts";
import {
  formatCount,
  formatCounted,
  formatLimit,
  formatRate,
  formatSignificant,
  formatSpan,
} from "./format.ts";

/** How much traffic was simulated: "7,200 requests over 1 h at 2.00/s, 10 replications". */
export function trafficWords(scenario: Scenario, workload: WorkloadFacts): string {
  const { replications } = scenario.run;
  const times = replications === 1 ? "" : `, ${formatCount(replications)} replications`;
  const { requests, duration, rate } = workload;
  const pace = `over ${formatSpan(duration)} at ${formatRate(rate)}`;
  return `${formatCounted(requests, "request")} ${pace}${times}`;
}

/** What generated traffic was fitted to, each source once: "fitted to preset …". */
export function trafficSources({ workload }: Pick<Scenario, "workload">): readonly string[] {
  const written = "classes" in workload ? workload.classes.map((one) => one.workload) : [workload];
  const sources = written.flatMap((source) =>
    "generate" in source && source.generate.source !== undefined
      ? [`fitted to ${source.generate.source}`]
      : [],
  );
  return [...new Set(sources)];
}

/** Burstiness in words with the numbers that say so; empty if nothing could be measured. */
export function burstinessWords(workload: WorkloadFacts): string {
  const dispersion = listMeasured(workload.indexOfDispersion, "");
  const peaks = listMeasured(workload.peakToMean, "×").replace("×", "× the mean");
  const parts: string[] = [];
  const wave = slowWave(workload.rate, workload.burstiness);
  if (dispersion !== "") {
    const word = burstinessWord(worstDispersion(workload, wave));
    parts.push(
      wave === null
        ? `${word}: index of dispersion ${dispersion} (Poisson: 1)`
        : `${word} within a minute, but ${waveWords(wave)}: index of dispersion, both together, ${dispersion} (steady Poisson: 1)`,
    );
  }
  if (peaks !== "") parts.push(`busiest window ${peaks}`);
  if (workload.interarrivalCv !== null) {
    // Below this there is nothing but rounding in equal gaps.
    const cv = workload.interarrivalCv < 1e-6 ? 0 : workload.interarrivalCv;
    parts.push(`gaps with a cv of ${formatSignificant(cv, 2)}`);
  }
  return parts.join("; ");
}

/** Mean tokens of a request, or nothing where there are none. */
export function tokenWords(workload: WorkloadFacts): string {
  const { inputTokensMean, outputTokensMean } = workload;
  if (inputTokensMean === null || outputTokensMean === null) return "";
  const [input, output] = [formatCount(inputTokensMean), formatCount(outputTokensMean)];
  return `mean ${input} tokens in, ${output} out`;
}

/** How a replica serves, in words. */
export function serviceWords(service: ServiceSection): string {
  switch (service.kind) {
    case "serial":
      return `serial, ${formatCount(service.concurrency)} at a time`;
    case "batch": {
      const wait = `waiting at most ${formatLimit(service.maxWait)}`;
      return `dynamic batching, up to ${formatCount(service.maxBatch)} a batch, ${wait}`;
    }
    case "continuous": {
      const cache =
        service.kvCache === null
          ? "unlimited KV cache"
          : `${formatCount(service.kvCache.blocks)} KV blocks of ${service.kvCache.blockSize}`;
      const sequences = formatCounted(service.maxSequences, "sequence");
      const tokens = formatCounted(service.maxBatchedTokens, "token");
      return `continuous batching, up to ${sequences} and ${tokens} a step, ${cache}`;
    }
  }
}

/** Of windows up to a minute, without what a slow wave adds to them. */
function worstDispersion(
  { indexOfDispersion, rate }: WorkloadFacts,
  wave: SlowWave | null,
): number {
  const widths = [
    ["1s", 1],
    ["10s", 10],
    ["60s", 60],
  ] as const;
  const all = widths.map(([name, seconds]) => {
    const measured = indexOfDispersion[name] ?? 0;
    return wave === null ? measured : withoutWave(measured, seconds, rate, wave);
  });
  return Math.max(...all);
}

/** Calls an index of dispersion what an engineer would call it. */
function burstinessWord(dispersion: number): string {
  if (dispersion < 0.7) return "smoother than Poisson";
  if (dispersion < 1.5) return "about as bursty as Poisson";
  if (dispersion < 5) return "bursty";
  return "very bursty";
}

function listMeasured(windows: Readonly<Record<string, number | null>>, unit: string): string {
  return Object.entries(windows)
    .filter((entry): entry is [string, number] => entry[1] !== null)
    .map(
      ([window, value]) => `${formatSignificant(value, 2)}${unit} in ${window.replace("s", " s")}`,
    )
    .join(", ");
}
