import type * as z from "zod";
import { batchSchema } from "./batch-schema.ts";
import { choice, tagged } from "./choice.ts";
import { continuousSchema } from "./continuous-schema.ts";
import { estimateSchema } from "./estimate-schema.ts";
import { isMapping } from "./mapping.ts";
import { mutuallyExclusive } from "./messages.ts";
import { presetSchema } from "./preset-schema.ts";
import type { ServiceSection } from "./scenario.ts";
import { serialSchema } from "./serial-schema.ts";

const kinds = tagged<ServiceSection>(
  "kind",
  { serial: serialSchema, batch: batchSchema, continuous: continuousSchema },
  "how a replica serves",
);

/** How a replica serves, chosen by `kind`, taken from a preset or estimated. */
export const serviceSchema: z.ZodType<ServiceSection> = choice<ServiceSection>(
  [kinds, presetSchema, estimateSchema],
  (value, report) => {
    if (!isMapping(value)) return kinds;
    const { estimate, preset } = value;
    if (preset !== undefined && estimate !== undefined) {
      const message = mutuallyExclusive("preset", "estimate");
      return report({ code: "conflict", message, hint: "remove one of the two" });
    }
    if (Object.hasOwn(value, "estimate")) return estimateSchema;
    return Object.hasOwn(value, "preset") ? presetSchema : kinds;
  },
);
