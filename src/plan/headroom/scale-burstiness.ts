import { mapSources } from "../../scenario/class-section.ts";
import type { ArrivalSection } from "../../scenario/scenario.ts";
import { timeShares } from "../../workload/sample-states.ts";
import type { SweptSetting } from "../run-sweep.ts";

/** Traffic with another burstiness, or why there is none. */
export type ScaledBurstiness = { readonly setting: SweptSetting } | { readonly omitted: string };

/**
 * More or less bursty traffic of the same mean rate: the cv of `gamma` and `weibull` gaps
 * multiplied, or the distance of each `mmpp` rate from their mean; a rate that would fall below 0
 * stays there and the others give way, so that the mean holds.
 *
 * @param factor - On the spread, > 0.
 */
export function scaleBurstiness(setting: SweptSetting, factor: number): ScaledBurstiness {
  const { scenario } = setting;
  const reasons: string[] = [];
  let isScaled = false;
  const workload = mapSources(scenario.workload, (source) => {
    if (!("generate" in source)) {
      reasons.push(
        "trace" in source
          ? "a recorded trace has the burstiness it has"
          : "closed-loop users come when their answers let them",
      );
      return source;
    }
    const { arrivals } = source.generate;
    const scaled = spreadArrivals(arrivals, factor);
    if (scaled === null) {
      reasons.push(`${arrivals.process} arrivals have no spread to scale`);
      return source;
    }
    isScaled = true;
    return { generate: { ...source.generate, arrivals: scaled } };
  });
  if (!isScaled) return { omitted: [...new Set(reasons)].join("; ") };
  return { setting: { ...setting, scenario: { ...scenario, workload } } };
}

function spreadArrivals(arrivals: ArrivalSection, factor: number): ArrivalSection | null {
  switch (arrivals.process) {
    case "gamma":
    case "weibull":
      return { ...arrivals, cv: arrivals.cv * factor };
    case "mmpp":
      return { ...arrivals, states: spreadStates(arrivals, factor) };
    default:
      return null;
  }
}

function spreadStates(
  { states, transitions }: Extract<ArrivalSection, { process: "mmpp" }>,
  factor: number,
): readonly { readonly rate: number; readonly meanDwell: number }[] {
  const shares = timeShares(states, transitions);
  const meanRate = (rates: readonly number[]): number =>
    rates.reduce((sum, rate, state) => sum + shares[state] * rate, 0);
  const mean = meanRate(states.map(({ rate }) => rate));
  const spread = states.map(({ rate }) => Math.max(0, mean + (rate - mean) * factor));
  const correction = mean / meanRate(spread);
  return states.map(({ meanDwell }, state) => ({ meanDwell, rate: spread[state] * correction }));
}
