import type { ClientSection, FleetSection } from "../../src/scenario/scenario.ts";

/** A fleet of which only the counts and the price are given. */
export const FLEET_DEFAULTS: Omit<FleetSection, "replicas" | "price"> = {
  autoscaler: null,
  coldStart: [],
  warm: null,
  whenZero: "hold",
  minimumBilling: 0,
  zones: 1,
  failures: null,
  router: "least-outstanding",
  routing: {
    staleness: 0,
    instances: 1,
    prefixCache: null,
    scorers: { queue: 2, kv: 2, prefix: 3, running: 0 },
  },
  priority: "none",
  admission: {
    tokenBucket: null,
    adaptiveConcurrency: null,
    codel: null,
    adaptiveLifo: null,
    deadlineAware: null,
  },
  priceSource: null,
  nodes: null,
  queueLimit: null,
  current: null,
};

/** Clients who wait for ever, and ask once. */
export const CLIENT_DEFAULTS: ClientSection = {
  timeout: null,
  cancel: true,
  retries: null,
  hedging: null,
};
