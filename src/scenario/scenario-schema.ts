import * as z from "zod";
import { clientSchema } from "./client-schema.ts";
import { checkTogether } from "./check-together.ts";
import { fleetSchema } from "./fleet-schema.ts";
import { isRandom } from "./is-random.ts";
import { isMapping, mapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { described, node, readPart, remembering } from "./node.ts";
import { runSchema } from "./run-schema.ts";
import type { Scenario } from "./scenario.ts";
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
});

/** A whole scenario, with every default filled in. */
export const scenarioSchema: z.ZodType<Scenario> = node<Scenario>(sections, (value, report) => {
  const written = readPart(sections, value, [], report);
  const isConsistent = isMapping(value) && checkTogether(value, report);
  if (written === undefined || !isConsistent) return undefined;
  const { run } = written;
  const scenario: Scenario = {
    ...written,
    run: { replications: run.replications ?? 1, warmup: run.warmup },
  };
  const replications = run.replications ?? (isRandom(scenario) ? 10 : 1);
  return { ...scenario, run: { replications, warmup: run.warmup } };
});
