import type { DistributionSection } from "./scenario.ts";

/** A stage that a new replica goes through before it is ready. */
export interface StartStage {
  readonly stage: "start" | "node" | "image" | "weights" | "load" | "warmup";
  /** Seconds. */
  readonly time: DistributionSection;
}

/** Replicas kept warm beside the fleet. */
export interface WarmSection {
  readonly replicas: number;
  /** Dollars per replica and hour. */
  readonly price: number;
  /** Seconds from being taken to readiness. */
  readonly start: DistributionSection;
}
