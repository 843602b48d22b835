import * as z from "zod";
import { described, node } from "./node.ts";
import { duration } from "./quantity.ts";

/** Added to every latency; occupies no server. */
export const requestOverhead: z.ZodType<number> = described(
  duration({ atLeast: 0 }).prefault("0s"),
  "Added to every latency; occupies no server.",
  "12ms",
);

/** The key that chooses the kind of a service. */
export function kindTag<const K extends string>(kind: K): z.ZodType<K> {
  return described(
    node(z.literal(kind), (value) => (value === kind ? kind : undefined)),
    `The kind of service: ${kind}.`,
  );
}
