import type * as z from "zod";
import { choice } from "./choice.ts";
import { durationDistribution } from "./distribution-schema.ts";
import { isMapping, mapping } from "./mapping.ts";
import { described, orNull, type Report } from "./node.ts";
import { count, oneOf, price } from "./quantity.ts";
import type { DistributionSection } from "./scenario.ts";
import type { StartStage, WarmSection } from "./start-section.ts";

/**
 * A container that is reused from a pool, its image, weights and runtime in place, starts in under
 * 100 ms; this is the bound.
 *
 * @see AWS, "Operating Lambda: performance optimization, part 1" (2021) and the Lambda operator
 *   guide, "Lambda execution environments": start-ups take "from under 100 ms to over 1 second",
 *   the short end being environments with nothing left to load.
 */
const REUSABLE_CONTAINER: DistributionSection = { distribution: "constant", value: 0.1 };

const STAGES = ["node", "image", "weights", "load", "warmup"] as const;

const optional = orNull(durationDistribution);

const stages = mapping(
  {
    node: described(optional, "Until there is a machine to run on.", "60s"),
    image: described(optional, "Until the container image is pulled.", "40s"),
    weights: described(optional, "Until the weights are on the machine.", {
      distribution: "lognormal",
      p50: "30s",
      p95: "90s",
    }),
    load: described(optional, "Until the weights are on the accelerator.", "20s"),
    warmup: described(optional, "Compilation, graph capture and probes, until ready.", "30s"),
  },
  (fields, report) => {
    if (STAGES.some((stage) => fields[stage] !== null)) return;
    report({ code: "missing-key", message: `must have a stage: ${STAGES.join(", ")}` });
  },
).transform((written): readonly StartStage[] =>
  STAGES.flatMap((stage) => {
    const time = written[stage];
    return time === null ? [] : [{ stage, time }];
  }),
);

const whole = durationDistribution.transform((time): readonly StartStage[] => [
  { stage: "start", time },
]);

const preset = mapping({
  preset: described(
    oneOf(["reusable-container"]),
    "A start as published. reusable-container: 100ms (AWS Lambda operator guide: under 100 ms).",
    "reusable-container",
  ),
  start: described(optional, "In place of the preset's own time.", "80ms"),
}).transform(({ start }): readonly StartStage[] => [
  { stage: "start", time: start ?? REUSABLE_CONTAINER },
]);

/** What a new replica goes through: one law, stages by name, or a preset. */
export const coldStartSchema: z.ZodType<readonly StartStage[]> = choice(
  [whole, stages, preset],
  pickForm,
);

function pickForm(value: unknown, report: Report): z.ZodType<readonly StartStage[]> | undefined {
  if (!isMapping(value)) return whole;
  const hasLaw = Object.hasOwn(value, "distribution");
  const hasPreset = Object.hasOwn(value, "preset");
  const named = STAGES.filter((stage) => Object.hasOwn(value, stage));
  const forms = [hasLaw && "distribution", hasPreset && "preset", named[0]].filter(Boolean);
  if (forms.length > 1) {
    return report({
      code: "conflict",
      message: `must have a distribution, a preset or stages, got ${forms.join(" and ")}`,
      hint: "remove all descriptions but one",
    });
  }
  if (hasLaw) return whole;
  return hasPreset ? preset : stages;
}

/** Replicas kept warm beside the fleet; null for none. */
export const warmSchema: z.ZodType<WarmSection | null> = mapping({
  replicas: described(count(0, 100_000), "How many are kept; 0: none.", 2),
  price: described(price(), "Dollars per warm replica and hour.", "$0.40/h"),
  start: described(durationDistribution, "From being taken to readiness.", "5s"),
}).transform((written) => (written.replicas === 0 ? null : written));
