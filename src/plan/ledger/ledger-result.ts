import type { RecoverySection } from "../../scenario/scenario.ts";

/**
 * What an hour of the fleet pays for.
 *
 * - `useful`: work whose answer arrived, as it would take at full batches.
 * - `headroom`: slack, idle or in half-filled batches, without which the SLO would not hold.
 * - `overprovision`: slack beyond that.
 * - `recomputed`: tokens computed again after a preemption.
 * - `abandoned`: work for requests whose client had given up.
 * - `lost`: attempts that came to nothing, such as beaten hedges and work lost with a replica.
 * - `starting`: replicas on their way from being asked for to ready.
 * - `down`: replicas out of service after a failure.
 * - `minimum`: replicas that were gone, up to the least billing time.
 * - `warm`: replicas kept warm beside the fleet, at their own price.
 *
 * The last five cost nothing in a fixed fleet whose clients don't hedge.
 */
export type BillUse =
  | "useful"
  | "headroom"
  | "overprovision"
  | "recomputed"
  | "abandoned"
  | "lost"
  | "starting"
  | "down"
  | "minimum"
  | "warm";

/** One line of a bill, in dollars ≥ 0. */
export interface BillLine {
  readonly use: BillUse;
  readonly costPerHour: number;
  /** For 730 hours. */
  readonly costPerMonth: number;
}

/** A fleet's bill by what it pays for. */
export interface CostLedger {
  /** Dollars. */
  readonly costPerHour: number;
  readonly costPerMonth: number;
  /** One a use, always in the order of `BillUse`; they sum to the bill. */
  readonly lines: readonly BillLine[];
}

/** The fleet that runs today, next to the choice. */
export interface CurrentFleet {
  readonly replicas: number;
  /** Dollars. */
  readonly costPerHour: number;
  readonly costPerMonth: number;
  /**
   * What the choice would save, or what it costs more because today's fleet is too small; in
   * dollars ≥ 0. Null if there is no choice.
   */
  readonly comparison: {
    readonly kind: "saving" | "shortfall" | "same";
    readonly perHour: number;
    readonly perMonth: number;
  } | null;
  /** Whether it holds the SLO; null if it was not in the sweep. */
  readonly isMet: boolean | null;
  /** Where its bill goes; null if it was not in the sweep. */
  readonly ledger: CostLedger | null;
}

/** What happens to the work of jobs that fail. */
export interface JobReruns {
  readonly name: string;
  readonly recovery: RecoverySection;
  /** A month. */
  readonly jobs: number;
  readonly failures: number;
  /** GPU-hours a month whose work is lost and done again. */
  readonly gpuHoursLost: number;
  /** Dollars a month for them. */
  readonly costPerMonth: number;
  /** Dollars a month that the jobs would cost if none failed. */
  readonly workPerMonth: number;
  /** The same jobs with the other ways to recover. */
  readonly whatIf: readonly {
    readonly recovery: RecoverySection;
    readonly gpuHoursLost: number;
    readonly costPerMonth: number;
  }[];
}

/** Capacity that an experiment holds, in dollars a month. */
export interface ExperimentWaste {
  readonly name: string;
  readonly costPerMonth: number;
  /** Part of it held past the experiment's time to live. */
  readonly wastePerMonth: number;
}

/** Work to keep the service running, in dollars a month. */
export interface MaintenanceCost {
  readonly costPerMonth: number;
  /** Null if there is nothing to compare with. */
  readonly managed: {
    readonly fee: number;
    /** What the managed service would save; negative if it costs more. */
    readonly saves: number;
  } | null;
}

/** Waste of the serving fleet, in dollars a month. */
export interface FleetWaste {
  /**
   * Whose: today's fleet where the scenario names it, else the chosen one. If today's was not in
   * the sweep, `overprovision` is what it costs more than the choice, and the rest is the choice's.
   */
  readonly of: "current" | "choice";
  readonly recomputed: number;
  readonly abandoned: number;
  readonly lost: number;
  readonly overprovision: number;
}

/** What is paid for beyond the work itself, in dollars a month. */
export interface InfraTax {
  /** Null if no fleet is chosen and today's has no bill to look at. */
  readonly fleet: FleetWaste | null;
  readonly jobs: readonly JobReruns[];
  readonly experiments: readonly ExperimentWaste[];
  readonly maintenance: MaintenanceCost | null;
  /** The fleet's waste, the jobs' reruns and experiments past their time to live. */
  readonly computeWaste: number;
  /** What a managed service would save on maintenance; 0 if it is no cheaper. */
  readonly savings: number;
  /** `computeWaste` + maintenance − `savings`. */
  readonly total: number;
}

/** How demand outgrows the chosen fleet. */
export interface DriftPlan {
  /** Growth of demand a month, as a share of the month before. */
  readonly demandGrowth: number;
  /** Growth that the chosen fleet can take, as a share; null if unknown. */
  readonly growthTaken: number | null;
  /** Months until that is used up; null if unknown, or if demand doesn't grow. */
  readonly monthsOfHeadroom: number | null;
  /** The next twelve months if the fleet grew in proportion to demand beyond what it can take. */
  readonly months: readonly {
    /** 1 to 12. */
    readonly month: number;
    /** Demand over that of today. */
    readonly demand: number;
    /** With an autoscaler their mean, which need not be whole. */
    readonly replicas: number;
    /** Dollars. */
    readonly costPerHour: number;
    readonly costPerMonth: number;
  }[];
  /** Dollars for the twelve months. */
  readonly costPerYear: number;
}
