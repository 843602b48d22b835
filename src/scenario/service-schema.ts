import type * as z from "zod";
import { batchSchema } from "./batch-schema.ts";
import { choice, tagged } from "./choice.ts";
import { continuousSchema } from "./continuous-schema.ts";
import { isMapping } from "./mapping.ts";
import { presetSchema } from "./preset-schema.ts";
import type { ServiceSection } from "./scenario.ts";
import { serialSchema } from "./serial-schema.ts";

const kinds = tagged<ServiceSection>(
  "kind",
  { serial: serialSchema, batch: batchSchema, continuous: continuousSchema },
  "how a replica serves",
);

/** How a replica serves, chosen by `kind` or taken from a preset. */
export const serviceSchema: z.ZodType<ServiceSection> = choice<ServiceSection>(
  [kinds, presetSchema],
  (value) => (isMapping(value) && Object.hasOwn(value, "preset") ? presetSchema : kinds),
);
