import type { FleetSection, Scenario } from "../scenario/scenario.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_ENDPOINT_PICKER,
  ROUTER_LEAST_KV,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_PREFIX_AFFINITY,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  type SimPlan,
} from "../sim/sim-plan.ts";
import { compileControl, type PlannedRun } from "./compile-control.ts";
import { compileService } from "./compile-service.ts";

const ROUTERS: Readonly<Record<FleetSection["router"], number>> = {
  "central-queue": ROUTER_CENTRAL_QUEUE,
  "round-robin": ROUTER_ROUND_ROBIN,
  random: ROUTER_RANDOM,
  "least-outstanding": ROUTER_LEAST_OUTSTANDING,
  "power-of-two": ROUTER_POWER_OF_TWO,
  "least-kv": ROUTER_LEAST_KV,
  "prefix-affinity": ROUTER_PREFIX_AFFINITY,
  "endpoint-picker": ROUTER_ENDPOINT_PICKER,
};

/**
 * Lowers a scenario to the plan of one pool size and replication.
 *
 * @param scenario - A valid scenario.
 * @param replicas - Replicas of the pool, ≥ 1; with an autoscaler those at the start, ≥ 0.
 * @param run - The run that the plan is for.
 */
export function compilePlan(scenario: Scenario, replicas: number, run: PlannedRun): SimPlan {
  const { client, fleet, service } = scenario;
  const timeout = client.timeout?.distribution === "constant" ? client.timeout.value : Infinity;
  return {
    replicas,
    router: ROUTERS[fleet.router],
    queueLimit: fleet.queueLimit ?? Infinity,
    timeout,
    cancel: client.cancel ? 1 : 0,
    requestOverhead: service.requestOverhead,
    measureFrom: scenario.run.warmup,
    measureTo: run.duration,
    control: compileControl(scenario, replicas, run, timeout),
    service: compileService(service),
  };
}
