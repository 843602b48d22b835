import type { FleetSection } from "../../scenario/scenario.ts";
import type { NodeSection } from "../../scenario/price-section.ts";
import { costOf } from "../cost-of.ts";

/** Slack against the rounding of a share of a whole number. */
const ROUNDING = 1e-9;

/**
 * Dollars per hour of a fleet that is paid for by count: replicas times price; or the nodes that
 * they fill, the last one perhaps in part, and the committed ones in any case.
 *
 * @param fleet - Its price and nodes.
 * @param replicas - How many, ≥ 0; a mean counts as one that is rounded up to a whole node.
 * @param committed - From {@link committedNodes}; for a fleet with nodes.
 */
export function fleetCost(
  { nodes, price }: Pick<FleetSection, "nodes" | "price">,
  replicas: number,
  committed: readonly number[],
): number {
  if (nodes === null) return costOf(replicas, price);
  const used = Math.ceil(replicas / nodes.replicasPerNode - ROUNDING);
  let cost = 0;
  let covered = 0;
  for (const [position, count] of committed.entries()) {
    cost += count * nodes.committed[position].price;
    covered += count;
  }
  return costOf(1, cost + Math.max(0, used - covered) * nodes.price);
}

/**
 * Nodes of each commitment: as many as it says, or its share of the nodes that a count fills, in
 * whole nodes, rounded down.
 *
 * @param replicas - The count of a fixed fleet.
 */
export function committedNodes(nodes: NodeSection | null, replicas: number): readonly number[] {
  if (nodes === null) return [];
  const filled = Math.ceil(replicas / nodes.replicasPerNode - ROUNDING);
  return nodes.committed.map(({ size }) =>
    "nodes" in size ? size.nodes : Math.floor(size.share * filled + ROUNDING),
  );
}

/** Dollars per hour of a fleet that keeps a count. */
export function countCost(fleet: Pick<FleetSection, "nodes" | "price">, replicas: number): number {
  return fleetCost(fleet, replicas, committedNodes(fleet.nodes, replicas));
}
