import { rate } from "../../scenario/quantity.ts";
import type { Answers } from "./answers.ts";

/** Requests of a replication, about: enough to tell a 99th percentile, few enough to take seconds. */
const REQUESTS = 30_000;
const SHORTEST = 30;
const LONGEST = 3600;

/**
 * A scenario with comments that runs as it is.
 *
 * @param answers - Valid.
 */
export function renderScenario(answers: Answers): string {
  const seconds = REQUESTS / rate({ above: 0 }).parse(answers.rate);
  const whole = Math.round(seconds / SHORTEST) * SHORTEST;
  const duration = Math.min(LONGEST, Math.max(SHORTEST, whole));
  return `${head(answers)}
${workload(answers, duration)}
${service(answers)}
${fleet(answers)}
${slo(answers)}
run:
  replications: 10 # more make intervals narrower
  warmup: 10s # not measured: the first requests find empty replicas
`;
}

function head({ name }: Answers): string {
  // What YAML would take for something else than a text.
  const quoted = /^(?:\d|true$|false$|null$)/u.test(name) ? `"${name}"` : name;
  return `# Begun by tailcap init. Run it:      tailcap run ${name}.yaml
# What a key means:                  tailcap explain slo.objectives
# Try another value without editing: tailcap run ${name}.yaml --set fleet.price=\\$2/h
name: ${quoted}
description: How many replicas hold the SLO?
seed: 1 # same seed, same bytes
`;
}

function workload({ rate: written, service: kind }: Answers, seconds: number): string {
  const tokens =
    kind === "llm"
      ? `    # Token counts: median and 95th percentile of your requests.
    input: { distribution: lognormal, p50: 1000, p95: 4000, max: 8192 }
    output: { distribution: lognormal, p50: 130, p95: 450, max: 1024 }
`
      : "";
  return `# Better than any generator: replay a log of yours, with
#   trace: { file: requests.csv, format: columns, columns: { arrival: time } }
# or fit a generator to it: tailcap trace fit requests.csv
workload:
  generate:
    duration: ${seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`}
    # cv 1 is Poisson traffic; larger is burstier. What you have: tailcap trace stats requests.csv
    arrivals: { process: gamma, rate: ${written}, cv: 2 }
${tokens}`;
}

function service({ preset, service: kind }: Answers): string {
  if (kind === "api") {
    return `# A replica serves \`concurrency\` requests at once. Measure yours: tailcap calibrate RESULTS
service:
  kind: serial
  concurrency: 1
  time: { distribution: lognormal, mean: 80ms, cv: 0.5 }
`;
  }
  if (kind === "batch") {
    return `# Dynamic batching: how long a batch of each size takes. Measure yours: tailcap calibrate RESULTS
service:
  kind: batch
  latency: { table: { 1: 6ms, 8: 10ms, 32: 22ms } }
  maxBatch: 32
  maxWait: 0s # start with what is there
`;
  }
  if (preset !== null) {
    return `# Fitted to public measurements; yours are better: tailcap calibrate RESULTS
service:
  preset: ${preset}
`;
  }
  return `# Continuous batching, as vLLM does it. The figures are an example's, about an 8B model on an H100:
# measure yours (tailcap calibrate RESULTS) or take a preset (tailcap presets).
service:
  kind: continuous
  step: { base: 6.4ms, perPrefillToken: 20us, perContextToken: 50ns }
  maxBatchedTokens: 2048
  maxSequences: 256
  kvCache: { blocks: 27000, blockSize: 16 }
  requestOverhead: 12ms # network and API server
`;
}

function fleet({ price, replicas, service: kind }: Answers): string {
  const router = kind === "api" ? "central-queue" : "least-outstanding";
  return `fleet:
  replicas: ${replicas} # all are tried; the smallest that holds the SLO is chosen
  router: ${router}
  price: ${price} # of a replica; tailcap prices lists what providers ask
`;
}

function slo({ service: kind, within }: Answers): string {
  const metric = kind === "llm" ? "ttft" : "latency";
  return `slo:
  window: 30d
  confidence: 95%
  objectives:
    # 99% of requests; those rejected, timed out or failed count as bad.
    - { metric: ${metric}, within: ${within}, target: 99% }
`;
}
