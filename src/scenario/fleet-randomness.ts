import { autoscalerBounds } from "./autoscaler-bounds.ts";
import type { FailureSection } from "./failure-section.ts";
import { isLawRandom } from "./is-law-random.ts";
import type { BackoffSection } from "./retries-section.ts";
import type { RouterName } from "./routing-section.ts";
import type { ClientSection, DistributionSection, FleetSection } from "./scenario.ts";

/** Routers that draw, if only between equals. */
const DRAWING_ROUTERS: ReadonlySet<RouterName> = new Set([
  "random",
  "power-of-two",
  "endpoint-picker",
]);

/** Paths of what is random about a fleet and its clients. */
export function findFleetRandomness(fleet: FleetSection, client: ClientSection): string[] {
  const laws: (readonly [path: string, law: DistributionSection])[] = [
    ...startLaws(fleet),
    ...(fleet.failures === null ? [] : failureLaws(fleet.failures)),
  ];
  if (client.timeout !== null) laws.push(["client.timeout", client.timeout]);
  const found = laws.filter(([, law]) => isLawRandom(law)).map(([path]) => path);
  if (isRouterRandom(fleet)) found.unshift("fleet.router");
  const { adaptiveConcurrency } = fleet.admission;
  if (adaptiveConcurrency !== null && adaptiveConcurrency.minRttCalcParams.jitter > 0) {
    found.push("fleet.admission.adaptiveConcurrency");
  }
  if (client.retries !== null && isBackoffRandom(client.retries.backoff)) {
    found.push("client.retries.backoff");
  }
  return [...new Set(found)];
}

/** True if replicas are chosen by drawing; with one replica there is nothing to choose. */
function isRouterRandom({ autoscaler, replicas, router, routing }: FleetSection): boolean {
  // Instances that take turns start at random places.
  const isDrawn =
    DRAWING_ROUTERS.has(router) || (router === "round-robin" && routing.instances > 1);
  const most = autoscaler === null ? Math.max(...replicas) : autoscalerBounds(autoscaler).max;
  return isDrawn && most > 1;
}

/** How long replicas take to start, where any do. */
function startLaws(fleet: FleetSection): (readonly [string, DistributionSection])[] {
  const { autoscaler, coldStart, failures, warm } = fleet;
  const replaces = failures !== null && (failures.spot !== null || failures.rollouts.length > 0);
  if (autoscaler === null && !replaces) return [];
  const laws = coldStart.map(({ time }) => ["fleet.coldStart", time] as const);
  return warm === null ? laws : [...laws, ["fleet.warm.start", warm.start]];
}

function failureLaws(failures: FailureSection): (readonly [string, DistributionSection])[] {
  const { replica, slow, spot, zone } = failures;
  const laws: (readonly [string, DistributionSection])[] = [];
  for (const [name, outage] of Object.entries({ replica, zone })) {
    if (outage === null) continue;
    laws.push([`fleet.failures.${name}`, outage.uptime]);
    laws.push([`fleet.failures.${name}`, outage.downtime]);
  }
  if (spot !== null) laws.push(["fleet.failures.spot", spot.life]);
  if (slow !== null) {
    laws.push(["fleet.failures.slow", slow.interval], ["fleet.failures.slow", slow.duration]);
  }
  return laws;
}

function isBackoffRandom(backoff: BackoffSection): boolean {
  if ("law" in backoff) return isLawRandom(backoff.law);
  return backoff.jitter !== 0 && (backoff.base > 0 || backoff.jitter === "decorrelated");
}
