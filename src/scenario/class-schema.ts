import type * as z from "zod";
import type { ClassSection, SourceSection, UsersSection } from "./class-section.ts";
import { mapping, openMapping } from "./mapping.ts";
import { described, node, orNull, readPart, remembering, type Report } from "./node.ts";
import { count, duration, plainNumber, share } from "./quantity.ts";
import type { GenerateSection, TraceSection } from "./scenario.ts";
import { byName } from "./short-name.ts";
import { unreadPrometheusSchema } from "./prometheus-section.ts";
import { generateSchema, usersSchema } from "./source-schema.ts";
import { traceSchema } from "./trace-schema.ts";
import { optionalPresetKeys, PRESET_CHANGES, resolvePreset } from "./workload-preset-schema.ts";

/** Most classes of a workload. */
const MOST_CLASSES = 100;

const SOURCES = ["trace", "generate", "preset", "users"] as const;

/** Where the requests of a class come from, and the rest. */
const written = mapping(
  {
    trace: described(orNull(remembering(traceSchema)), "A recorded request log.", {
      file: "requests.csv.gz",
      format: "azure-llm",
    }),
    generate: described(orNull(remembering(generateSchema)), "Synthetic traffic.", {
      duration: "1h",
      arrivals: { process: "poisson", rate: "12/s" },
    }),
    users: described(
      orNull(remembering(usersSchema)),
      "Users who wait for their answer, think, and ask.",
      { count: 50, thinkTime: "5s", duration: "1h" },
    ),
    ...optionalPresetKeys,
    prometheus: described(
      unreadPrometheusSchema,
      "What a Prometheus server knows of a service, in place of generate.",
      { url: "http://localhost:9090", preset: "vllm", selector: 'model_name="llama"' },
    ),
    priority: described(
      count(0, 31).prefault(0),
      "For fleet.priority: strict: lower is served first; equal ones share a queue.",
      1,
    ),
    weight: described(
      plainNumber({ above: 0, atMost: 1e6 }).prefault(1),
      "For fleet.priority: weighted: share of service starts, relative to the other classes.",
      4,
    ),
    reserved: described(
      share({ atLeast: 0, below: 1 }).prefault("0%"),
      "Share of the slots behind a queue that only this class may use.",
      "20%",
    ),
    timeout: described(
      orNull(duration({ above: 0 })),
      "When a client of this class gives up. Left out: as client.timeout says.",
      "10s",
    ),
  },
  checkSource,
);

function checkSource(sources: Partial<Record<string, unknown>>, report: Report): void {
  // What couldn't be read has been reported.
  if (sources.prometheus === undefined) return;
  const given = SOURCES.filter((key) => sources[key] !== null);
  if (given.length === 1) {
    if (sources.preset === null) checkChanges(sources, report);
    return;
  }
  const found = given.length === 0 ? "none" : given.join(" and ");
  report({
    code: given.length === 0 ? "missing-key" : "conflict",
    message: `must have exactly one of trace, generate, preset and users, got ${found}`,
    hint:
      given.length === 0
        ? "such as generate: {duration: 1h, arrivals: {process: poisson, rate: 12/s}}"
        : "remove all but one",
  });
}

/** Keys that change a preset mean nothing without one. */
function checkChanges(sources: Partial<Record<string, unknown>>, report: Report): void {
  for (const key of PRESET_CHANGES) {
    if (sources[key] === null || sources[key] === undefined) continue;
    report({
      code: "conflict",
      message: "must be left out without preset",
      hint: "write it inside generate, users or trace, if it belongs there",
      path: [key],
    });
  }
}

/** A class without its name. */
const one = node<Omit<ClassSection, "name">>(written, (value, report) => {
  const read = readPart(written, value, [], report);
  if (read === undefined) return undefined;
  const { preset, priority, reserved, timeout, weight } = read;
  const workload = preset === null ? sourceOf(read) : resolvePreset({ ...read, preset }, report);
  return workload && { workload, priority, weight, reserved, timeout };
});

const named = openMapping({}, byName(remembering(one)));

/** The classes of a workload, at least one, in the order of the file. */
export const classesSchema: z.ZodType<readonly ClassSection[]> = node<readonly ClassSection[]>(
  named,
  (value, report) => {
    const read = readPart(named, value, [], report);
    if (read === undefined) return undefined;
    const found = read.extras.length;
    if (found === 0 || found > MOST_CLASSES) {
      const message = `must have 1 to ${MOST_CLASSES} classes, got ${found}`;
      return report({ code: "out-of-range", message, hint: "each by its name" });
    }
    const reservedInAll = read.extras.reduce((sum, [, one]) => sum + one.reserved, 0);
    if (reservedInAll >= 1) {
      return report({
        code: "out-of-range",
        message: `must reserve less than 100% in all, got ${showPercent(reservedInAll)}`,
        hint: "what no class has reserved is for all of them",
      });
    }
    return read.extras.map(([name, others]) => ({ name, ...others }));
  },
);

/** The one that is given. */
function sourceOf({
  generate,
  trace,
  users,
}: {
  readonly trace: TraceSection | null;
  readonly generate: GenerateSection | null;
  readonly users: UsersSection | null;
}): SourceSection {
  if (trace !== null) return { trace };
  if (generate !== null) return { generate };
  if (users !== null) return { users };
  throw new RangeError("a class needs a trace, a generator or users");
}

function showPercent(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}
