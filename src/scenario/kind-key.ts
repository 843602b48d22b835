import * as z from "zod";
import { described, node } from "./node.ts";

/**
 * A key that says which other keys its mapping has: one word.
 *
 * @param describes - What the word chooses, such as `The autoscaler`.
 */
export function kindKey<const K extends string>(kind: K, describes: string): z.ZodType<K> {
  return described(
    node(z.literal(kind), (value) => (value === kind ? kind : undefined)),
    `${describes}: ${kind}.`,
  );
}
