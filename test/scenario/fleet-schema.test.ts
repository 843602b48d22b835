import { describe } from "vitest";
import { MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

const objective = "{p95: 1s}";

function replicas(written: string): Place {
  return [MINIMAL, "replicas: 2", `replicas: ${written}`];
}

describe("fleet, client, SLO and run", () => {
  refuseEach("refuses", [
    [...replicas("‸0"), "fleet.replicas", "must be between 1 and 100,000, got 0"],
    [...replicas("‸200k"), "fleet.replicas", "must be between 1 and 100,000"],
    [
      ...replicas("‸16..1"),
      "fleet.replicas",
      "must be a range from its smaller to its larger end",
      "did you mean `1..16`?",
    ],
    [...replicas("‸0..4"), "fleet.replicas", 'must be between 1 and 100,000, got "0..4"'],
    [...replicas("‸1-4"), "fleet.replicas", "must be a number, a list or a range such as 1..16"],
    [...replicas("‸{}"), "fleet.replicas", "must be a number, a list or a range such as 1..16"],
    [...replicas("‸[]"), "fleet.replicas", "must be a list of at least 1"],
    [...replicas("[1, ‸1.5]"), "fleet.replicas[1]", "must be a whole number"],
    [
      ...replicas("‸1..20000"),
      "fleet.replicas",
      "must give at most 10,000 configurations, got 20,000",
      "fewer",
    ],
    [
      MINIMAL,
      "price: $1/h",
      "price: $1/h\n  router: ‸least-outstandig",
      "fleet.router",
      "must be one of central-queue, round-robin, random, least-outstanding, power-of-two",
      "did you mean `least-outstanding`?",
    ],
    [
      MINIMAL,
      "price: $1/h",
      "price: $1/h\n  queueLimit: ‸-1",
      "fleet.queueLimit",
      "must be between 0 and",
    ],
    [
      MINIMAL,
      "price: $1/h",
      "price: $1/h\n  current: ‸0",
      "fleet.current",
      "must be between 1 and 100,000, got 0",
    ],
    [
      MINIMAL,
      "slo:",
      "client: ‸\nslo:",
      "client",
      "must be a mapping, got nothing",
      "timeout, cancel",
    ],
    [MINIMAL, "slo:", "client: {timeout: ‸0s}\nslo:", "client.timeout", "must be more than 0s"],
    [MINIMAL, "slo:", "client: {timeout: ‸30}\nslo:", "client.timeout", "must carry a unit"],
    [
      MINIMAL,
      "slo:",
      "client: {cancel: ‸no}\nslo:",
      "client.cancel",
      'must be one of true, false, got "no"',
    ],
    [
      MINIMAL,
      "\n    - {p95: 1s}",
      " ‸[]",
      "slo.objectives",
      "must be a list of at least 1, got an empty list",
    ],
    [MINIMAL, objective, "‸p95", "slo.objectives[0]", 'must be a mapping, got "p95"'],
    [
      MINIMAL,
      objective,
      "‸{p95: 1s, p99: 2s}",
      "slo.objectives[0]",
      "must have one percentile, got p95, p99",
      "one objective for each",
    ],
    [
      MINIMAL,
      objective,
      "‸{p95: 1s, target: 99%}",
      "slo.objectives[0]",
      "must have p95 or target, got both",
    ],
    [MINIMAL, objective, "{p100: ‸1s}", "slo.objectives[0].p100", "is not a percentile"],
    [MINIMAL, objective, "{p95: ‸1}", "slo.objectives[0].p95", "must carry a unit"],
    [
      MINIMAL,
      objective,
      "{metric: ‸e2e, p95: 1s}",
      "slo.objectives[0].metric",
      "must be one of latency, ttft, tpot, queueWait",
    ],
    [
      MINIMAL,
      objective,
      "{metric: ttft, within: ‸0s, target: 9%}",
      "slo.objectives[0].within",
      "must be more than 0s",
    ],
    [
      MINIMAL,
      "slo:",
      "run: {replications: ‸0}\nslo:",
      "run.replications",
      "must be between 1 and 10,000",
    ],
    [MINIMAL, "slo:", "run: {warmup: ‸-1s}\nslo:", "run.warmup", "must be between 0s"],
  ]);
});
