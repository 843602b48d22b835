import type * as z from "zod";
import { tagged } from "./choice.ts";
import { kindKey } from "./kind-key.ts";
import { mapping } from "./mapping.ts";
import { described } from "./node.ts";
import { amount, count, share } from "./quantity.ts";
import type { RetriesSection, RetryBudgetSection } from "./retries-section.ts";

/** Names of the presets. */
export type PresetName = "envoy" | "grpc" | "aws-standard";

/** What each preset fills in. */
export const RETRY_PRESETS: Readonly<Record<PresetName, Omit<RetriesSection, "perTryTimeout">>> = {
  /**
   * Envoy 1.35 (2025), router filter: `num_retries` 1, waits from 0 to 25 ms, doubled up to 250 ms;
   * the circuit breaker's `max_retries` 3 in place of a budget, which is off unless configured.
   */
  envoy: {
    maxAttempts: 2,
    on: ["rejected", "timed-out", "failed"],
    backoff: { base: 0.025, factor: 2, max: 0.25, jitter: "full" },
    budget: { kind: "envoy", share: 0, least: 3 },
  },
  /** gRPC proposal A6 (revision of 2023): its example, since gRPC doesn't retry unless configured. */
  grpc: {
    maxAttempts: 4,
    on: ["rejected", "failed"],
    backoff: { base: 0.1, factor: 2, max: 1, jitter: 0.2 },
    budget: { kind: "grpc", tokens: 10, tokenRatio: 0.1 },
  },
  /**
   * AWS SDKs, mode `standard`, as in smithy-typescript (2025), before the new waits and costs that
   * AWS_NEW_RETRIES_2026 turns on.
   */
  "aws-standard": {
    maxAttempts: 3,
    on: ["rejected", "timed-out", "failed"],
    backoff: { base: 0.1, factor: 2, max: 20, jitter: "full" },
    budget: { kind: "aws", tokens: 500, cost: 5, timeoutCost: 10, refund: 1 },
  },
};

const tokens = amount({ atLeast: 0, atMost: 1e9 });

/** A limit on retries; each kind has its product's defaults. */
export const retryBudgetSchema: z.ZodType<RetryBudgetSection> = tagged<RetryBudgetSection>(
  "kind",
  {
    envoy: mapping({
      kind: kindKey("envoy", "The budget"),
      share: described(
        share({ atLeast: 0, atMost: 1 }).prefault("20%"),
        "Share of the active and pending requests that may be retries (Envoy 1.35: 20%).",
        "20%",
      ),
      least: described(
        count(0, 1_000_000_000).prefault(3),
        "Retries always allowed at once (Envoy 1.35: 3).",
        3,
      ),
    }),
    grpc: mapping({
      kind: kindKey("grpc", "The budget"),
      tokens: described(
        amount({ above: 0, atMost: 1000 }).prefault(10),
        "maxTokens: a failure takes one, and no retry is made at half or less (A6: at most 1000; its example: 10).",
        10,
      ),
      tokenRatio: described(
        amount({ above: 0, atMost: 1000 }).prefault(0.1),
        "What a success gives back (example of A6: 0.1).",
        0.1,
      ),
    }),
    aws: mapping({
      kind: kindKey("aws", "The budget"),
      tokens: described(
        amount({ above: 0, atMost: 1e9 }).prefault(500),
        "Size of the bucket (AWS SDKs, standard mode: 500).",
        500,
      ),
      cost: described(tokens.prefault(5), "What a retry takes (AWS SDKs: 5).", 5),
      timeoutCost: described(
        tokens.prefault(10),
        "What a retry after a timeout takes (AWS SDKs: 10).",
        10,
      ),
      refund: described(
        tokens.prefault(1),
        "What a success without a retry gives back (AWS SDKs: 1); one after a retry gives back what that took.",
        1,
      ),
    }),
  },
  "what limits retries",
);
