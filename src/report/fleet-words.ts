import type { AutoscalerSection } from "../scenario/autoscaler-section.ts";
import type { FleetSection, Scenario } from "../scenario/scenario.ts";
import { formatCount, formatDollars, formatLimit } from "./format.ts";
import { priceSourceWords } from "./price-lines.ts";

/** How the fleet is sized, paid, reached and what it may lose, a line a topic. */
export function fleetWords(fleet: FleetSection): readonly string[] {
  const { autoscaler, nodes, price, priceSource, queueLimit, router } = fleet;
  const queue = queueLimit === null ? "" : `, at most ${formatCount(queueLimit)} waiting`;
  const lines = [
    `${formatDollars(price)}/h a replica, ${router}${queue}`,
    ...priceSourceWords(priceSource, nodes),
  ];
  if (autoscaler !== null) lines.push(autoscalerWords(autoscaler));
  const capacity = [warmWords(fleet), failureWords(fleet)].filter((words) => words !== "");
  return capacity.length === 0 ? lines : [...lines, capacity.join("; ")];
}

/** What clients do after an attempt that didn't succeed; empty if they give up. */
export function retryWords({ client }: Pick<Scenario, "client">): string {
  const { hedging, retries } = client;
  return [
    retries === null ? "" : `retry after ${retries.on.join(", ")}`,
    hedging === null ? "" : `hedge up to ${hedging.maxAttempts} attempts`,
  ]
    .filter((words) => words !== "")
    .join("; ");
}

/** "Kubernetes HPA, 2 to 8 replicas". */
export function autoscalerWords(autoscaler: AutoscalerSection): string {
  switch (autoscaler.kind) {
    case "hpa":
      return `Kubernetes HPA, ${rangeWords(autoscaler.minReplicas, autoscaler.maxReplicas)}`;
    case "keda":
      return `KEDA, ${rangeWords(autoscaler.minReplicaCount, autoscaler.maxReplicaCount)}`;
    case "knative":
      return `Knative, ${rangeWords(autoscaler.minScale, autoscaler.maxScale)}`;
    case "ray-serve":
      return `Ray Serve, ${rangeWords(autoscaler.minReplicas, autoscaler.maxReplicas)}`;
    case "predictive":
      return `predictive autoscaler, ${rangeWords(autoscaler.min, autoscaler.max)}`;
    case "schedule": {
      const counts = autoscaler.points.map(([, replicas]) => replicas);
      return `by schedule, ${rangeWords(Math.min(...counts), Math.max(...counts))}`;
    }
  }
}

function rangeWords(least: number, most: number | null): string {
  if (most === null) return `${formatCount(least)} replicas and more`;
  return `${formatCount(least)} to ${formatCount(most)} replicas`;
}

function warmWords({ warm }: FleetSection): string {
  if (warm === null) return "";
  return `${formatCount(warm.replicas)} kept warm at ${formatDollars(warm.price)}/h each`;
}

function failureWords({ failures, zones }: FleetSection): string {
  if (failures === null) return "";
  const { outages, replica, rollouts, slow, spot, zone } = failures;
  const kinds = [
    replica === null ? "" : "replicas fail",
    zone === null ? "" : `any of ${formatCount(zones)} zones fails`,
    spot === null ? "" : `replicas are reclaimed with ${formatLimit(spot.notice)} notice`,
    slow === null ? "" : `replicas take ${slow.factor} times as long at times`,
    countWords(outages.length, "planned outage"),
    countWords(rollouts.length, "rollout"),
  ].filter((kind) => kind !== "");
  return kinds.join(", ");
}

function countWords(count: number, name: string): string {
  return count === 0 ? "" : `${formatCount(count)} ${name}${count === 1 ? "" : "s"}`;
}
