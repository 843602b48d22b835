/**
 * Ten requests a second that take 150 ms each: one replica is overloaded, two are enough. Nothing
 * is random.
 */
export const STEADY: string = `name: steady
workload:
  generate:
    duration: 10s
    arrivals: {process: deterministic, rate: 10/s}
service:
  kind: serial
  time: 150ms
fleet:
  replicas: 1..3
  router: central-queue
  price: $2/h
slo:
  objectives:
    - {p99: 200ms}
`;

/** Poisson traffic and exponential times, replications on several workloads. */
export const RANDOM: string = `name: random
workload:
  generate:
    duration: 30s
    arrivals: {process: poisson, rate: 50/s}
service:
  kind: serial
  time: {distribution: exponential, mean: 20ms}
fleet:
  replicas: 1..4
  router: power-of-two
  price: $1/h
slo:
  objectives:
    - {p95: 200ms}
run: {replications: 4, warmup: 1s}
`;

/**
 * Two classes, and only pools say how large fleets are: a replica each is enough, one for both is
 * overloaded.
 */
export const POOLED: string = STEADY.replace(
  /generate:\n.*\n.*\n/u,
  `classes:
    a: {generate: {duration: 10s, arrivals: {process: deterministic, rate: 4/s}}}
    b: {generate: {duration: 10s, arrivals: {process: deterministic, rate: 6/s}}}
`,
).replace("  replicas: 1..3\n", "").concat(`pools:
  apart:
    - {name: fast, classes: [a], replicas: 1}
    - {name: slow, classes: [b], replicas: 1..2}
`);

/** A log of requests with their service times. */
export const LOGGED: string = `name: logged
workload:
  trace: {file: log.csv, format: columns, columns: {arrival: t, duration: seconds}}
service:
  kind: serial
  time: {column: duration}
fleet: {replicas: 2, price: $1/h, queueLimit: 1}
client: {timeout: 2s}
slo:
  objectives:
    - {p50: 2s}
`;
