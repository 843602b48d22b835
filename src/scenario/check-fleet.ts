import { isNone } from "./failure-schema.ts";
import type { FailureSection } from "./failure-section.ts";
import type { KeyPath } from "./key-path.ts";
import { mutuallyExclusive } from "./messages.ts";
import type { Report } from "./node.ts";
import type { FleetPrice } from "./price-schema.ts";
import { isLoadAware, type WrittenRouting } from "./routing-schema.ts";
import type { FleetSection } from "./scenario.ts";

/** The pool of replicas, before the defaults that depend on other keys are filled in. */
export interface WrittenFleet extends Omit<
  FleetSection,
  "replicas" | "coldStart" | "minimumBilling" | "routing" | "price" | "priceSource" | "nodes"
> {
  readonly replicas: readonly number[] | null;
  readonly coldStart: FleetSection["coldStart"] | null;
  readonly billing: { readonly minimum: number | null };
  readonly price: FleetPrice;
  readonly routing: WrittenRouting;
}

/** Compares the keys of a fleet with each other. */
export function checkFleet(fleet: Partial<WrittenFleet>, report: Report): void {
  checkSize(fleet, report);
  checkWaking(fleet, report);
  checkWarm(fleet, report);
  checkRouting(fleet, report);
  checkFailures(fleet, report);
  checkCommitments(fleet, report);
}

/** An autoscaler's count moves, so there is no number of nodes to commit to a share of. */
function checkCommitments({ autoscaler, price }: Partial<WrittenFleet>, report: Report): void {
  if (!autoscaler || !price?.nodes) return;
  for (const [position, { size }] of price.nodes.committed.entries()) {
    if (!("share" in size)) continue;
    report({
      code: "conflict",
      message: "can't be a share with an autoscaler: its count has no fixed number of nodes",
      hint: "write nodes: 4 in place of it",
      path: ["price", "mix", position, "share"],
    });
  }
}

function checkSize({ replicas, autoscaler }: Partial<WrittenFleet>, report: Report): void {
  if (replicas === null && autoscaler === null) {
    report({
      code: "missing-key",
      message: "is required",
      hint: "such as replicas: 1..16, or an autoscaler in its place",
      path: ["replicas"],
    });
  }
  if (!replicas || !autoscaler) return;
  report({
    code: "conflict",
    message: mutuallyExclusive("replicas", "autoscaler"),
    hint: "an autoscaler has bounds of its own: remove one of the two",
  });
}

/** Requests that are rejected leave no queue by which KEDA could see that there is work. */
function checkWaking({ autoscaler, whenZero }: Partial<WrittenFleet>, report: Report): void {
  if (whenZero !== "reject" || autoscaler?.kind !== "keda") return;
  const { metrics, minReplicaCount } = autoscaler;
  if (minReplicaCount > 0 || metrics.some(({ signal }) => signal === "rate")) return;
  report({
    code: "conflict",
    message: "can't be reject: at zero replicas there would be nothing to wake KEDA",
    hint: "write whenZero: hold, or add a metric with signal: rate",
    path: ["whenZero"],
  });
}

function checkWarm({ warm, coldStart }: Partial<WrittenFleet>, report: Report): void {
  if (!warm || coldStart !== null) return;
  report({
    code: "conflict",
    message: "needs coldStart: without one every replica is ready at once",
    hint: "add fleet.coldStart, such as 90s",
    path: ["warm"],
  });
}

function checkRouting({ router, routing }: Partial<WrittenFleet>, report: Report): void {
  if (router === undefined || routing === undefined) return;
  const { instances, prefixCache, scorers, staleness } = routing;
  const complain = (key: string, message: string, hint: string): void => {
    report({ code: "conflict", message, hint, path: ["routing", key] });
  };
  const given = { staleness, instances };
  for (const [key, value] of Object.entries(given)) {
    if (value === null || router !== "central-queue") continue;
    complain(key, "is of no use with router: central-queue", "replicas pull from the one queue");
  }
  if (staleness !== null && router !== "central-queue" && !isLoadAware(router)) {
    complain("staleness", `is of no use with router: ${router}`, "it doesn't look at loads");
  }
  if (scorers !== null && router !== "endpoint-picker") {
    complain("scorers", `is of no use with router: ${router}`, "write router: endpoint-picker");
  }
  if (router === "prefix-affinity" && prefixCache === null) {
    report({
      code: "missing-key",
      message: "is required with router: prefix-affinity",
      hint: "such as prefixCache: {blocks: 2000}",
      path: ["routing", "prefixCache"],
    });
  }
}

function checkFailures(fleet: Partial<WrittenFleet>, report: Report): void {
  const { autoscaler, failures, replicas, zones } = fleet;
  if (!failures) return;
  for (const [position, outage] of failures.outages.entries()) {
    const path = ["failures", "outages", position];
    checkZone(outage, zones, [...path, "zone"], report);
    const most = replicas?.[replicas.length - 1];
    if (outage.replicas === null || most === undefined || outage.replicas <= most) continue;
    report({
      code: "conflict",
      message: `must be at most fleet.replicas, which is ${most}, got ${outage.replicas}`,
      path: [...path, "replicas"],
    });
  }
  if (!autoscaler) return;
  for (const [position, rollout] of failures.rollouts.entries()) {
    for (const key of ["maxUnavailable", "maxSurge"] as const) {
      const limit = rollout[key];
      if (!("share" in limit) || isNone(limit)) continue;
      report({
        code: "conflict",
        message:
          "must be a number with an autoscaler: the fleet has no fixed size to take a share of",
        hint: `such as ${key}: 1`,
        path: ["failures", "rollouts", position, key],
      });
    }
  }
}

function checkZone(
  { zone }: FailureSection["outages"][number],
  zones: number | undefined,
  path: KeyPath,
  report: Report,
): void {
  if (zone === null || zones === undefined || zone < zones) return;
  report({
    code: "conflict",
    message: `must be less than fleet.zones, which is ${zones}, got ${zone}`,
    hint: "zones are counted from 0",
    path,
  });
}
