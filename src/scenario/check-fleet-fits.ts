import { autoscalerBounds } from "./autoscaler-bounds.ts";
import type { MetricSection } from "./autoscaler-section.ts";
import { showCount } from "./messages.ts";
import type { Report } from "./node.ts";
import type { RouterName } from "./routing-section.ts";
import type { FleetSection, ServiceSection } from "./scenario.ts";

const MOST_POOL_SLOTS = 10_000_000;

/** Routers that look at what only replicas of a continuous service have. */
const CACHE_ROUTERS: ReadonlySet<RouterName> = new Set([
  "least-kv",
  "prefix-affinity",
  "endpoint-picker",
]);

/** What a fleet has to fit; undefined for what isn't known, which keeps the checks on it silent. */
export interface Surroundings {
  readonly service: ServiceSection | undefined;
  /** Whether a trace among the sources has hashes of prompts. */
  readonly hasPrefixes: boolean | undefined;
  /** Whether every class has a deadline. */
  readonly hasDeadlines: boolean | undefined;
}

/**
 * Compares a fleet with what it serves.
 *
 * @param fleet - Valid on its own.
 * @param report - Takes complaints below the fleet's path.
 */
export function checkFleetFits(
  fleet: FleetSection,
  { service, hasPrefixes, hasDeadlines }: Surroundings,
  report: Report,
): void {
  if (service !== undefined) {
    checkRouter(fleet, service, report);
    checkSignals(fleet, service, report);
    checkSlots(fleet, service, report);
  }
  if (hasPrefixes === false && fleet.routing.prefixCache !== null) {
    report({
      code: "conflict",
      message: "needs requests with hashes of their prompts",
      hint: "replay a trace with format: mooncake, whose hash_ids they are",
      path: ["routing", "prefixCache"],
    });
  }
  if (hasDeadlines === false && fleet.admission.deadlineAware !== null) {
    report({
      code: "conflict",
      message: "needs clients that give up: there is no deadline",
      hint: "set client.timeout",
      path: ["admission", "deadlineAware"],
    });
  }
}

function checkRouter(fleet: FleetSection, service: ServiceSection, report: Report): void {
  const { router, routing } = fleet;
  const isContinuous = service.kind === "continuous";
  if (!isContinuous && CACHE_ROUTERS.has(router)) {
    report({
      code: "conflict",
      message: `can't be ${router}: that is only for service.kind: continuous, got ${service.kind}`,
      hint: "such as router: least-outstanding",
      path: ["router"],
    });
  }
  if (!isContinuous && routing.prefixCache !== null) {
    report({
      code: "conflict",
      message: `is only for service.kind: continuous, got ${service.kind}`,
      path: ["routing", "prefixCache"],
    });
  }
  if (router !== "least-kv" || !isContinuous || service.kvCache !== null) return;
  report({
    code: "conflict",
    message: "can't be least-kv: the KV cache is unlimited, so that all replicas are alike",
    hint: "set service.kvCache",
    path: ["router"],
  });
}

/** The KV cache can only be watched where there is one. */
function checkSignals({ autoscaler }: FleetSection, service: ServiceSection, report: Report): void {
  if (autoscaler?.kind !== "hpa" && autoscaler?.kind !== "keda") return;
  const metrics: readonly MetricSection[] = autoscaler.metrics;
  const hasCache = service.kind === "continuous" && service.kvCache !== null;
  for (const [position, { signal }] of metrics.entries()) {
    if (signal !== "kv" || hasCache) continue;
    report({
      code: "conflict",
      message: "can't be kv: the service has no kvCache",
      hint: "use signal: concurrency, or set kvCache of a continuous service",
      path: ["autoscaler", "metrics", position, "signal"],
    });
  }
}

function checkSlots(fleet: FleetSection, service: ServiceSection, report: Report): void {
  if (service.kind !== "serial") return;
  const { autoscaler, replicas } = fleet;
  const { max } =
    autoscaler === null ? { max: Math.max(...replicas) } : autoscalerBounds(autoscaler);
  // Without a limit the fleet is as large as its load asks for.
  if (max === Infinity || max * service.concurrency <= MOST_POOL_SLOTS) return;
  const limit = showCount(MOST_POOL_SLOTS);
  const found = `${showCount(max)} × ${showCount(service.concurrency)}`;
  report({
    code: "out-of-range",
    message:
      autoscaler === null
        ? `times service.concurrency must be at most ${limit}, got ${found}`
        : `must keep replicas times service.concurrency to at most ${limit}, got ${found}`,
    path: [autoscaler === null ? "replicas" : "autoscaler"],
  });
}
