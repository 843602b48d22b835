/** The example scenario of the documentation, with everything in it. */
export const EXAMPLE: string = `name: chat-burst
description: Chat API, one H100 per replica, a bursty weekday hour
seed: 1
workload:
  generate:
    duration: 1h
    arrivals: {process: gamma, rate: 12/s, cv: 2.5}
    input:  {distribution: lognormal, p50: 1020, p95: 4083, max: 8192}
    output: {distribution: lognormal, p50: 129, p95: 451, max: 1024}
service:
  kind: continuous
  step: {base: 6ms, perPrefillToken: 60us, perSequence: 50us, perContextToken: 25ns}
  maxBatchedTokens: 2048
  maxSequences: 256
  kvCache: {blocks: 27000, blockSize: 16}
  requestOverhead: 12ms
fleet:
  replicas: 1..16
  router: least-outstanding
  price: $4.10/h
  queueLimit: 500
client: {timeout: 30s}
slo:
  window: 30d
  confidence: 95%
  objectives:
    - {metric: ttft, within: 500ms, target: 99%}
    - {p95: 8s}
sweep:
  service.maxBatchedTokens: [1024, 2048, 8192]
run: {replications: 10, warmup: 60s}
`;

/** The shortest scenario: a serial service with defaults everywhere else. */
export const MINIMAL: string = `name: tiny
workload:
  generate:
    duration: 10m
    arrivals: {process: poisson, rate: 5/s}
service:
  kind: serial
  time: 20ms
fleet:
  replicas: 2
  price: $1/h
slo:
  objectives:
    - {p95: 1s}
`;

/** A batching service. */
export const BATCHED: string = MINIMAL.replace(
  "  kind: serial\n  time: 20ms\n",
  "  kind: batch\n  latency: {base: 4ms, perItem: 1ms}\n  maxBatch: 32\n",
);

/** A serial service that takes its times from a trace. */
export const TRACED: string = MINIMAL.replace(
  /workload:[^]*?service:\n {2}kind: serial\n {2}time: 20ms\n/,
  `workload:
  trace:
    file: requests.csv
    format: columns
    columns: {arrival: t, duration: seconds}
service:
  kind: serial
  time: {column: duration}
`,
);
