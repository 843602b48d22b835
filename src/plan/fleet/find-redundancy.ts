import type { NodeSection } from "../../scenario/price-section.ts";
import { costOf } from "../cost-of.ts";
import { HOURS_PER_MONTH } from "../hours-per-month.ts";
import type { Choice, Point, Verdict } from "../result.ts";
import { countCost } from "./node-cost.ts";

/** What a fixed fleet does without some of its replicas, as far as the sweep tells. */
export interface Redundancy {
  /** The chosen count. */
  readonly replicas: number;
  /** One entry for each number of replicas that are down all the time: 0 (N), 1 (N+1), 2 (N+2). */
  readonly levels: readonly RedundancyLevel[];
}

/** A number of replicas that are down all the time. */
export interface RedundancyLevel {
  readonly down: number;
  /** What the chosen fleet does without them: the verdict of so many fewer. Null if not swept. */
  readonly verdict: Verdict | null;
  /** The smallest fleet that holds the SLO without them. */
  readonly needed: {
    readonly replicas: number;
    readonly costPerHour: number;
    readonly costPerMonth: number;
    /** Dollars an hour more than the choice. */
    readonly morePerHour: number;
  };
}

/** Replicas that may be down: none, one and two. */
const DOWN = [0, 1, 2] as const;

/**
 * Reads from a sweep of a fixed fleet what it holds with replicas down: a fleet of N without k of
 * its replicas serves as one of N − k does, at the price of N.
 *
 * @param points - Those of the chosen setting.
 * @param nodes - The machines of that setting's fleet; null for replicas that are paid one by one.
 * @returns null without a choice, and for a fleet with an autoscaler.
 */
export function findRedundancy(
  points: readonly Point[],
  choice: Choice | null,
  nodes: NodeSection | null,
): Redundancy | null {
  if (choice === null || choice.elastic !== null) return null;
  const { costPerHour, replicas } = choice;
  const price = costPerHour / replicas;
  const levels = DOWN.map((down): RedundancyLevel => {
    const needed = replicas + down;
    const swept = points.find((point) => point.replicas === needed);
    const left = points.find((point) => point.replicas === replicas - down);
    const cost = swept?.costPerHour ?? countCost({ nodes, price }, needed);
    return {
      down,
      verdict: down >= replicas ? "missed" : (left?.verdict ?? null),
      needed: {
        replicas: needed,
        costPerHour: cost,
        costPerMonth: costOf(HOURS_PER_MONTH, cost),
        morePerHour: costOf(1, cost - costPerHour),
      },
    };
  });
  return { replicas, levels };
}
