import type * as z from "zod";
import type {
  HpaBehaviorSection,
  HpaSection,
  MetricSection,
  ScalingRulesSection,
} from "./autoscaler-section.ts";
import { checkStart } from "./check-bounds.ts";
import { kindKey } from "./kind-key.ts";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { metricSchema } from "./metric-schema.ts";
import { MOST_REPLICAS } from "./most-replicas.ts";
import { described, orNull, type Report } from "./node.ts";
import { count, duration, share } from "./quantity.ts";
import { resolveBehavior, scaleDownSchema, scaleUpSchema } from "./scaling-rules-schema.ts";

/** `--horizontal-pod-autoscaler-cpu-initialization-period` of kube-controller-manager (1.34). */
const CPU_INITIALIZATION_PERIOD = 300;

/**
 * Keys that an HPA has whoever made it. Defaults are the flags of kube-controller-manager (1.34,
 * 2025): `--horizontal-pod-autoscaler-sync-period` and `-tolerance`.
 */
export const hpaBehavior: {
  readonly syncPeriod: z.ZodType<number>;
  readonly tolerance: z.ZodType<number>;
  readonly scaleUp: z.ZodType<ScalingRulesSection | null>;
  readonly scaleDown: z.ZodType<ScalingRulesSection | null>;
  readonly cpuInitializationPeriod: z.ZodType<number | null>;
} = {
  syncPeriod: described(
    duration({ atLeast: 0.1 }).prefault("15s"),
    "Time between decisions (Kubernetes 1.34: 15s).",
    "15s",
  ),
  tolerance: described(
    share({ atLeast: 0, below: 1 }).prefault("10%"),
    "Deviation from the target that is left alone (Kubernetes 1.34: 10%).",
    "10%",
  ),
  scaleUp: described(
    orNull(scaleUpSchema),
    "behavior.scaleUp; with either direction given, by default 4 pods or 100% in 15s. Without both: to 2 × the replicas or 4 a sync.",
    { stabilizationWindow: "0s" },
  ),
  scaleDown: described(
    orNull(scaleDownSchema),
    "behavior.scaleDown; by default to the most of the last 300s.",
    { stabilizationWindow: "300s" },
  ),
  cpuInitializationPeriod: described(
    orNull(duration({ atLeast: 0 })),
    "How long after its start a replica's utilization may be left out, until it has been measured for a whole window. Left out: 5m with a utilization metric.",
    "5m",
  ),
};

/** Kubernetes HorizontalPodAutoscaler, autoscaling/v2 (1.34). */
export const hpaSchema: z.ZodType<HpaSection> = mapping(
  {
    kind: kindKey("hpa", "The autoscaler"),
    minReplicas: described(count(1, MOST_REPLICAS).prefault(1), "Fewest replicas.", 2),
    maxReplicas: described(count(1, MOST_REPLICAS), "Most replicas.", 10),
    initial: described(
      orNull(count(1, MOST_REPLICAS)),
      "Replicas at the start. Left out: minReplicas.",
      2,
    ),
    metrics: described(
      list(metricSchema, 1).prefault([{ signal: "utilization", target: "80%" }]),
      "The one that asks for the most replicas counts; by default a utilization of 80%.",
      [{ signal: "concurrency", target: 8 }],
    ),
    ...hpaBehavior,
  },
  (hpa, report) => {
    const { minReplicas, maxReplicas, initial } = hpa;
    checkStart(
      ["initial", initial],
      ["minReplicas", minReplicas],
      ["maxReplicas", maxReplicas],
      report,
    );
    checkInitialization(hpa, report);
  },
).transform((written): HpaSection => ({
  ...written,
  ...resolveBehavior(written),
  initial: written.initial ?? written.minReplicas,
  cpuInitializationPeriod: resolveInitialization(written),
}));

/** What {@link checkInitialization} compares. */
interface Initialization {
  readonly metrics: readonly MetricSection[];
  readonly cpuInitializationPeriod: number | null;
}

/** Refuses an initialization period where no metric has one. */
export function checkInitialization(hpa: Partial<Initialization>, report: Report): void {
  const { cpuInitializationPeriod, metrics } = hpa;
  if (typeof cpuInitializationPeriod !== "number" || !metrics) return;
  if (metrics.some(({ signal }) => signal === "utilization")) return;
  report({
    code: "conflict",
    message: "is only for signal: utilization",
    hint: "remove it: other metrics count from the moment a replica is ready",
    path: ["cpuInitializationPeriod"],
  });
}

/** Seconds; 0 where no metric has such a period. */
export function resolveInitialization(
  written: Initialization,
): HpaBehaviorSection["cpuInitializationPeriod"] {
  const { cpuInitializationPeriod, metrics } = written;
  if (!metrics.some(({ signal }) => signal === "utilization")) return 0;
  return cpuInitializationPeriod ?? CPU_INITIALIZATION_PERIOD;
}
