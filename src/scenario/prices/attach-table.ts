import { isMapping } from "../mapping.ts";
import { at, type Written } from "../written-parts.ts";
import { BUILT_IN_TABLE, PriceTable } from "./price-table.ts";

/**
 * Where a written price carries the table it is to be looked up in. A symbol is no key, so the
 * mapping stays what was written, and copies of it carry the table too.
 */
const TABLE: unique symbol = Symbol("price table");

interface Tabled {
  readonly [TABLE]?: PriceTable;
}

/** The table of a price as written: the built-in one unless another was attached. */
export function priceTableOf(price: Written & Tabled): PriceTable {
  return price[TABLE] ?? BUILT_IN_TABLE;
}

/** Fleets with a table attached, so that equal fleets stay one object. */
const attached = new WeakMap<object, { table: PriceTable; fleet: Written }>();

/**
 * Attaches a scenario's own price table, if `prices` is one, to the price of its fleet and to those
 * of its pools.
 */
export function withPriceTable(scenario: Written): Written {
  const table = scenario["prices"];
  if (!(table instanceof PriceTable)) return scenario;
  const { fleet, pools } = scenario;
  return {
    ...scenario,
    ...(isMapping(fleet) ? { fleet: attachToFleet(fleet, table) } : {}),
    ...(isMapping(pools) ? { pools: mapValues(pools, (pool) => attachToPools(pool, table)) } : {}),
  };
}

function attachToPools(pools: unknown, table: PriceTable): unknown {
  if (!Array.isArray(pools)) return pools;
  return pools.map((pool: unknown) => (isMapping(pool) ? attachToFleet(pool, table) : pool));
}

function attachToFleet(fleet: Written, table: PriceTable): Written {
  const price = at(fleet, "price");
  if (!isMapping(price)) return fleet;
  const known = attached.get(fleet);
  if (known?.table === table) return known.fleet;
  const tabled = { ...fleet, price: { ...price, [TABLE]: table } };
  attached.set(fleet, { table, fleet: tabled });
  return tabled;
}

function mapValues(mapping: Written, change: (value: unknown) => unknown): Written {
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, change(value)]));
}
