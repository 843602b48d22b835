import * as z from "zod";
import { list } from "./list.ts";
import { isMapping, mapping, openMapping, reportNoMapping } from "./mapping.ts";
import { described, node, readPart } from "./node.ts";
import { shortNameSchema, byName } from "./short-name.ts";
import { namedList } from "./named-list.ts";
import { text } from "./quantity.ts";

/** A pool as written; what its fleet keys mean is known once they are put over the fleet's own. */
export interface WrittenPool {
  readonly name: string;
  readonly classes: readonly string[];
  /** Keys of the fleet, in place of those of the scenario's `fleet`. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** Ways to divide the classes among pools, as written. */
export type WrittenPools = readonly (readonly [
  arrangement: string,
  pools: readonly WrittenPool[],
])[];

const own = {
  name: described(shortNameSchema, "Names the pool.", "search"),
  classes: described(list(text(), 1), "Classes that it serves.", ["search", "ads"]),
};
const named = mapping(own);
const isOwn = (key: string): boolean => Object.hasOwn(own, key);

const pool = node<WrittenPool>(z.looseObject(own), (value, report) => {
  if (!isMapping(value))
    return reportNoMapping(["name", "classes", "keys of fleet"], value, report);
  const keys = Object.entries(value);
  const read = readPart(named, Object.fromEntries(keys.filter(([key]) => isOwn(key))), [], report);
  if (read === undefined) return undefined;
  return { ...read, overrides: Object.fromEntries(keys.filter(([key]) => !isOwn(key))) };
});

const pools = namedList(pool);
const arrangements = openMapping({}, byName(pools));

/** Arrangements of pools by name; empty for none. */
export const poolsSchema: z.ZodType<WrittenPools> = node<WrittenPools>(
  arrangements,
  (value, report) => readPart(arrangements, value, [], report)?.extras,
);
