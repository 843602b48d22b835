import type * as z from "zod";
import type { AutoscalerSection } from "./autoscaler-section.ts";
import { movedForAutoscaler, renamedForAutoscaler } from "./autoscaler-names.ts";
import { tagged } from "./choice.ts";
import { hpaSchema } from "./hpa-schema.ts";
import { kedaSchema } from "./keda-schema.ts";
import { knativeSchema } from "./knative-schema.ts";
import { predictiveSchema } from "./predictive-schema.ts";
import { rayServeSchema } from "./ray-serve-schema.ts";
import { scheduleSchema } from "./schedule-schema.ts";

/** What decides how many replicas there are, chosen by `kind`. */
export const autoscalerSchema: z.ZodType<AutoscalerSection> = tagged<AutoscalerSection>(
  "kind",
  {
    hpa: hpaSchema,
    keda: kedaSchema,
    knative: knativeSchema,
    "ray-serve": rayServeSchema,
    schedule: scheduleSchema,
    predictive: predictiveSchema,
  },
  "what decides how many replicas there are",
  renamedForAutoscaler,
  movedForAutoscaler,
);
