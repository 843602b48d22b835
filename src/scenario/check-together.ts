import { arrivalSchema } from "./arrival-schema.ts";
import { checkQuestion } from "./check-question.ts";
import { estimateRequests } from "./expected-requests.ts";
import { replicasSchema } from "./fleet-schema.ts";
import { isMapping } from "./mapping.ts";
import { showCount } from "./messages.ts";
import { remembering, type Report } from "./node.ts";
import { runSchema } from "./run-schema.ts";
import { serviceSchema } from "./service-schema.ts";
import { generateDurationSchema } from "./workload-schema.ts";
import { at, valid, type Written } from "./written-parts.ts";

const MOST_REQUESTS = 1e9;
const MOST_POOL_SLOTS = 10_000_000;

const service = remembering(serviceSchema);
const arrivals = remembering(arrivalSchema);
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
  checkWarmup(scenario, complain);
  checkQuestion(scenario, complain);
  checkRequests(scenario, complain);
  checkPoolSize(scenario, complain);
  return isConsistent;
}

/** Which token counts the service needs, with the reason; empty if none or if it isn't known. */
function neededTokens(scenario: Written): { side: "input" | "output"; reason: string }[] {
  if (at(scenario, "service", "kind") === "continuous") {
    const reason = "service.kind: continuous works on tokens";
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
  const generate = at(scenario, "workload", "generate");
  const columns = at(scenario, "workload", "trace", "columns");
  for (const { side, reason } of neededTokens(scenario)) {
    if (isMapping(generate) && !Object.hasOwn(generate, side)) {
      report({
        code: "missing-key",
        message: `is required: ${reason}`,
        hint: `such as ${side}: {distribution: lognormal, p50: 1020, p95: 4083}, or ${side}: 512`,
        path: ["workload", "generate", side],
      });
    }
    if (isMapping(columns) && !Object.hasOwn(columns, side)) {
      report({
        code: "missing-key",
        message: `is required: ${reason}`,
        hint: `name the trace's column of ${side} tokens`,
        path: ["workload", "trace", "columns", side],
      });
    }
  }
}

function checkDurationColumn(scenario: Written, report: Report): void {
  if (at(scenario, "service", "kind") !== "serial") return;
  if (at(scenario, "service", "time", "column") !== "duration") return;
  const workload = at(scenario, "workload");
  if (!isMapping(workload)) return;
  if (at(workload, "trace", "columns", "duration") !== undefined) return;
  report({
    code: "conflict",
    message: "needs a trace with format: columns that names its duration column",
    hint: "set workload.trace.columns.duration, or describe the time by a distribution",
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

function checkWarmup(scenario: Written, report: Report): void {
  const warmup = valid(run, at(scenario, "run"))?.warmup;
  const duration = valid(generateDurationSchema, at(scenario, "workload", "generate", "duration"));
  if (typeof warmup !== "number" || duration === undefined || warmup < duration) return;
  report({
    code: "conflict",
    message: `must be shorter than workload.generate.duration, got ${warmup}s of ${duration}s`,
    hint: "requests that arrive during warm-up aren't measured",
    path: ["run", "warmup"],
  });
}

function checkRequests(scenario: Written, report: Report): void {
  const generate = at(scenario, "workload", "generate");
  const duration = valid(generateDurationSchema, at(generate, "duration"));
  const process = valid(arrivals, at(generate, "arrivals"));
  if (duration === undefined || process === undefined) return;
  const requests = estimateRequests({ duration, arrivals: process });
  if (requests <= MOST_REQUESTS) return;
  const limit = showCount(MOST_REQUESTS);
  const found = showCount(Math.round(requests));
  report({
    code: "out-of-range",
    message: `must make at most ${limit} requests, got about ${found} (rate times duration)`,
    hint: "shorten workload.generate.duration; a tail is known from far fewer requests",
    path: ["workload", "generate"],
  });
}

function checkPoolSize(scenario: Written, report: Report): void {
  const replicas = valid(replicasSchema, at(scenario, "fleet", "replicas"));
  const serial = valid(service, at(scenario, "service"));
  if (replicas === undefined || serial?.kind !== "serial") return;
  const most = replicas[replicas.length - 1];
  const slots = most * serial.concurrency;
  if (slots <= MOST_POOL_SLOTS) return;
  const limit = showCount(MOST_POOL_SLOTS);
  const found = `${showCount(most)} × ${showCount(serial.concurrency)}`;
  report({
    code: "out-of-range",
    message: `times service.concurrency must be at most ${limit}, got ${found}`,
    path: ["fleet", "replicas"],
  });
}
