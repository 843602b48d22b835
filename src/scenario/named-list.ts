import type * as z from "zod";
import { list } from "./list.ts";
import { node, readPart } from "./node.ts";
import { showValue } from "./show-value.ts";

/** A list, which may be empty, whose items have names of their own. */
export function namedList<T extends { readonly name: string }>(
  item: z.ZodType<T>,
): z.ZodType<readonly T[]> {
  const items = list(item, 0);
  return node<readonly T[]>(items, (value, report) => {
    const read = readPart(items, value, [], report);
    if (read === undefined) return undefined;
    const positions = new Map<string, number>();
    for (const [position, { name }] of read.entries()) {
      const first = positions.get(name);
      positions.set(name, first ?? position);
      if (first === undefined) continue;
      report({
        code: "conflict",
        message: `must differ from the name of item ${first}, got ${showValue(name)}`,
        hint: "give each its own name",
        path: [position, "name"],
      });
    }
    return positions.size === read.length ? read : undefined;
  });
}
