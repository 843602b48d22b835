import * as z from "zod";
import { backoffSchema } from "./backoff-schema.ts";
import { choice } from "./choice.ts";
import { meanWithoutClamp } from "./distribution-mean.ts";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { described, node, orNull, type Report } from "./node.ts";
import { count, duration, oneOf, share } from "./quantity.ts";
import type {
  HedgingSection,
  RetriedOutcome,
  RetriesSection,
  RetryBudgetSection,
} from "./retries-section.ts";
import { RETRY_PRESETS, retryBudgetSchema, type PresetName } from "./retry-presets.ts";

/** More are a loop without an end. */
const MOST_ATTEMPTS = 1000;
const OUTCOMES: readonly RetriedOutcome[] = ["rejected", "timed-out", "failed"];
const PRESETS: readonly PresetName[] = ["envoy", "grpc", "aws-standard"];

/** A number of attempts; Infinity for no limit. */
const limited = count(1, MOST_ATTEMPTS);
const unlimited = node<number>(z.literal("unlimited"), (value, report) =>
  value === "unlimited"
    ? Infinity
    : report({ code: "bad-value", message: mustBe("a whole number or unlimited", value) }),
);
const attempts = choice<number>([limited, unlimited], (value) =>
  typeof value === "string" && /^[a-z]/i.test(value) ? unlimited : limited,
);

const noBudget = node<"none">(z.literal("none"), (value) => (value === "none" ? value : undefined));
const budgetOrNone = choice<RetryBudgetSection | "none">([noBudget, retryBudgetSchema], (value) =>
  value === "none" ? noBudget : retryBudgetSchema,
);

/** Retries before a preset is filled in. */
interface WrittenRetries {
  readonly preset: PresetName | null;
  readonly maxAttempts: number | null;
  readonly perTryTimeout: number | null;
  readonly on: readonly RetriedOutcome[] | null;
  readonly backoff: RetriesSection["backoff"] | null;
  readonly budget: RetryBudgetSection | "none" | null;
}

/** Retries, as written or from a preset. */
export const retriesSchema: z.ZodType<RetriesSection> = mapping(
  {
    preset: described(
      orNull(oneOf(PRESETS)),
      "Settings as published, which other keys override: envoy (1.35), grpc (example of proposal A6), aws-standard (SDKs, before the change announced for 2026).",
      "aws-standard",
    ),
    maxAttempts: described(
      orNull(attempts),
      "Attempts of a request, the first one included, or unlimited. Required without a preset.",
      3,
      "unlimited",
    ),
    perTryTimeout: described(
      orNull(duration({ above: 0 })),
      "How long an attempt may take; client.timeout spans all of them. Left out: no limit.",
      "2s",
    ),
    on: described(
      orNull(list(oneOf(OUTCOMES), 1)),
      "How an attempt must have ended. Left out: in any of these ways.",
      OUTCOMES,
    ),
    backoff: described(orNull(backoffSchema), "Wait before a retry. Required without a preset.", {
      base: "100ms",
      factor: 2,
      max: "20s",
      jitter: "full",
    }),
    budget: described(
      orNull(budgetOrNone),
      "What limits retries under overload, or none. Left out: the preset's, else none.",
      { kind: "envoy", share: "20%", least: 3 },
      "none",
    ),
  },
  checkRetries,
).transform(resolveRetries);

function checkRetries(written: Partial<WrittenRetries>, report: Report): void {
  const { preset, maxAttempts, perTryTimeout, on, backoff } = written;
  if (preset === null && maxAttempts === null) {
    const hint = "such as maxAttempts: 3, or preset: aws-standard";
    report({ code: "missing-key", message: "is required", hint, path: ["maxAttempts"] });
  }
  if (preset === null && backoff === null) {
    const hint = "such as backoff: {base: 100ms, max: 20s}, or preset: aws-standard";
    report({ code: "missing-key", message: "is required", hint, path: ["backoff"] });
  }
  if (maxAttempts === Infinity && backoff && isZero(backoff)) {
    report({
      code: "out-of-range",
      message: "must be above 0s with maxAttempts: unlimited",
      hint: "a request that is rejected would try again for ever at the same instant",
      path: ["backoff"],
    });
  }
  if (!on) return;
  const repeated = on.find((outcome, position) => on.indexOf(outcome) < position);
  if (repeated !== undefined) {
    report({ code: "conflict", message: `repeats ${repeated}`, path: ["on"] });
  }
  if (perTryTimeout === null && on.every((outcome) => outcome === "timed-out")) {
    report({
      code: "conflict",
      message: "must name more than timed-out, as no attempt times out on its own",
      hint: "set perTryTimeout: client.timeout spans all attempts",
      path: ["on"],
    });
  }
}

function isZero(backoff: RetriesSection["backoff"]): boolean {
  return "law" in backoff ? meanWithoutClamp(backoff.law) === 0 : backoff.base === 0;
}

function resolveRetries(written: WrittenRetries): RetriesSection {
  const preset = written.preset === null ? null : RETRY_PRESETS[written.preset];
  const maxAttempts = written.maxAttempts ?? preset?.maxAttempts ?? 1;
  return {
    maxAttempts: Number.isFinite(maxAttempts) ? maxAttempts : null,
    perTryTimeout: written.perTryTimeout,
    on: written.on ?? preset?.on ?? OUTCOMES,
    backoff: written.backoff ?? preset?.backoff ?? { base: 0, factor: 1, max: null, jitter: 0 },
    budget: written.budget === "none" ? null : (written.budget ?? preset?.budget ?? null),
  };
}

/** A second try while the first is still running. */
export const hedgingSchema: z.ZodType<HedgingSection> = mapping({
  maxAttempts: described(
    count(2, MOST_ATTEMPTS).prefault(2),
    "Attempts of a request, the first one included.",
    2,
  ),
  delay: described(
    duration({ atLeast: 0 }),
    "Wait before the next attempt; with quantile, until enough latencies are known.",
    "300ms",
  ),
  quantile: described(
    orNull(share({ above: 0, below: 1 })),
    "Wait for this share of past latencies instead. Left out: always delay.",
    "95%",
  ),
});
