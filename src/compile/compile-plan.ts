import type { FleetSection, Scenario } from "../scenario/scenario.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  type SimPlan,
} from "../sim/sim-plan.ts";
import { compileService } from "./compile-service.ts";

const ROUTERS: Readonly<Record<FleetSection["router"], number>> = {
  "central-queue": ROUTER_CENTRAL_QUEUE,
  "round-robin": ROUTER_ROUND_ROBIN,
  random: ROUTER_RANDOM,
  "least-outstanding": ROUTER_LEAST_OUTSTANDING,
  "power-of-two": ROUTER_POWER_OF_TWO,
};

/**
 * Lowers a scenario to the plan of one pool size.
 *
 * @param scenario - A valid scenario.
 * @param replicas - Replicas of the pool, ≥ 1.
 * @param duration - End of the workload, in seconds.
 */
export function compilePlan(scenario: Scenario, replicas: number, duration: number): SimPlan {
  const { client, fleet, run, service } = scenario;
  const { timeout } = client;
  return {
    replicas,
    router: ROUTERS[fleet.router],
    queueLimit: fleet.queueLimit ?? Infinity,
    timeout: timeout?.distribution === "constant" ? timeout.value : Infinity,
    cancel: client.cancel ? 1 : 0,
    requestOverhead: service.requestOverhead,
    measureFrom: run.warmup,
    measureTo: duration,
    control: null,
    service: compileService(service),
  };
}
