import type * as z from "zod";
import type { RayServeSection } from "./autoscaler-section.ts";
import { checkStart } from "./check-bounds.ts";
import { kindKey } from "./kind-key.ts";
import { mapping } from "./mapping.ts";
import { MOST_REPLICAS } from "./most-replicas.ts";
import { described, orNull } from "./node.ts";
import { amount, count, duration, plainNumber } from "./quantity.ts";

const factor = plainNumber({ above: 0, atMost: 1000 }).prefault(1);

/**
 * Ray Serve's `autoscaling_config` (2.50, 2025). `maxReplicas` is what `num_replicas: auto` sets:
 * the bare configuration's is 1, which never scales.
 */
export const rayServeSchema: z.ZodType<RayServeSection> = mapping(
  {
    kind: kindKey("ray-serve", "The autoscaler"),
    minReplicas: described(
      count(0, MOST_REPLICAS).prefault(1),
      "Fewest replicas (Ray Serve 2.50: 1).",
      1,
    ),
    maxReplicas: described(
      count(1, MOST_REPLICAS).prefault(100),
      "Most replicas (Ray Serve 2.50 with num_replicas: auto: 100).",
      20,
    ),
    initialReplicas: described(
      orNull(count(0, MOST_REPLICAS)),
      "Replicas at the start. Left out: minReplicas.",
      2,
    ),
    targetOngoingRequests: described(
      amount({ above: 0, atMost: 1e9 }).prefault(2),
      "Requests waiting or in service, per replica, aimed at (Ray Serve 2.50: 2).",
      2,
    ),
    upscaleDelay: described(
      duration({ atLeast: 0 }).prefault("30s"),
      "How long more must be asked for before it is done (Ray Serve 2.50: 30s).",
      "30s",
    ),
    downscaleDelay: described(
      duration({ atLeast: 0 }).prefault("600s"),
      "How long less must be asked for before it is done (Ray Serve 2.50: 600s).",
      "600s",
    ),
    downscaleToZeroDelay: described(
      orNull(duration({ atLeast: 0 })),
      "The same for the last replica. Left out: downscaleDelay.",
      "600s",
    ),
    lookBackPeriod: described(
      duration({ above: 0 }).prefault("30s"),
      "What the requests are averaged over (Ray Serve 2.50: 30s).",
      "30s",
    ),
    metricsInterval: described(
      duration({ atLeast: 0.01 }).prefault("10s"),
      "Time between the replicas' reports (Ray Serve 2.50: 10s).",
      "10s",
    ),
    upscalingFactor: described(factor, "Multiplies every growth (Ray Serve 2.50: 1).", 1),
    downscalingFactor: described(factor, "Multiplies every shrinkage (Ray Serve 2.50: 1).", 0.5),
  },
  ({ minReplicas, maxReplicas, initialReplicas }, report) =>
    checkStart(
      ["initialReplicas", initialReplicas],
      ["minReplicas", minReplicas],
      ["maxReplicas", maxReplicas],
      report,
    ),
).transform((written): RayServeSection => ({
  ...written,
  initialReplicas: written.initialReplicas ?? written.minReplicas,
}));
