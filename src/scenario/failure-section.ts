import type { DistributionSection } from "./scenario.ts";

/** What goes wrong. Laws are in seconds; null says that it doesn't happen. */
export interface FailureSection {
  /** What becomes of the requests on a replica that stops. */
  readonly onLoss: "fail" | "retry" | "resume";
  readonly replica: OutageLaws | null;
  readonly zone: OutageLaws | null;
  /** Capacity that is reclaimed, with notice in seconds. */
  readonly spot: { readonly life: DistributionSection; readonly notice: number } | null;
  /** Stretches in which a replica takes `factor` times as long. */
  readonly slow: {
    readonly interval: DistributionSection;
    readonly duration: DistributionSection;
    readonly factor: number;
  } | null;
  readonly outages: readonly OutageSection[];
  readonly rollouts: readonly RolloutSection[];
}

/** Time in service between failures, and time down. */
export interface OutageLaws {
  readonly uptime: DistributionSection;
  readonly downtime: DistributionSection;
}

/** A planned outage, of some replicas or of a zone: one of the two isn't null. */
export interface OutageSection {
  readonly at: number;
  readonly duration: number;
  readonly replicas: number | null;
  /** Counted from 0. */
  readonly zone: number | null;
}

/** A rolling update of every replica. */
export interface RolloutSection {
  readonly at: number;
  readonly maxUnavailable: RolloutLimit;
  readonly maxSurge: RolloutLimit;
}

/** A number of replicas, or a share of the fleet. */
export type RolloutLimit = { readonly replicas: number } | { readonly share: number };
