import * as z from "zod";
import { described, node, orNull } from "./node.ts";
import { duration, share } from "./quantity.ts";

/** Added to every latency; occupies no server. */
export const requestOverhead: z.ZodType<number> = described(
  duration({ atLeast: 0 }).prefault("0s"),
  "Added to every latency; occupies no server.",
  "12ms",
);

/** How far the service times may be off; null if unknown. */
export const calibrationError: z.ZodType<number | null> = described(
  orNull(share({ above: 0, below: 1 })),
  "Relative error of the service times, as found when they were fitted. Left out: unknown.",
  "5%",
);

/** The key that chooses the kind of a service. */
export function kindTag<const K extends string>(kind: K): z.ZodType<K> {
  return described(
    node(z.literal(kind), (value) => (value === kind ? kind : undefined)),
    `The kind of service: ${kind}.`,
  );
}
