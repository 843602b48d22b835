import { expect, it } from "vitest";
import { findFleetRandomness } from "../../src/scenario/fleet-randomness.ts";
import { isRandom, isServiceRandom, isWorkloadRandom } from "../../src/scenario/is-random.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { BATCHED, EXAMPLE, MINIMAL, TRACED } from "./example.ts";

const HOURLY = "{distribution: exponential, mean: 1h}";
const INSTANCES = "fleet.routing={instances: 2}";
const RECLAIMED = "fleet.failures={spot: {life: 1h}}";
const STEADY = "workload.generate.arrivals={process: deterministic, rate: 1/s}";

it.each<[what: string, text: string, sets: string[], random: boolean]>([
  ["Poisson arrivals", MINIMAL, [], true],
  ["a trace and constant times", TRACED, [], false],
  ["deterministic arrivals and constant times", MINIMAL, [STEADY], false],
  [
    "deterministic arrivals with a spike",
    MINIMAL,
    [
      "workload.generate.arrivals={process: deterministic, rate: 1/s, spikes: [{at: 1s, factor: 2, duration: 1s}]}",
    ],
    false,
  ],
  [
    "constant sizes",
    EXAMPLE,
    [STEADY, "workload.generate.input=5", "workload.generate.output=5"],
    false,
  ],
  ["random sizes", EXAMPLE, [STEADY], true],
  ["random service times", TRACED, ["service.time={distribution: exponential, mean: 1s}"], true],
  [
    "a uniform law of no width",
    TRACED,
    ["service.time={distribution: uniform, min: 1s, max: 1s}"],
    false,
  ],
  [
    "an empirical law of one value",
    TRACED,
    ["service.time={distribution: empirical, values: [1s, 1s]}"],
    false,
  ],
  [
    "an empirical law of two",
    TRACED,
    ["service.time={distribution: empirical, quantiles: {p1: 1s, p2: 2s}}"],
    true,
  ],
  ["a line in the tokens", MINIMAL, [STEADY, "service.time={base: 1s}"], false],
  ["jitter", BATCHED, [STEADY, "service.jitter={distribution: gamma, mean: 1, cv: 0.1}"], true],
  ["a batch without jitter", BATCHED, [STEADY], false],
  ["a random timeout", TRACED, ["client.timeout={distribution: exponential, mean: 1s}"], true],
  ["a constant timeout", TRACED, ["client.timeout=1s"], false],
  ["a random router", TRACED, ["fleet.router=random"], true],
  ["two choices at random", TRACED, ["fleet.router=power-of-two"], true],
  ["a random router with one replica", TRACED, ["fleet.router=random", "fleet.replicas=1"], false],
  ["instances that take turns", TRACED, ["fleet.router=round-robin", INSTANCES], true],
  ["instances that look at loads", TRACED, [INSTANCES], false],
  ["failures", TRACED, [`fleet.failures={replica: {uptime: ${HOURLY}, downtime: 1m}}`], true],
  ["failures by the clock", TRACED, ["fleet.failures={zone: {uptime: 1h, downtime: 1m}}"], false],
  ["an outage", TRACED, ["fleet.failures={outages: [{at: 1s, duration: 1s, zone: 0}]}"], false],
  ["a cold start that never happens", TRACED, [`fleet.coldStart=${HOURLY}`], false],
  ["a cold start after a reclaim", TRACED, [`fleet.coldStart=${HOURLY}`, RECLAIMED], true],
  ["a jittered wait before a retry", TRACED, ["client.retries={preset: grpc}"], true],
  ["a fixed one", TRACED, ["client.retries={maxAttempts: 2, backoff: 1s}"], false],
  ["a hedge", TRACED, ["client.hedging={delay: 1s}"], false],
  ["Envoy's jitter", TRACED, ["fleet.admission={adaptiveConcurrency: {}}"], true],
  ["a bucket", TRACED, ["fleet.admission={tokenBucket: {rate: 1/s, burst: 1}}"], false],
])("calls %s random or not, and replicates accordingly", (_, text, sets, random) => {
  const scenario = read(text, [...sets, "run={}"]);
  expect(isRandom(scenario)).toBe(random);
  expect(scenario.run.replications).toBe(random ? 10 : 1);
});

function read(text: string, sets: readonly string[]): Scenario {
  return parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario;
}

it("tells a random workload from a random service", () => {
  const noisyService = read(TRACED, ["service.time={distribution: exponential, mean: 1s}"]);
  expect(isWorkloadRandom(noisyService.workload)).toBe(false);
  expect(isServiceRandom(noisyService.service)).toBe(true);
  const noisyTraffic = read(MINIMAL, []);
  expect(isWorkloadRandom(noisyTraffic.workload)).toBe(true);
  expect(isServiceRandom(noisyTraffic.service)).toBe(false);
});

it("knows random cold starts of an autoscaled fleet, and routers that will have a choice", () => {
  const text = TRACED.replace("replicas: 2", "autoscaler: {kind: knative}\n  router: random");
  const sets = [`fleet.coldStart=${HOURLY}`];
  const { fleet, client } = parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario;
  expect(findFleetRandomness(fleet, client)).toEqual(["fleet.router", "fleet.coldStart"]);
});
