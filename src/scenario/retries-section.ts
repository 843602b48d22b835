import type { DistributionSection } from "./scenario.ts";

/** What a client does after an attempt that brought no answer. */
export interface RetriesSection {
  /** The first one included; null for no limit. */
  readonly maxAttempts: number | null;
  /** Seconds; null for no limit of its own. */
  readonly perTryTimeout: number | null;
  /** Outcomes of an attempt after which another is made; at least one, none twice. */
  readonly on: readonly RetriedOutcome[];
  readonly backoff: BackoffSection;
  readonly budget: RetryBudgetSection | null;
}

/** How an attempt that may be retried ended. */
export type RetriedOutcome = "rejected" | "timed-out" | "failed";

/** How long a client waits before the next attempt. */
export type BackoffSection =
  | {
      /** Seconds before the first retry, multiplied by `factor` for each further one. */
      readonly base: number;
      readonly factor: number;
      /** Seconds; null for no limit. */
      readonly max: number | null;
      /** Anything from 0 to the delay, decorrelated, or a relative half-width around it. */
      readonly jitter: "full" | "decorrelated" | number;
    }
  | { readonly law: DistributionSection };

/** What keeps retries from making an overload worse. */
export type RetryBudgetSection =
  /** Retries at once: a share of the active requests, but always `least`. */
  | { readonly kind: "envoy"; readonly share: number; readonly least: number }
  /** Retries while more than half of the tokens are left. */
  | { readonly kind: "grpc"; readonly tokens: number; readonly tokenRatio: number }
  /** Retries are paid for in tokens. */
  | {
      readonly kind: "aws";
      readonly tokens: number;
      readonly cost: number;
      readonly timeoutCost: number;
      readonly refund: number;
    };

/** A second try while the first is still running. */
export interface HedgingSection {
  /** The first one included. */
  readonly maxAttempts: number;
  /** Seconds after the attempt before. */
  readonly delay: number;
  /** Share of past latencies at whose quantile the hedge is sent instead; null: always `delay`. */
  readonly quantile: number | null;
}
