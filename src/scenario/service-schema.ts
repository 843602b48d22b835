import type * as z from "zod";
import { batchSchema } from "./batch-schema.ts";
import { tagged } from "./choice.ts";
import { continuousSchema } from "./continuous-schema.ts";
import type { ServiceSection } from "./scenario.ts";
import { serialSchema } from "./serial-schema.ts";

/** How a replica serves, chosen by `kind`. */
export const serviceSchema: z.ZodType<ServiceSection> = tagged<ServiceSection>(
  "kind",
  { serial: serialSchema, batch: batchSchema, continuous: continuousSchema },
  "how a replica serves",
);
