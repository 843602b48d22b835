import * as z from "zod";
import type { ArrangementSection } from "./arrangement-section.ts";
import { checkPoolFleets, checkTogether } from "./check-together.ts";
import { clientSchema } from "./client-schema.ts";
import { driftSchema } from "./drift-schema.ts";
import { experimentsSchema } from "./experiment-schema.ts";
import { fleetSchema } from "./fleet-schema.ts";
import { isRandom } from "./is-random.ts";
import { jobsSchema } from "./job-schema.ts";
import { maintenanceSchema } from "./maintenance-schema.ts";
import { isMapping, mapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { described, node, orNull, readPart, remembering, type Report } from "./node.ts";
import { poolsSchema } from "./pools-schema.ts";
import { withPriceTable } from "./prices/attach-table.ts";
import { priceTableSchema } from "./prices/price-table-schema.ts";
import { checkPoolObjectives, completeFleet, resolvePools } from "./resolve-pools.ts";
import { resolveRun, runSchema } from "./run-schema.ts";
import type { Scenario } from "./scenario.ts";
import { sensitivitySchema } from "./sensitivity-schema.ts";
import { serviceSchema } from "./service-schema.ts";
import { sloSchema } from "./slo-schema.ts";
import { sweepSchema } from "./sweep-schema.ts";
import { workloadSchema } from "./workload-schema.ts";
import { at, valid, type Written } from "./written-parts.ts";
import { writtenClassNames } from "./written-sources.ts";

const NAME = /^[a-z0-9][a-z0-9-]*$/;
const LONGEST_NAME = 100;

const name = node(z.string().regex(NAME).max(LONGEST_NAME), (value, report) => {
  if (typeof value === "string" && NAME.test(value) && value.length <= LONGEST_NAME) return value;
  const wanted = "lower-case letters, digits and dashes, starting with a letter or digit";
  const hint =
    typeof value === "number"
      ? "put it in quotes"
      : "it names the output folder, such as chat-burst; at most 100 characters";
  return report({ code: "bad-value", message: mustBe(wanted, value), hint });
});

const description = node(z.string(), (value, report) =>
  typeof value === "string"
    ? value
    : report({ code: "wrong-type", message: mustBe("a text", value), hint: "put it in quotes" }),
);

/** A whole number that float64 holds exactly. */
export const seedSchema: z.ZodType<number> = node(z.int().min(0), (value, report) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? value + 0
    : report({
        code: "out-of-range",
        message: mustBe(`a whole number between 0 and ${Number.MAX_SAFE_INTEGER}`, value),
      }),
);

const sections = mapping({
  name: described(name, "Names the output folder.", "chat-burst"),
  description: described(
    description.prefault(""),
    "One line for readers and reports.",
    "Chat API, one H100 per replica",
  ),
  seed: described(seedSchema.prefault(1), "Same seed, same bytes.", 1),
  workload: described(
    remembering(workloadSchema),
    "What arrives: a trace, a generator, users, or classes of these.",
    {
      generate: { duration: "1h", arrivals: { process: "poisson", rate: "12/s" } },
    },
  ),
  service: described(remembering(serviceSchema), "How a replica serves.", {
    kind: "serial",
    time: "20ms",
  }),
  fleet: described(remembering(fleetSchema), "The pool of replicas.", {
    replicas: "1..16",
    price: "$4.10/h",
  }),
  prices: described(
    priceTableSchema,
    "File of prices of your own, as `tailcap prices import` writes it, beside the built-in ones.",
    "prices.json",
  ),
  client: described(remembering(clientSchema).prefault({}), "What clients do.", {
    timeout: "30s",
  }),
  slo: described(remembering(sloSchema), "What must hold.", { objectives: [{ p95: "8s" }] }),
  sweep: described(
    remembering(sweepSchema).prefault({}),
    "Further axes, by path; the grid is their product with the replica counts.",
    { "service.maxBatchedTokens": [1024, 2048] },
  ),
  run: described(remembering(runSchema).prefault({}), "How the simulation is run.", {
    replications: 10,
    warmup: "60s",
  }),
  sensitivity: described(
    remembering(sensitivitySchema).prefault({}),
    "By how much each assumption is varied, relatively.",
    { traffic: "20%", serviceTime: "10%" },
  ),
  jobs: described(remembering(jobsSchema).prefault([]), "Batch jobs, priced with their failures.", [
    { name: "nightly fine-tune", perMonth: 30, failureShare: "15%", gpuHours: 3, price: "$4/h" },
  ]),
  maintenance: described(
    orNull(remembering(maintenanceSchema)),
    "What it takes to keep the service running. Left out: not priced.",
    { hours: 40, rate: "$120/h", managed: { fee: "$9000/month" } },
  ),
  experiments: described(
    remembering(experimentsSchema).prefault([]),
    "Capacity held for experiments.",
    [{ name: "long-context trial", gpuHours: 500, pastTtl: "30%", price: "$4/h" }],
  ),
  drift: described(
    orNull(remembering(driftSchema)),
    "What changes from month to month. Left out: demand isn't projected.",
    { demandGrowth: "3%" },
  ),
  pools: described(
    remembering(poolsSchema).prefault({}),
    "Ways to divide the classes among pools, to be compared. Left out: one pool, the fleet.",
    {
      separate: [
        { name: "search", classes: ["search"], replicas: "1..8" },
        { name: "ads", classes: ["ads"], replicas: "1..8" },
      ],
    },
  ),
});

/** A whole scenario, with every default filled in. */
export const scenarioSchema: z.ZodType<Scenario> = node<Scenario>(sections, (given, report) => {
  const value = isMapping(given) ? withPriceTable(given) : given;
  const completed = isMapping(value) ? completeFleet(value) : value;
  const written = readPart(sections, completed, [], report);
  const isConsistent = isMapping(completed) && checkTogether(completed, report);
  const pools = isMapping(value) ? readPools(value, completed, report) : undefined;
  if (written === undefined || !isConsistent || pools === undefined) return undefined;
  if (!checkPoolObjectives(pools, written.slo.objectives, report)) return undefined;
  if (isMapping(completed) && !checkPoolFleets(pools, completed, report)) return undefined;
  const fleets = [written.fleet, ...pools.flatMap((one) => one.pools.map(({ fleet }) => fleet))];
  const random = fleets.find((fleet) => isRandom({ ...written, fleet })) ?? written.fleet;
  const { prices: _, ...kept } = written;
  return { ...kept, run: resolveRun(kept.run, { ...kept, fleet: random }), pools };
});

function readPools(
  scenario: Written,
  completed: unknown,
  report: Report,
): readonly ArrangementSection[] | undefined {
  const pools = valid(poolsSchema, scenario["pools"] ?? {});
  if (pools === undefined) return undefined;
  const names = writtenClassNames(scenario);
  return resolvePools(pools, scenario["fleet"], at(completed, "fleet"), names, report);
}
