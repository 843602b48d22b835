import { summarizeErrors } from "../../src/plan/calibrate/error-summary.ts";
import type {
  EstimateErrors,
  EstimateFit,
  HeldOutErrors,
} from "../../src/scenario/service-estimate/efficiencies.ts";
import type { EstimateGroup } from "./estimate-points.ts";
import { fitEfficiencies } from "./fit-efficiencies.ts";
import { simulateGroup } from "./simulate-group.ts";

/** Relative errors, signed, of the points of what was left out. */
export interface LeftOut {
  /** Model or GPU. */
  readonly name: string;
  readonly tpot: readonly number[];
  /** Of points below saturation. */
  readonly ttft: readonly number[];
}

/** Fits efficiencies to all groups, with the errors of models and GPUs that are left out. */
export function fitEstimate(groups: readonly EstimateGroup[]): EstimateFit {
  const points = groups.flatMap((group) => group.points);
  const sound = points.filter(({ isSaturated }) => !isSaturated);
  return {
    efficiencies: fitEfficiencies(groups),
    modelLeftOut: sumUpLeftOut(leaveOut(groups, "model")),
    gpuLeftOut: sumUpLeftOut(leaveOut(groups, "gpu")),
    services: groups.length,
    points: points.length,
    models: new Set(groups.map(({ model }) => model)).size,
    gpus: new Set(groups.map(({ gpu }) => gpu)).size,
    concurrency: rangeOf(sound.map(({ inFlight }) => inFlight)),
    input: rangeOf(points.map(({ input }) => input)),
    output: rangeOf(points.map(({ output }) => output)),
  };
}

/** Predicts every model, or every GPU, from the groups that have another. */
export function leaveOut(
  groups: readonly EstimateGroup[],
  by: "model" | "gpu",
): readonly LeftOut[] {
  const names = [...new Set(groups.map((group) => group[by]))].sort();
  return names.map((name) => {
    const efficiencies = fitEfficiencies(groups.filter((group) => group[by] !== name));
    const tpot: number[] = [];
    const ttft: number[] = [];
    for (const group of groups.filter((one) => one[by] === name)) {
      const means = simulateGroup(group, efficiencies);
      for (const [index, point] of group.points.entries()) {
        tpot.push(means[index].tpot / point.tpot - 1);
        if (point.ttft === null || point.isSaturated) continue;
        ttft.push(means[index].ttft / point.ttft - 1);
      }
    }
    return { name, tpot, ttft };
  });
}

/** Sizes of all errors together. */
export function sumUpLeftOut(all: readonly LeftOut[]): HeldOutErrors {
  return {
    tpot: sizesOf(all.flatMap(({ tpot }) => tpot)),
    ttft: sizesOf(all.flatMap(({ ttft }) => ttft)),
  };
}

function sizesOf(errors: readonly number[]): EstimateErrors {
  const summary = summarizeErrors(errors);
  if (summary === null) throw new Error("nothing was left out");
  const { mean, median, p90 } = summary;
  return { median, mean, p90 };
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.floor(Math.min(...values)), Math.ceil(Math.max(...values))];
}
