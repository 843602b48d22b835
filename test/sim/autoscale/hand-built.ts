import type { FleetReading, MetricReading } from "../../../src/sim/autoscale/autoscaler.ts";
import {
  SELECT_MAX,
  SIGNAL_CONCURRENCY,
  type HpaDirection,
  type HpaRules,
  type MetricPlan,
} from "../../../src/sim/autoscale/autoscaler-plan.ts";

/** Concurrency aimed at 10 a replica, sampled without delay, with overrides. */
export function handBuiltMetric(overrides: Partial<MetricPlan> = {}): MetricPlan {
  return {
    signal: SIGNAL_CONCURRENCY,
    target: 10,
    scrape: 15,
    window: 0,
    delay: 0,
    activation: 0,
    external: 0,
    ...overrides,
  };
}

/** A fleet at its desired size, all ready for long, with overrides. */
export function handBuiltFleet(
  now: number,
  desired: number,
  readings: readonly MetricReading[],
  overrides: Partial<FleetReading> = {},
): FleetReading {
  return { now, desired, ready: desired, starting: 0, uninitialized: 0, readings, ...overrides };
}

/** Growth as `behavior.scaleUp` defaults it: the faster of 4 pods and 100 % in 15 s. */
export const BEHAVIOR_UP: HpaDirection = {
  stabilization: 0,
  select: SELECT_MAX,
  policies: [
    { share: 0, value: 4, period: 15 },
    { share: 1, value: 1, period: 15 },
  ],
};

/** Shrinking as `behavior.scaleDown` defaults it: after 300 s, by up to 100 % in 15 s. */
export const BEHAVIOR_DOWN: HpaDirection = {
  stabilization: 300,
  select: SELECT_MAX,
  policies: [{ share: 1, value: 1, period: 15 }],
};

/** Both directions as they act where a spec has no `behavior`. */
export const UNCONFIGURED_UP: HpaDirection = { ...BEHAVIOR_UP, policies: [] };
export const UNCONFIGURED_DOWN: HpaDirection = { ...BEHAVIOR_DOWN, policies: [] };

/** The controller's defaults with default `behavior`, with overrides. */
export function handBuiltRules(overrides: Partial<HpaRules> = {}): HpaRules {
  return {
    sync: 15,
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    up: BEHAVIOR_UP,
    down: BEHAVIOR_DOWN,
    initialization: 300,
    ...overrides,
  };
}
