import type { SensitivitySection } from "../../scenario/scenario.ts";
import type { SweptSetting } from "../run-sweep.ts";
import { scaleBurstiness } from "./scale-burstiness.ts";
import { scaleOutputs, scaleServiceTime, scaleTraffic } from "./scale-scenario.ts";

/** An assumption of the scenario that may be off. */
export type Assumption = keyof SensitivitySection;

/** An assumption that can be varied, or why it can't. */
export type Variation =
  | {
      readonly assumption: Assumption;
      readonly amount: number;
      /** The setting with the assumption multiplied by a factor. */
      readonly scale: (factor: number) => SweptSetting;
    }
  | { readonly assumption: Assumption; readonly omitted: string };

/**
 * The assumptions of a setting that take a simulation to vary, each with the amount by which the
 * scenario says to vary it.
 */
export function variationsOf(setting: SweptSetting): readonly Variation[] {
  const { sensitivity } = setting.scenario;
  return [
    {
      assumption: "traffic",
      amount: sensitivity.traffic,
      scale: (factor) => scaleTraffic(setting, factor),
    },
    {
      assumption: "serviceTime",
      amount: sensitivity.serviceTime,
      scale: (factor) => scaleServiceTime(setting, factor),
    },
    outputVariation(setting),
    burstinessVariation(setting),
  ];
}

function outputVariation(setting: SweptSetting): Variation {
  const assumption = "output";
  if (scaleOutputs(setting, 1) === null) {
    return { assumption, omitted: "service times don't depend on output tokens" };
  }
  return {
    assumption,
    amount: setting.scenario.sensitivity.output,
    scale: (factor) => scaleOutputs(setting, factor) ?? setting,
  };
}

function burstinessVariation(setting: SweptSetting): Variation {
  const assumption = "burstiness";
  const unscaled = scaleBurstiness(setting, 1);
  if ("omitted" in unscaled) return { assumption, omitted: unscaled.omitted };
  return {
    assumption,
    amount: setting.scenario.sensitivity.burstiness,
    scale: (factor) => {
      const scaled = scaleBurstiness(setting, factor);
      return "setting" in scaled ? scaled.setting : setting;
    },
  };
}
