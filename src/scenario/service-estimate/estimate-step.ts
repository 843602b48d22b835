import type { Efficiencies } from "./efficiencies.ts";
import type { EstimateModel } from "./model-table.ts";
import type { Roofline } from "./roofline.ts";

/** Seconds by sequences in the step, ascending in these. */
export type StepTable = readonly (readonly [sequences: number, seconds: number])[];

/** Coefficients of a step in seconds; `bySequences` stands in place of the first two. */
export interface EstimatedStep {
  readonly base: number;
  readonly perSequence: number;
  readonly bySequences: StepTable | null;
  readonly perContextToken: number;
  readonly perPrefillToken: number;
}

/** Where the table of a mixture of experts has points: experts are soon all read. */
const MIXTURE_KNOTS: readonly number[] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/** The step that a roofline and efficiencies make. */
export function estimateStep(
  roofline: Roofline,
  { experts }: EstimateModel,
  efficiencies: Efficiencies,
): EstimatedStep {
  const { layer, sequence, splitLayer } = efficiencies;
  const timeOf = (sequences: number): number =>
    efficiencies.weights * roofline.weights(sequences) +
    layer * roofline.layers +
    splitLayer * roofline.splitLayers;
  const isMixture = experts !== null;
  return {
    base: isMixture ? 0 : timeOf(1),
    perSequence: isMixture ? 0 : sequence,
    bySequences: isMixture
      ? MIXTURE_KNOTS.map((knot) => [knot, timeOf(knot) + sequence * knot] as const)
      : null,
    perContextToken: efficiencies.contextToken * roofline.contextToken,
    perPrefillToken:
      efficiencies.prefillToken * roofline.prefillToken +
      efficiencies.prefillLink * roofline.prefillLink,
  };
}
