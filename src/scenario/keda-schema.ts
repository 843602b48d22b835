import type * as z from "zod";
import type { KedaSection } from "./autoscaler-section.ts";
import { checkStart } from "./check-bounds.ts";
import { resolveBehavior } from "./scaling-rules-schema.ts";
import { checkInitialization, hpaBehavior, resolveInitialization } from "./hpa-schema.ts";
import { kindKey } from "./kind-key.ts";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { triggerSchema } from "./metric-schema.ts";
import { MOST_REPLICAS } from "./most-replicas.ts";
import { described, orNull, type Report } from "./node.ts";
import { count, duration } from "./quantity.ts";

/** KEDA 2.21: a ScaledObject with its defaults. */
export const kedaSchema: z.ZodType<KedaSection> = mapping(
  {
    kind: kindKey("keda", "The autoscaler"),
    minReplicaCount: described(
      count(0, MOST_REPLICAS).prefault(0),
      "Fewest replicas (KEDA 2.21: 0).",
      1,
    ),
    maxReplicaCount: described(
      count(1, MOST_REPLICAS).prefault(100),
      "Most replicas (KEDA 2.21: 100).",
      20,
    ),
    initial: described(
      orNull(count(0, MOST_REPLICAS)),
      "Replicas at the start. Left out: minReplicaCount.",
      1,
    ),
    metrics: described(
      list(triggerSchema, 1),
      "The triggers; the one that asks for the most replicas counts.",
      [{ signal: "queue", target: 5, activation: 0 }],
    ),
    pollingInterval: described(
      duration({ atLeast: 0.1 }).prefault("30s"),
      "Time between looks for work while there is no replica (KEDA 2.21: 30s).",
      "30s",
    ),
    cooldownPeriod: described(
      duration({ atLeast: 0 }).prefault("300s"),
      "From the last look that saw work until the last replica is stopped (KEDA 2.21: 300s).",
      "300s",
    ),
    initialCooldownPeriod: described(
      duration({ atLeast: 0 }).prefault("0s"),
      "From the beginning until the last replica may be stopped (KEDA 2.21: 0s).",
      "0s",
    ),
    ...hpaBehavior,
  },
  (keda, report) => {
    const { minReplicaCount, maxReplicaCount, initial } = keda;
    checkStart(
      ["initial", initial],
      ["minReplicaCount", minReplicaCount],
      ["maxReplicaCount", maxReplicaCount],
      report,
    );
    checkInitialization(keda, report);
    checkWaking(keda, report);
  },
).transform((written): KedaSection => ({
  ...written,
  ...resolveBehavior(written),
  initial: written.initial ?? written.minReplicaCount,
  cpuInitializationPeriod: resolveInitialization(written),
}));

/** Refuses a fleet that could never leave zero, as KEDA's admission webhook does. */
function checkWaking(
  { minReplicaCount, metrics }: Partial<Pick<KedaSection, "minReplicaCount" | "metrics">>,
  report: Report,
): void {
  if (minReplicaCount !== 0 || !metrics) return;
  if (metrics.some(({ signal }) => signal !== "utilization" && signal !== "kv")) return;
  report({
    code: "conflict",
    message: "must have a metric that is seen without replicas, as minReplicaCount is 0",
    hint: "add one on queue, concurrency or rate, or set minReplicaCount: 1",
    path: ["metrics"],
  });
}
