import type { DistributionSection, Scenario, ServiceSection, WorkloadSection } from "./scenario.ts";

/**
 * True if a run of the scenario draws random numbers, so that another replication or seed may give
 * another outcome: a generated workload with random arrivals or sizes, a random service time or
 * jitter, a random client timeout, or a router that chooses at random among several replicas.
 *
 * A scenario that isn't random replays one exact trace: one replication is the whole truth, and its
 * compliance is a number without an interval.
 */
export function isRandom(scenario: Scenario): boolean {
  const { workload, service, client } = scenario;
  return (
    isWorkloadRandom(workload) ||
    isServiceRandom(service) ||
    isRouterRandom(scenario) ||
    (client.timeout !== null && isLawRandom(client.timeout))
  );
}

/**
 * True if the requests differ between replications. A recorded trace is the same every time; so is
 * deterministic traffic with constant sizes, spikes or not.
 */
export function isWorkloadRandom(workload: WorkloadSection): boolean {
  if ("trace" in workload) return false;
  const { arrivals, input, output } = workload.generate;
  if (arrivals.process !== "deterministic") return true;
  return [input, output].some((law) => law !== null && isLawRandom(law));
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
function isRouterRandom({ fleet }: Scenario): boolean {
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
