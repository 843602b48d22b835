import type * as z from "zod";
import { durationDistribution } from "./distribution-schema.ts";
import { mapping } from "./mapping.ts";
import { mutuallyExclusive } from "./messages.ts";
import { described, orNull, remembering } from "./node.ts";
import { flag } from "./quantity.ts";
import { hedgingSchema, retriesSchema } from "./retries-schema.ts";
import type { ClientSection } from "./scenario.ts";

/** What clients do. */
export const clientSchema: z.ZodType<ClientSection> = mapping(
  {
    timeout: described(
      orNull(remembering(durationDistribution)),
      "When a client gives up, all attempts together: a duration or a distribution. Left out: never.",
      "30s",
    ),
    cancel: described(
      flag().prefault(true),
      "False: the server isn't told and works on to the end.",
      true,
    ),
    retries: described(orNull(remembering(retriesSchema)), "Further attempts. Left out: none.", {
      preset: "aws-standard",
    }),
    hedging: described(
      orNull(remembering(hedgingSchema)),
      "A second attempt while the first is still running. Left out: none.",
      { delay: "300ms", quantile: "95%" },
    ),
  },
  ({ retries, hedging }, report) => {
    if (!retries || !hedging) return;
    report({
      code: "conflict",
      message: mutuallyExclusive("retries", "hedging"),
      hint: "a request is retried or hedged, as in gRPC (proposal A6): remove one of the two",
    });
  },
);
