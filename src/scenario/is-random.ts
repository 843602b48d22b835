import type { DistributionSection, Scenario, ServiceSection, WorkloadSection } from "./scenario.ts";

/** The sections whose random parts a simulation draws. */
export type RandomParts = Pick<Scenario, "workload" | "service" | "fleet" | "client">;

/**
 * True if a run of the scenario draws random numbers, so that another replication or seed may give
 * another outcome: a generated workload with random arrivals or sizes, a random service time or
 * jitter, a random client timeout, or a router that chooses at random among several replicas.
 *
 * A scenario that isn't random replays one exact trace: one replication is the whole truth, and its
 * compliance is a number without an interval.
 */
export function isRandom(scenario: RandomParts): boolean {
  return findRandomness(scenario).length > 0;
}

/** Paths of what is random in a scenario, by the same rules as {@link isRandom}. */
export function findRandomness(scenario: RandomParts): readonly string[] {
  const { workload, service, client } = scenario;
  const found = findRandomTraffic(workload);
  if (isServiceRandom(service)) {
    found.push(service.kind === "batch" ? "service.jitter" : "service.time");
  }
  if (isRouterRandom(scenario)) found.push("fleet.router");
  if (client.timeout !== null && isLawRandom(client.timeout)) found.push("client.timeout");
  return found;
}

/**
 * True if the requests differ between replications. A recorded trace is the same every time; so is
 * deterministic traffic with constant sizes, spikes or not.
 */
export function isWorkloadRandom(workload: WorkloadSection): boolean {
  return findRandomTraffic(workload).length > 0;
}

function findRandomTraffic(workload: WorkloadSection): string[] {
  if ("trace" in workload) return [];
  const { arrivals, input, output } = workload.generate;
  const found: string[] = [];
  if (arrivals.process !== "deterministic") found.push("workload.generate.arrivals");
  if (input !== null && isLawRandom(input)) found.push("workload.generate.input");
  if (output !== null && isLawRandom(output)) found.push("workload.generate.output");
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

/** True if replicas are chosen by drawing; with one replica there is nothing to choose. */
function isRouterRandom({ fleet }: RandomParts): boolean {
  const draws = fleet.router === "random" || fleet.router === "power-of-two";
  return draws && fleet.replicas.some((replicas) => replicas > 1);
}

/** True unless every sample of the law is the same value. */
function isLawRandom(law: DistributionSection): boolean {
  switch (law.distribution) {
    case "constant":
      return false;
    case "uniform":
      return law.min < law.max;
    case "empirical": {
      const values = "values" in law ? law.values : law.quantiles.map(([, value]) => value);
      return values.some((value) => value !== values[0]);
    }
    default:
      return true;
  }
}
