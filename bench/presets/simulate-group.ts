import type { SimulatedMeans } from "../../src/plan/calibrate/benchmark-run.ts";
import { USUAL_HABITS } from "../../src/plan/calibrate/find-habits.ts";
import { predict } from "../../src/plan/calibrate/linearise.ts";
import { STRAIGHT, type StepForm } from "../../src/plan/calibrate/step-form.ts";
import type { Efficiencies } from "../../src/scenario/service-estimate/efficiencies.ts";
import { estimateStep } from "../../src/scenario/service-estimate/estimate-step.ts";
import { rooflineOf } from "../../src/scenario/service-estimate/roofline.ts";
import { OPTIONS } from "../calibration/evaluate-groups.ts";
import type { EstimateGroup } from "./estimate-points.ts";

/** Runs the benchmark of every point of a group against its estimate. */
export function simulateGroup(
  { machine, points }: EstimateGroup,
  efficiencies: Efficiencies,
): readonly SimulatedMeans[] {
  const estimated = estimateStep(rooflineOf(machine), machine.model, efficiencies);
  const { base, bySequences, perContextToken, perPrefillToken, perSequence } = estimated;
  const form: StepForm =
    bySequences === null
      ? STRAIGHT
      : { sequenceKnots: bySequences.map(([knot]) => knot), prefillKnots: null };
  const step = Float64Array.of(
    ...(bySequences === null ? [base, perSequence] : risesOf(bySequences.map(([, time]) => time))),
    perContextToken,
    perPrefillToken,
  );
  const overhead = efficiencies.requestOverhead;
  return predict(points, { form, step, overhead }, OPTIONS.limits, USUAL_HABITS);
}

function risesOf(times: readonly number[]): readonly number[] {
  return times.map((time, index) => (index === 0 ? time : time - times[index - 1]));
}
