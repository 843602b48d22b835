import { hasClasses, type SourceSection } from "./class-section.ts";
import { findFleetRandomness } from "./fleet-randomness.ts";
import { isLawRandom } from "./is-law-random.ts";
import type { Scenario, ServiceSection, WorkloadSection } from "./scenario.ts";

/** The sections whose random parts a simulation draws. */
export type RandomParts = Pick<Scenario, "workload" | "service" | "fleet" | "client">;

/**
 * True if a run of the scenario draws random numbers, so that another replication or seed may give
 * another outcome: a generated workload with random arrivals or sizes, a random service time or
 * jitter, a random client timeout, a router that chooses at random among several replicas, random
 * failures, cold starts or waits before retries.
 *
 * A scenario that isn't random replays one exact trace: one replication is the whole truth, and its
 * compliance is a number without an interval.
 */
export function isRandom(scenario: RandomParts): boolean {
  return findRandomness(scenario).length > 0;
}

/** Paths of what is random in a scenario, by the same rules as {@link isRandom}. */
export function findRandomness(scenario: RandomParts): readonly string[] {
  const { workload, service, fleet, client } = scenario;
  const found = findRandomTraffic(workload);
  if (isServiceRandom(service)) {
    found.push(service.kind === "batch" ? "service.jitter" : "service.time");
  }
  return [...found, ...findFleetRandomness(fleet, client)];
}

/**
 * True if the requests differ between replications. A recorded trace is the same every time; so is
 * deterministic traffic with constant sizes, spikes or not.
 */
export function isWorkloadRandom(workload: WorkloadSection): boolean {
  return findRandomTraffic(workload).length > 0;
}

function findRandomTraffic(workload: WorkloadSection): string[] {
  if (!hasClasses(workload)) return findRandomSource(workload, "workload");
  return workload.classes.flatMap((one) =>
    findRandomSource(one.workload, `workload.classes.${one.name}`),
  );
}

function findRandomSource(source: SourceSection, path: string): string[] {
  if ("trace" in source) return [];
  const found: string[] = [];
  if ("generate" in source && source.generate.arrivals.process !== "deterministic") {
    found.push(`${path}.generate.arrivals`);
  }
  if ("users" in source && isLawRandom(source.users.thinkTime)) {
    found.push(`${path}.users.thinkTime`);
  }
  const [kind, { input, output }] =
    "users" in source ? ["users", source.users] : ["generate", source.generate];
  if (input !== null && isLawRandom(input)) found.push(`${path}.${kind}.input`);
  if (output !== null && isLawRandom(output)) found.push(`${path}.${kind}.output`);
  return found;
}

/** True if the same request can take different times to serve. */
export function isServiceRandom(service: ServiceSection): boolean {
  switch (service.kind) {
    case "serial":
      return "distribution" in service.time && isLawRandom(service.time);
    case "batch":
      return service.jitter !== null && isLawRandom(service.jitter);
    case "continuous":
      return false;
  }
}
