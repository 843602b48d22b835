import type * as z from "zod";
import { mapping } from "./mapping.ts";
import { described, orNull } from "./node.ts";
import { count, duration, plainNumber } from "./quantity.ts";
import type { RouterName, RoutingSection, ScorersSection } from "./routing-section.ts";

/** All routers. */
export const ROUTERS: readonly RouterName[] = [
  "central-queue",
  "round-robin",
  "random",
  "least-outstanding",
  "power-of-two",
  "least-kv",
  "prefix-affinity",
  "endpoint-picker",
];

/** Routers that look at loads, which may be out of date. */
const LOAD_AWARE: ReadonlySet<RouterName> = new Set([
  "least-outstanding",
  "power-of-two",
  "least-kv",
  "prefix-affinity",
  "endpoint-picker",
]);

/** True of a router that looks at the loads of replicas. */
export function isLoadAware(router: RouterName): boolean {
  return LOAD_AWARE.has(router);
}

/**
 * Weights of the default profile, and how often metrics are scraped, in llm-d's inference scheduler
 * (Gateway API Inference Extension v1, 2025; `defaults.go`).
 */
export const DEFAULT_SCORERS: ScorersSection = { queue: 2, kv: 2, prefix: 3, running: 0 };
const ENDPOINT_PICKER_SCRAPE = 0.05;

/** Tokens of a block whose hash the Mooncake traces hold. */
const MOONCAKE_BLOCK = 512;

const weight = plainNumber({ atLeast: 0, atMost: 1000 });

const scorers = mapping(
  {
    queue: described(weight.prefault(DEFAULT_SCORERS.queue), "Short queues (llm-d: 2).", 2),
    kv: described(weight.prefault(DEFAULT_SCORERS.kv), "Free KV cache (llm-d: 2).", 2),
    prefix: described(
      weight.prefault(DEFAULT_SCORERS.prefix),
      "Cached blocks of the prompt (llm-d: 3).",
      3,
    ),
    running: described(
      weight.prefault(DEFAULT_SCORERS.running),
      "Few running requests (llm-d: not in the default profile, 0).",
      0,
    ),
  },
  (weights, report) => {
    if (Object.values(weights).length < 4) return;
    if (Object.values(weights).some((one) => one > 0)) return;
    report({ code: "out-of-range", message: "must have a weight above 0" });
  },
);

const prefixCache = mapping({
  blocks: described(
    count(1, 100_000_000),
    "Blocks that a replica keeps, the least recently used out first.",
    2000,
  ),
  blockTokens: described(
    count(1, 1_000_000).prefault(MOONCAKE_BLOCK),
    "Tokens of a block of the trace's hashes (Mooncake: 512).",
    MOONCAKE_BLOCK,
  ),
});

/** What routers see, before the defaults that depend on the router are filled in. */
export interface WrittenRouting {
  readonly staleness: number | null;
  readonly instances: number | null;
  readonly prefixCache: RoutingSection["prefixCache"];
  readonly scorers: ScorersSection | null;
}

/** What routers see. */
export const routingSchema: z.ZodType<WrittenRouting> = mapping({
  staleness: described(
    orNull(duration({ atLeast: 0 })),
    "Time between updates of the loads that routers see. Left out: 50ms for the endpoint picker, else none.",
    "50ms",
  ),
  instances: described(
    orNull(count(1, 10_000)),
    "Router instances, each knowing only what it sent itself. Left out: 1.",
    4,
  ),
  prefixCache: described(
    orNull(prefixCache),
    "Prompt blocks that a replica keeps. Left out: none.",
    { blocks: 2000, blockTokens: 512 },
  ),
  scorers: described(
    orNull(scorers),
    "Weights of the endpoint picker. Left out: 2 for queue, 2 for kv, 3 for prefix.",
    { queue: 2, kv: 2, prefix: 3 },
  ),
});

/** Fills in the defaults that depend on the router. */
export function resolveRouting(router: RouterName, written: WrittenRouting): RoutingSection {
  return {
    staleness: written.staleness ?? (router === "endpoint-picker" ? ENDPOINT_PICKER_SCRAPE : 0),
    instances: written.instances ?? 1,
    prefixCache: written.prefixCache,
    scorers: written.scorers ?? DEFAULT_SCORERS,
  };
}
