import { foldSeed } from "../random/counter-uniform.ts";
import { classesOf, hasClasses, sourcesOf } from "../scenario/class-section.ts";
import type { RoutingSection } from "../scenario/routing-section.ts";
import type { FleetSection, Scenario } from "../scenario/scenario.ts";
import type { ClassPlan, ControlPlan, RoutingPlan } from "../sim/control-plan.ts";
import { TIMELINE_BINS } from "../sim/timeline-width.ts";
import { compileAdmission, compileQueue, queuePolicyOf } from "./compile-admission.ts";
import { compileClient } from "./compile-client.ts";
import { compileFleet } from "./compile-fleet.ts";
import { layOutUsers } from "./lay-out-users.ts";

/** Routers that only the controlled loop knows. */
const CONTROLLED_ROUTERS: ReadonlySet<FleetSection["router"]> = new Set([
  "least-kv",
  "prefix-affinity",
  "endpoint-picker",
]);

/** What a plan takes from the run it is made for. */
export interface PlannedRun {
  /** Counted from 0. */
  readonly replication: number;
  /** End of the workload, in seconds. */
  readonly duration: number;
  /** Arrivals in the workload's columns. */
  readonly arrivals: number;
}

/**
 * Lowers what goes beyond a fixed pool of patient clients; null for a scenario without any of it,
 * which so keeps the plain loop.
 *
 * @param scenario - A valid scenario.
 * @param replicas - Replicas at the start.
 * @param run - The run that it is for.
 * @param timeout - Seconds until every client gives up; Infinity for never, or by request.
 */
export function compileControl(
  scenario: Scenario,
  replicas: number,
  run: PlannedRun,
  timeout: number,
): ControlPlan | null {
  if (!needsControl(scenario)) return null;
  const { client, fleet, seed, service, workload } = scenario;
  return {
    seed: foldSeed(seed, run.replication),
    classes: classesOf(workload).map((one): ClassPlan => ({
      priority: one.priority,
      weight: one.weight,
      reserved: one.reserved,
      timeout: one.timeout ?? timeout,
    })),
    fleet: compileFleet(fleet, replicas),
    queue: compileQueue(fleet, service),
    admission: compileAdmission(fleet.admission),
    routing: compileRouting(fleet.routing),
    client: compileClient(client),
    redrawsService: service.kind === "serial" && "distribution" in service.time ? 1 : 0,
    users: layOutUsers(scenario, run.arrivals),
    timelineBins: TIMELINE_BINS,
  };
}

/**
 * True of what the plain loop can't run. A cold start, zones or a least billing time alone
 * don't make one so: nothing ever starts, fails or stops.
 */
function needsControl({ client, fleet, service, workload }: Scenario): boolean {
  const { admission, autoscaler, failures, priority, router, routing, warm } = fleet;
  return (
    hasClasses(workload) ||
    sourcesOf(workload).some((source) => "users" in source) ||
    autoscaler !== null ||
    failures !== null ||
    warm !== null ||
    CONTROLLED_ROUTERS.has(router) ||
    routing.staleness > 0 ||
    routing.instances > 1 ||
    routing.prefixCache !== null ||
    priority !== "none" ||
    Object.values(admission).some((mechanism) => mechanism !== null) ||
    client.retries !== null ||
    client.hedging !== null ||
    (service.kind === "batch" && service.adaptive !== null) ||
    queuePolicyOf(service) !== null
  );
}

function compileRouting({
  instances,
  prefixCache,
  scorers,
  staleness,
}: RoutingSection): RoutingPlan {
  return {
    staleness,
    instances,
    prefixCacheBlocks: prefixCache?.blocks ?? 0,
    prefixBlockTokens: prefixCache?.blockTokens ?? 1,
    scorers,
  };
}
