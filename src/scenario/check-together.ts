import type { ArrangementSection } from "./arrangement-section.ts";
import { arrivalSchema } from "./arrival-schema.ts";
import { checkFleetFits, type Surroundings } from "./check-fleet-fits.ts";
import { checkQuestion } from "./check-question.ts";
import { classesOf } from "./class-section.ts";
import { clientSchema } from "./client-schema.ts";
import { estimateRequests, estimateUserRequests } from "./expected-requests.ts";
import { fleetSchema } from "./fleet-schema.ts";
import { formatPath } from "./key-path.ts";
import { isMapping } from "./mapping.ts";
import { didYouMean, mustBeOneOf, showCount } from "./messages.ts";
import { remembering, type Report } from "./node.ts";
import { runSchema } from "./run-schema.ts";
import { serviceSchema } from "./service-schema.ts";
import { showValue } from "./show-value.ts";
import { sourceDurationSchema, usersSchema } from "./source-schema.ts";
import { suggestWord } from "./suggest.ts";
import { FORMATS_WITH_PREFIXES, FORMATS_WITHOUT_TOKENS, TRACE_FORMATS } from "./trace-section.ts";
import { workloadSchema } from "./workload-schema.ts";
import { at, valid, type Written } from "./written-parts.ts";
import { writtenClassNames, writtenSources } from "./written-sources.ts";

const MOST_REQUESTS = 1e9;

const service = remembering(serviceSchema);
const workload = remembering(workloadSchema);
const fleet = remembering(fleetSchema);
const client = remembering(clientSchema).prefault({});
const arrivals = remembering(arrivalSchema);
const users = remembering(usersSchema);
const run = remembering(runSchema);

/**
 * Compares sections of a scenario with each other. Each check reads the parts it needs on its own
 * and stays silent unless all of them are valid, so it runs whatever else is wrong.
 *
 * @param scenario - As written.
 * @returns False if anything was reported.
 */
export function checkTogether(scenario: Written, report: Report): boolean {
  let isConsistent = true;
  const complain: Report = (complaint) => {
    isConsistent = false;
    return report(complaint);
  };
  checkTokens(scenario, complain);
  checkDurationColumn(scenario, complain);
  checkTokenTimes(scenario, complain);
  checkObjectiveClasses(scenario, complain);
  checkWarmup(scenario, complain);
  checkQuestion(scenario, complain);
  checkRequests(scenario, complain);
  checkFleet(scenario, complain);
  return isConsistent;
}

/** Which token counts the service needs, with the reason; empty if none or if it isn't known. */
function neededTokens(scenario: Written): { side: "input" | "output"; reason: string }[] {
  const stand = ["preset", "estimate"].find((key) => at(scenario, "service", key) !== undefined);
  if (stand !== undefined || at(scenario, "service", "kind") === "continuous") {
    const reason = `service.${stand ?? "kind: continuous"} works on tokens`;
    return [
      { side: "input", reason },
      { side: "output", reason },
    ];
  }
  const serial = valid(service, at(scenario, "service"));
  if (serial?.kind !== "serial" || !("base" in serial.time)) return [];
  const { perInputToken, perOutputToken } = serial.time;
  const needed: { side: "input" | "output"; reason: string }[] = [];
  if (perInputToken > 0) needed.push({ side: "input", reason: "service.time has perInputToken" });
  if (perOutputToken > 0) {
    needed.push({ side: "output", reason: "service.time has perOutputToken" });
  }
  return needed;
}

function checkTokens(scenario: Written, report: Report): void {
  for (const { side, reason } of neededTokens(scenario)) {
    for (const { path, source } of writtenSources(scenario)) {
      for (const kind of ["generate", "users"]) {
        const drawn = at(source, kind);
        if (!isMapping(drawn) || Object.hasOwn(drawn, side)) continue;
        report({
          code: "missing-key",
          message: `is required: ${reason}`,
          hint: `such as ${side}: {distribution: lognormal, p50: 1020, p95: 4083}, or ${side}: 512`,
          path: at(source, "preset") === undefined ? [...path, kind, side] : [...path, side],
        });
      }
      if (at(source, "trace", side) !== undefined) continue;
      const format = TRACE_FORMATS.find((one) => one === at(source, "trace", "format"));
      if (format !== undefined && FORMATS_WITHOUT_TOKENS.has(format)) {
        report({
          code: "missing-key",
          message: `is required: ${reason}, and format: ${format} has no tokens`,
          hint: `such as ${side}: {distribution: lognormal, p50: 1020, p95: 4083}, or ${side}: 512`,
          path: [...path, "trace", side],
        });
      }
      const columns = at(source, "trace", "columns");
      if (!isMapping(columns) || Object.hasOwn(columns, side)) continue;
      report({
        code: "missing-key",
        message: `is required: ${reason}`,
        hint: `name the trace's column of ${side} tokens`,
        path: [...path, "trace", "columns", side],
      });
    }
  }
}

function checkDurationColumn(scenario: Written, report: Report): void {
  if (at(scenario, "service", "kind") !== "serial") return;
  if (at(scenario, "service", "time", "column") !== "duration") return;
  const lacking = writtenSources(scenario).find(
    ({ source }) =>
      at(source, "trace", "columns", "duration") === undefined &&
      at(source, "trace", "format") !== "azure-functions-2021",
  );
  if (lacking === undefined) return;
  const { path } = lacking;
  const whose = path.length === 1 ? "a trace" : `${formatPath(path)} to be a trace`;
  report({
    code: "conflict",
    message: `needs ${whose} with format: columns that names its duration column`,
    hint: `set ${formatPath([...path, "trace"])}.columns.duration, or describe the time by a distribution`,
    path: ["service", "time", "column"],
  });
}

/** Time per output token only has a meaning where tokens are generated one by one. */
function checkTokenTimes(scenario: Written, report: Report): void {
  const kind = at(scenario, "service", "kind");
  const objectives = at(scenario, "slo", "objectives");
  if ((kind !== "serial" && kind !== "batch") || !Array.isArray(objectives)) return;
  for (const [position, objective] of objectives.entries()) {
    if (at(objective, "metric") !== "tpot") continue;
    report({
      code: "conflict",
      message: `can't be tpot: a ${kind} service has no time per output token`,
      hint: "use metric: latency, or service.kind: continuous",
      path: ["slo", "objectives", position, "metric"],
    });
  }
}

/** Lengths of the generators and closed loops; null if a trace is among the sources. */
function drawnDurations(scenario: Written): { path: string; seconds: number }[] | null {
  const found: { path: string; seconds: number }[] = [];
  for (const { path, source } of writtenSources(scenario)) {
    if (at(source, "trace") !== undefined) return null;
    for (const kind of ["generate", "users"]) {
      const seconds = valid(sourceDurationSchema, at(source, kind, "duration"));
      if (seconds !== undefined) found.push({ path: `${formatPath(path)}.${kind}`, seconds });
    }
  }
  return found;
}

function checkWarmup(scenario: Written, report: Report): void {
  const warmup = valid(run, at(scenario, "run"))?.warmup;
  const durations = drawnDurations(scenario) ?? [];
  if (typeof warmup !== "number" || durations.length === 0) return;
  const longest = durations.reduce((most, one) => (one.seconds > most.seconds ? one : most));
  if (warmup < longest.seconds) return;
  report({
    code: "conflict",
    message: `must be shorter than ${longest.path}.duration, got ${warmup}s of ${longest.seconds}s`,
    hint: "requests that arrive during warm-up aren't measured",
    path: ["run", "warmup"],
  });
}

function checkRequests(scenario: Written, report: Report): void {
  const sources = writtenSources(scenario);
  const requests = sources.reduce((sum, { source }) => sum + requestsOf(source), 0);
  if (requests <= MOST_REQUESTS) return;
  const limit = showCount(MOST_REQUESTS);
  const found = showCount(Math.round(requests));
  const [first] = sources;
  const isAlone = sources.length === 1 && first.path.length === 1;
  const kind = at(first.source, "users") === undefined ? "generate" : "users";
  const path = isAlone ? ["workload", kind] : ["workload", "classes"];
  const means =
    kind === "users" && isAlone ? "users times duration over thinkTime" : "rate times duration";
  const shorten = isAlone ? `${formatPath(path)}.duration` : "durations";
  report({
    code: "out-of-range",
    message: `must make at most ${limit} requests, got about ${found} (${means})`,
    hint: `shorten ${shorten}; a tail is known from far fewer requests`,
    path,
  });
}

/** Requests expected of a source; 0 for a trace and for what isn't valid. */
function requestsOf(source: Written): number {
  const generated = at(source, "generate");
  const duration = valid(sourceDurationSchema, at(generated, "duration"));
  const process = valid(arrivals, at(generated, "arrivals"));
  if (duration !== undefined && process !== undefined) {
    return estimateRequests({ duration, arrivals: process });
  }
  const closed = valid(users, at(source, "users"));
  return closed === undefined ? 0 : estimateUserRequests(closed);
}

/** An objective can only be about a class that there is. */
function checkObjectiveClasses(scenario: Written, report: Report): void {
  const objectives = at(scenario, "slo", "objectives");
  const names = writtenClassNames(scenario);
  if (!Array.isArray(objectives) || names === null) return;
  for (const [position, objective] of objectives.entries()) {
    const name = at(objective, "class");
    if (typeof name !== "string" || names.includes(name)) continue;
    const isClassed = at(scenario, "workload", "classes") !== undefined;
    report({
      code: "bad-value",
      message: isClassed
        ? mustBeOneOf(names, name)
        : `names a class, but the workload has none, got ${showValue(name)}`,
      hint: isClassed
        ? didYouMean(suggestWord(name, names))
        : "write workload.classes, or leave it out",
      path: ["slo", "objectives", position, "class"],
    });
  }
}

/** What a fleet has to fit; reads the parts that are valid. */
function surroundingsOf(scenario: Written): Surroundings {
  const sources = writtenSources(scenario);
  const formats = sources.map(({ source }) => at(source, "trace", "format"));
  const hasPrefixes = TRACE_FORMATS.some(
    (format) => FORMATS_WITH_PREFIXES.has(format) && formats.includes(format),
  );
  const classes = valid(workload, at(scenario, "workload"));
  const timeout = valid(client, at(scenario, "client"))?.timeout;
  return {
    service: valid(service, at(scenario, "service")),
    hasPrefixes: sources.length === 0 ? undefined : hasPrefixes,
    hasDeadlines:
      timeout === undefined || classes === undefined
        ? undefined
        : timeout !== null || classesOf(classes).every((one) => one.timeout !== null),
  };
}

/**
 * Checks that the fleet of every pool fits what it serves, as the scenario's own does.
 *
 * @returns False if anything was reported.
 */
export function checkPoolFleets(
  pools: readonly ArrangementSection[],
  scenario: Written,
  report: Report,
): boolean {
  let isConsistent = true;
  const surroundings = surroundingsOf(scenario);
  for (const arrangement of pools) {
    for (const [position, pool] of arrangement.pools.entries()) {
      checkFleetFits(pool.fleet, surroundings, ({ path = [], ...complaint }) => {
        isConsistent = false;
        return report({ ...complaint, path: ["pools", arrangement.name, position, ...path] });
      });
    }
  }
  return isConsistent;
}

function checkFleet(scenario: Written, report: Report): void {
  const whole = valid(fleet, at(scenario, "fleet"));
  if (whole === undefined) return;
  checkFleetFits(whole, surroundingsOf(scenario), ({ path = [], ...complaint }) =>
    report({ ...complaint, path: ["fleet", ...path] }),
  );
}
