import type { AutoscalerSection, MetricSection } from "../scenario/autoscaler-section.ts";
import type { NodeSection } from "../scenario/price-section.ts";
import type { RetriesSection } from "../scenario/retries-section.ts";
import type { FleetSection, Scenario } from "../scenario/scenario.ts";
import {
  formatCount,
  formatCounted,
  formatDollars,
  formatLimit,
  formatShare,
  formatSignificant,
} from "./format.ts";
import { priceSourceWords } from "./price-lines.ts";

/**
 * How the fleet is sized, paid, reached and what it may lose, a line a topic.
 *
 * @param swept - Paths of the sweep, whose values differ from point to point and aren't told.
 */
export function fleetWords(fleet: FleetSection, swept: readonly string[] = []): readonly string[] {
  const { autoscaler, nodes, price, priceSource, queueLimit, router } = fleet;
  const queue = queueLimit === null ? "" : `, at most ${formatCount(queueLimit)} waiting`;
  const lines = [
    `${priceWords(price, nodes)}, ${router}${queue}`,
    ...priceSourceWords(priceSource, nodes),
  ];
  if (autoscaler !== null) {
    const isSwept = swept.some((path) => path.startsWith("fleet.autoscaler"));
    lines.push(isSwept ? `${kindWords(autoscaler)}, as swept` : autoscalerWords(autoscaler));
  }
  const capacity = [warmWords(fleet), failureWords(fleet)].filter((words) => words !== "");
  return capacity.length === 0 ? lines : [...lines, capacity.join("; ")];
}

/** What a replica costs; where whole machines are paid for, what its share of a full one does. */
function priceWords(price: number, nodes: NodeSection | null): string {
  const each = `${formatDollars(price)}/h a replica`;
  return nodes === null ? each : `${each} on a full node (whole nodes are paid for)`;
}

/** What clients do after an attempt that didn't succeed; empty if they give up. */
export function retryWords({
  client,
  service,
  sweep,
}: Pick<Scenario, "client" | "service" | "sweep">): string {
  const { hedging, retries } = client;
  return [
    retries === null ? "" : retriesWords(retries, sweep, service.kind === "continuous"),
    hedging === null ? "" : `hedge up to ${formatCounted(hedging.maxAttempts, "attempt")}`,
  ]
    .filter((words) => words !== "")
    .join("; ");
}

/** @param hasTokens - If answers are streams, which aren't sent again once they have begun. */
function retriesWords(
  { backoff, budget, maxAttempts, on, perTryTimeout }: RetriesSection,
  sweep: Scenario["sweep"],
  hasTokens: boolean,
): string {
  if (maxAttempts === 1 && !("client.retries.maxAttempts" in sweep)) {
    return perTryTimeout === null
      ? ""
      : `no retries, one attempt of at most ${formatLimit(perTryTimeout)}`;
  }
  const attempts =
    maxAttempts === null
      ? "any number of attempts"
      : `up to ${formatCounted(maxAttempts, "attempt")}`;
  const each = perTryTimeout === null ? "" : ` of ${formatLimit(perTryTimeout)} each`;
  const limited = "client.retries.budget" in sweep ? "budget as swept" : budgetWords(budget);
  const when = `${on.join(", ")}${hasTokens ? " before the first token" : ""}`;
  return `retry after ${when}: ${attempts}${each}, ${waitWords(backoff)}, ${limited}`;
}

function waitWords(backoff: RetriesSection["backoff"]): string {
  if (!("law" in backoff)) return backoffWords(backoff);
  const { law } = backoff;
  return law.distribution === "constant"
    ? `${formatLimit(law.value)} apart`
    : "after a random wait";
}

function backoffWords({
  base,
  factor,
  jitter,
  max,
}: Exclude<RetriesSection["backoff"], { law: unknown }>): string {
  const growth = factor === 1 ? "" : `, ×${Number(factor.toPrecision(3))} each time`;
  const most = max === null ? "" : ` to ${formatLimit(max)}`;
  const spread =
    typeof jitter === "string"
      ? `${jitter} jitter`
      : jitter === 0
        ? "no jitter"
        : `${formatShare(jitter, 0)} jitter`;
  return `${formatLimit(base)} apart${growth}${most} (${spread})`;
}

function budgetWords(budget: RetriesSection["budget"]): string {
  switch (budget?.kind) {
    case undefined:
      return "no budget";
    case "envoy":
      return `Envoy's budget of ${formatShare(budget.share, 0)}, at least ${formatCount(budget.least)}`;
    case "grpc":
      return `gRPC's budget of ${formatCount(budget.tokens)} tokens`;
    case "aws":
      return `the AWS SDKs' budget of ${formatCount(budget.tokens)} tokens`;
  }
}

/** "Kubernetes HPA, 2 to 8 replicas, target utilization 80%". */
export function autoscalerWords(autoscaler: AutoscalerSection): string {
  const target = targetWords(autoscaler);
  return target === "" ? kindWords(autoscaler) : `${kindWords(autoscaler)}, ${target}`;
}

/** What it aims at; empty for what goes by the clock. */
function targetWords(autoscaler: AutoscalerSection): string {
  switch (autoscaler.kind) {
    case "hpa":
    case "keda": {
      const { metrics } = autoscaler;
      return `target ${metrics.map(metricWords).join(" or ")}`;
    }
    case "knative": {
      const { metric, target, targetUtilization } = autoscaler;
      const unit = metric === "rps" ? "requests/s" : "requests at once";
      return `target ${formatSignificant(target * targetUtilization, 3)} ${unit} a replica`;
    }
    case "ray-serve": {
      const ongoing = formatSignificant(autoscaler.targetOngoingRequests, 3);
      return `target ${ongoing} ongoing requests a replica`;
    }
    case "predictive":
      return `${formatSignificant(autoscaler.perReplica, 3)} requests/s a replica`;
    case "schedule":
      return "";
  }
}

function metricWords({ signal, target }: MetricSection): string {
  const isShare = signal === "utilization" || signal === "kv";
  const amount = isShare ? formatShare(target, 0) : formatSignificant(target, 3);
  return `${signal} ${amount}${signal === "rate" ? "/s" : ""}`;
}

function kindWords(autoscaler: AutoscalerSection): string {
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
