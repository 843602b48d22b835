import * as z from "zod";
import { admissionSchema } from "./admission-schema.ts";
import { autoscalerBounds } from "./autoscaler-bounds.ts";
import { autoscalerSchema } from "./autoscaler-schema.ts";
import { checkFleet, type WrittenFleet } from "./check-fleet.ts";
import { choice } from "./choice.ts";
import { failureSchema } from "./failure-schema.ts";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { MOST_REPLICAS } from "./most-replicas.ts";
import { described, node, orNull, remembering } from "./node.ts";
import { fleetPriceSchema } from "./price-schema.ts";
import { minimumBillingOf } from "./prices/price-table.ts";
import { count, duration, oneOf } from "./quantity.ts";
import { resolveRouting, ROUTERS, routingSchema } from "./routing-schema.ts";
import type { FleetSection } from "./scenario.ts";
import { coldStartSchema, warmSchema } from "./start-schema.ts";

/** More zones than any region has. */
const MOST_ZONES = 1000;

const RANGE = /^([0-9]{1,9})\.\.([0-9]{1,9})$/;

const one = count(1, MOST_REPLICAS);
const single = one.transform((replicas): readonly number[] => [replicas]);
const listed = list(one, 1).transform((counts): readonly number[] =>
  [...new Set(counts)].sort((left, right) => left - right),
);

const range = node<readonly number[]>(z.string().regex(RANGE), (value, report) => {
  const match = typeof value === "string" ? RANGE.exec(value) : null;
  if (!match) {
    return report({
      code: "bad-value",
      message: mustBe("a number, a list or a range such as 1..16", value),
      hint: "write the first and the last count with two dots between them",
    });
  }
  const [first, last] = [Number(match[1]), Number(match[2])];
  if (first < 1 || last > MOST_REPLICAS) {
    return report({ code: "out-of-range", message: mustBe("between 1 and 100,000", value) });
  }
  if (first > last) {
    return report({
      code: "out-of-range",
      message: mustBe("a range from its smaller to its larger end", value),
      hint: `did you mean \`${last}..${first}\`?`,
    });
  }
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
});

/** The counts to sweep: a number, a list or a range. */
export const replicasSchema: z.ZodType<readonly number[]> = choice(
  [single, listed, range],
  (value, report) => {
    if (Array.isArray(value)) return listed;
    if (typeof value === "string" && !/^[0-9.]+[kM]$/.test(value)) return range;
    if (typeof value === "number" || typeof value === "string") return single;
    return report({
      code: "wrong-type",
      message: mustBe("a number, a list or a range such as 1..16", value),
    });
  },
);

const billing = mapping({
  minimum: described(
    orNull(duration({ atLeast: 0 })),
    "Least time that a replica is paid for. Left out: that of a preset's provider, else 0s.",
    "60s",
  ),
});

/** The pool of replicas. */
export const fleetSchema: z.ZodType<FleetSection> = mapping(
  {
    replicas: described(
      orNull(replicasSchema),
      "How many replicas: a number, a list or a range. The main axis of the sweep. Required without an autoscaler.",
      "1..16",
      4,
      [2, 4, 8],
    ),
    autoscaler: described(
      orNull(remembering(autoscalerSchema)),
      "What decides how many replicas there are, in place of replicas.",
      {
        kind: "hpa",
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [{ signal: "concurrency", target: 8 }],
      },
    ),
    coldStart: described(
      orNull(remembering(coldStartSchema)),
      "From asking for a replica to its readiness: a law, stages, or a preset. Left out: nothing.",
      "90s",
      { node: "60s", image: "40s", load: "20s" },
      { preset: "reusable-container" },
    ),
    warm: described(orNull(warmSchema), "Replicas kept warm beside the fleet. Left out: none.", {
      replicas: 2,
      price: "$0.40/h",
      start: "5s",
    }),
    whenZero: described(
      oneOf(["hold", "reject"]).prefault("hold"),
      "What becomes of requests while no replica is ready.",
      "hold",
    ),
    billing: described(billing.prefault({}), "How replicas are paid for.", { minimum: "60s" }),
    zones: described(
      count(1, MOST_ZONES).prefault(1),
      "Zones that the replicas are spread over, in turn.",
      3,
    ),
    failures: described(orNull(remembering(failureSchema)), "What goes wrong. Left out: nothing.", {
      replica: { uptime: { distribution: "exponential", mean: "30d" }, downtime: "5m" },
    }),
    router: described(
      oneOf(ROUTERS).prefault("least-outstanding"),
      "Who gets an arriving request.",
      "least-outstanding",
    ),
    routing: described(routingSchema.prefault({}), "What routers see.", {
      staleness: "50ms",
      instances: 4,
    }),
    priority: described(
      oneOf(["none", "strict", "weighted"]).prefault("none"),
      "How a queue chooses between the classes of a workload.",
      "strict",
    ),
    admission: described(
      remembering(admissionSchema).prefault({}),
      "What is turned away or dropped to protect the service.",
      { codel: { target: "5ms", interval: "100ms" } },
    ),
    price: described(
      remembering(fleetPriceSchema),
      "Dollars per replica and hour, or a machine of a price list with the replicas that it holds.",
      "$4.10/h",
      { preset: "aws/p5.48xlarge/us-east-1", term: "on-demand", replicasPerNode: 8 },
    ),
    queueLimit: described(
      orNull(count(0, 1_000_000_000)),
      "Waiting requests per queue; beyond it a request is rejected. Left out: no limit.",
      500,
    ),
    current: described(
      orNull(one),
      "Replicas that run today, to compare with. Left out: unknown.",
      12,
    ),
  },
  checkFleet,
).transform(({ billing: { minimum }, price, ...written }: WrittenFleet): FleetSection => ({
  ...written,
  ...price,
  replicas: written.replicas ?? initialOf(written.autoscaler),
  coldStart: written.coldStart ?? [],
  minimumBilling: minimum ?? minimumBillingOf(price.priceSource?.provider ?? ""),
  routing: resolveRouting(written.router, written.routing),
}));

/** The one count that a fleet with an autoscaler starts with. */
function initialOf(autoscaler: FleetSection["autoscaler"]): readonly number[] {
  return autoscaler === null ? [] : [autoscalerBounds(autoscaler).initial];
}
