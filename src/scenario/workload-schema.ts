import type * as z from "zod";
import { choice } from "./choice.ts";
import type { ClassSection } from "./class-section.ts";
import { classesSchema } from "./class-schema.ts";
import { isMapping, mapping, reportNoMapping, reportUnknownKey } from "./mapping.ts";
import { described, node, readPart, remembering } from "./node.ts";
import { unreadPrometheusSchema } from "./prometheus-section.ts";
import type { WorkloadSection } from "./scenario.ts";
import { generateSchema, usersSchema } from "./source-schema.ts";
import { traceSchema } from "./trace-schema.ts";
import { workloadPresetSchema } from "./workload-preset-schema.ts";

const recorded = mapping({
  trace: described(remembering(traceSchema), "A recorded request log.", {
    file: "requests.csv.gz",
    format: "azure-llm",
  }),
});
const generated = mapping({
  generate: described(remembering(generateSchema), "Synthetic traffic.", {
    duration: "1h",
    arrivals: { process: "poisson", rate: "12/s" },
  }),
});
const closed = mapping({
  users: described(remembering(usersSchema), "Users who wait for their answer, think, and ask.", {
    count: 50,
    thinkTime: "5s",
    duration: "1h",
  }),
});
const classed: z.ZodType<{ readonly classes: readonly ClassSection[] }> = mapping({
  classes: described(remembering(classesSchema), "Classes of requests, each with its source.", {
    interactive: {
      generate: { duration: "1h", arrivals: { process: "poisson", rate: "12/s" } },
    },
    batch: { trace: { file: "requests.csv.gz", format: "azure-llm" }, priority: 1 },
  }),
});

const askedForm = mapping({
  prometheus: described(
    unreadPrometheusSchema,
    "What a Prometheus server knows of a service: its rate and its token counts.",
    { url: "http://localhost:9090", preset: "vllm", range: "1h", step: "30s" },
  ),
});

/** A generator takes its place before a scenario is validated; so if it is still there, it fails. */
const asked = node<WorkloadSection>(askedForm, (value, report) => {
  readPart(askedForm, value, [], report);
  return undefined;
});

const FORMS = {
  trace: recorded,
  generate: generated,
  preset: workloadPresetSchema,
  users: closed,
  classes: classed,
} as const;
const KEYS = ["trace", "generate", "preset", "users", "classes"] as const;

/** Exactly one of a trace, a generator, a preset of one, users and classes of these. */
export const workloadSchema: z.ZodType<WorkloadSection> = choice<WorkloadSection>(
  [recorded, generated, closed, classed, asked, workloadPresetSchema],
  (value, report) => {
    if (!isMapping(value)) return reportNoMapping(KEYS, value, report);
    if (Object.hasOwn(value, "prometheus")) return asked;
    const given = KEYS.filter((key) => Object.hasOwn(value, key));
    if (given.length === 1) return FORMS[given[0]];
    if (given.length > 1) {
      return report({
        code: "conflict",
        message: `must have exactly one of trace, generate, preset, users and classes, got ${given.join(" and ")}`,
        hint: "remove all but one; --set can change a value but not remove one",
      });
    }
    for (const key of Object.keys(value)) reportUnknownKey(key, KEYS, [], report);
    return report({
      code: "missing-key",
      message: "must have exactly one of trace, generate, preset, users and classes, got none",
      hint: "such as generate: {duration: 1h, arrivals: {process: poisson, rate: 12/s}}",
    });
  },
);
