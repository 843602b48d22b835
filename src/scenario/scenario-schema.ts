import * as z from "zod";
import { checkTogether } from "./check-together.ts";
import { clientSchema } from "./client-schema.ts";
import { driftSchema } from "./drift-schema.ts";
import { experimentsSchema } from "./experiment-schema.ts";
import { fleetSchema } from "./fleet-schema.ts";
import { jobsSchema } from "./job-schema.ts";
import { maintenanceSchema } from "./maintenance-schema.ts";
import { isMapping, mapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { described, node, orNull, readPart, remembering } from "./node.ts";
import { resolveRun, runSchema } from "./run-schema.ts";
import type { Scenario } from "./scenario.ts";
import { sensitivitySchema } from "./sensitivity-schema.ts";
import { serviceSchema } from "./service-schema.ts";
import { sloSchema } from "./slo-schema.ts";
import { sweepSchema } from "./sweep-schema.ts";
import { workloadSchema } from "./workload-schema.ts";

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
  workload: described(remembering(workloadSchema), "What arrives: a trace or a generator.", {
    generate: { duration: "1h", arrivals: { process: "poisson", rate: "12/s" } },
  }),
  service: described(remembering(serviceSchema), "How a replica serves.", {
    kind: "serial",
    time: "20ms",
  }),
  fleet: described(remembering(fleetSchema), "The pool of replicas.", {
    replicas: "1..16",
    price: "$4.10/h",
  }),
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
});

/** A whole scenario, with every default filled in. */
export const scenarioSchema: z.ZodType<Scenario> = node<Scenario>(sections, (value, report) => {
  const written = readPart(sections, value, [], report);
  const isConsistent = isMapping(value) && checkTogether(value, report);
  if (written === undefined || !isConsistent) return undefined;
  return { ...written, run: resolveRun(written.run, written) };
});
