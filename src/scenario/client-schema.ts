import type * as z from "zod";
import { durationDistribution } from "./distribution-schema.ts";
import { mapping } from "./mapping.ts";
import { described, orNull, remembering } from "./node.ts";
import { flag } from "./quantity.ts";
import type { ClientSection } from "./scenario.ts";

/** What clients do. */
export const clientSchema: z.ZodType<ClientSection> = mapping({
  timeout: described(
    orNull(remembering(durationDistribution)),
    "When a client gives up: a duration or a distribution. Left out: never.",
    "30s",
  ),
  cancel: described(
    flag().prefault(true),
    "False: the server isn't told and works on to the end.",
    true,
  ),
});
