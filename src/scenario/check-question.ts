import { sourcesOf } from "./class-section.ts";
import { clientSchema } from "./client-schema.ts";
import { fleetSchema } from "./fleet-schema.ts";
import { findRandomness, type RandomParts } from "./is-random.ts";
import { isMapping } from "./mapping.ts";
import { remembering, type Report } from "./node.ts";
import { runSchema } from "./run-schema.ts";
import { serviceSchema } from "./service-schema.ts";
import { workloadSchema } from "./workload-schema.ts";
import { at, valid, type Written } from "./written-parts.ts";
import { writtenSources } from "./written-sources.ts";

const workload = remembering(workloadSchema);
const service = remembering(serviceSchema);
const fleet = remembering(fleetSchema);
const client = remembering(clientSchema).prefault({});
const run = remembering(runSchema);

/**
 * Refuses a question that the scenario can't be asked: hindsight while something is random, the
 * same trace while there is none.
 *
 * @param scenario - As written; a part that isn't valid keeps this silent.
 */
export function checkQuestion(scenario: Written, report: Report): void {
  const question = valid(run, at(scenario, "run"))?.question;
  if (question === "hindsight") checkHindsight(scenario, report);
  const sources = writtenSources(scenario);
  const isDrawn = sources.some(
    ({ source }) => isMapping(at(source, "generate")) || isMapping(at(source, "users")),
  );
  const hasTrace = sources.some(({ source }) => at(source, "trace") !== undefined);
  if (question !== "same-trace" || !isDrawn || hasTrace) return;
  report({
    code: "conflict",
    message: "can't be same-trace: the workload is generated, so there is no trace",
    hint: "leave it out, or write question: future",
    path: ["run", "question"],
  });
}

function checkHindsight(scenario: Written, report: Report): void {
  const parts = readParts(scenario);
  const random = parts === undefined ? [] : findRandomness(parts);
  if (parts === undefined || random.length === 0) return;
  const verb = random.length === 1 ? "is" : "are";
  const other = sourcesOf(parts.workload).some((source) => "trace" in source)
    ? "same-trace or future"
    : "future";
  report({
    code: "conflict",
    message: `can't be hindsight: ${random.join(", ")} ${verb} random`,
    hint: `leave it out, or write question: ${other}`,
    path: ["run", "question"],
  });
}

function readParts(scenario: Written): RandomParts | undefined {
  const parts = {
    workload: valid(workload, at(scenario, "workload")),
    service: valid(service, at(scenario, "service")),
    fleet: valid(fleet, at(scenario, "fleet")),
    client: valid(client, at(scenario, "client")),
  };
  return isComplete(parts) ? parts : undefined;
}

function isComplete(parts: {
  readonly [K in keyof RandomParts]: RandomParts[K] | undefined;
}): parts is RandomParts {
  return Object.values(parts).every((part) => part !== undefined);
}
