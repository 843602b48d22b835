import { fitRobustly, type Equation } from "../../src/plan/calibrate/robust-nnls.ts";
import type { Efficiencies } from "../../src/scenario/service-estimate/efficiencies.ts";
import { rooflineOf } from "../../src/scenario/service-estimate/roofline.ts";
import type { EstimateGroup } from "./estimate-points.ts";
import { simulateGroup } from "./simulate-group.ts";

/** Least scale of the relative errors of TPOT and of TTFT. */
const TPOT_FLOOR = 0.03;
const TTFT_FLOOR = 0.1;

/**
 * Fits efficiencies to measured services of one sort of model: those of a step to the mean step
 * that the TPOT of each point is, the overhead to what TTFT has left when the benchmark is
 * simulated with that step.
 *
 * @param groups - Dense models only, or mixtures of experts only.
 */
export function fitEfficiencies(groups: readonly EstimateGroup[]): Efficiencies {
  const { coefficients } = fitRobustly(groups.flatMap(paceEquations), [TPOT_FLOOR]);
  const [weights, contextToken, prefillToken, prefillLink, layer, splitLayer, sequence] =
    coefficients;
  const efficiencies = {
    weights,
    contextToken,
    prefillToken,
    prefillLink,
    layer,
    splitLayer,
    sequence,
    requestOverhead: 0,
  };
  const waits = groups.flatMap((group) => waitEquations(group, efficiencies));
  const [requestOverhead] = fitRobustly(waits, [TTFT_FLOOR]).coefficients;
  return { ...efficiencies, requestOverhead };
}

function paceEquations({ machine, points }: EstimateGroup): readonly Equation[] {
  const roofline = rooflineOf(machine);
  return points.map(({ occupancy, tpot }) => {
    const { contextTokens, prefillTokens, sequences } = occupancy;
    const content = Float64Array.of(
      roofline.weights(sequences),
      roofline.contextToken * contextTokens,
      roofline.prefillToken * prefillTokens,
      roofline.prefillLink * prefillTokens,
      roofline.layers,
      roofline.splitLayers,
      sequences,
    );
    return { content, target: tpot, size: tpot, group: 0 };
  });
}

function waitEquations(group: EstimateGroup, efficiencies: Efficiencies): readonly Equation[] {
  const means = simulateGroup(group, efficiencies);
  return group.points.flatMap(({ isSaturated, ttft }, index) =>
    ttft === null || isSaturated
      ? []
      : [{ content: Float64Array.of(1), target: ttft - means[index].ttft, size: ttft, group: 0 }],
  );
}
