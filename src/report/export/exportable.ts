import type { Choice, Result } from "../../plan/result.ts";
import type { AutoscalerSection } from "../../scenario/autoscaler-section.ts";
import { sameSettings } from "../settings.ts";

/** A choice that is to be put into effect. */
export interface Exportable {
  readonly result: Result;
  readonly choice: Choice;
  /** Of the chosen setting; null for a fixed fleet. */
  readonly autoscaler: AutoscalerSection | null;
  /** Of the workload that is scaled: `[a-z0-9-]`, see `objectNameProblem`. */
  readonly name: string;
  /** null: none is written, so that the reader's own applies. */
  readonly namespace: string | null;
  /** Replicas beyond the chosen count that may be out of service at once; for a fixed fleet. */
  readonly spare: number;
}

/** A document of a configuration file, with the lines of comment above it. */
export interface Manifest {
  /** Each one line, without the sign of a comment. */
  readonly comments: readonly string[];
  /** Plain data. */
  readonly body: object;
}

/** Documents, or why there are none: a clause in lower case without a full stop. */
export type Exported = { readonly manifests: readonly Manifest[] } | { readonly problem: string };

/** Name and namespace as an object's `metadata` has them. */
export function metadataOf({ name, namespace }: Pick<Exportable, "name" | "namespace">): object {
  return namespace === null ? { name } : { name, namespace };
}

/** True if requests wait in one queue in front of the fleet instead of at its replicas. */
export function hasOneQueue({ choice, result }: Pick<Exportable, "choice" | "result">): boolean {
  const { fleet, "fleet.router": swept } = choice.settings;
  // A fleet that was swept as a whole and names no router has the default one.
  const whole = typeof fleet === "object" && fleet !== null ? fleet : result.scenario.fleet;
  return (swept ?? ("router" in whole ? whole.router : null)) === "central-queue";
}

/**
 * What the exported fleet costs.
 *
 * @returns Dollars; null with spare replicas whose fleet was not looked at.
 */
export function exportedCost({ choice, result, spare }: Exportable): FleetCost | null {
  if (spare === 0) return choice;
  const level = result.redundancy?.levels.find(({ down }) => down === spare);
  if (level !== undefined) return level.needed;
  const wanted = choice.replicas + spare;
  const point = result.points.find(
    ({ replicas, settings }) => replicas === wanted && sameSettings(settings, choice.settings),
  );
  return point ?? null;
}

/** A bill in dollars; a month is 730 hours. */
export interface FleetCost {
  readonly costPerHour: number;
  readonly costPerMonth: number;
  /** Interval on the hour's; null or left out where it is exact. */
  readonly costInterval?: Choice["costInterval"];
}

/** What a month is, for those who read its cost elsewhere. */
export const HOURS_TEXT = "Costs are in dollars; a month is 730 hours.";
