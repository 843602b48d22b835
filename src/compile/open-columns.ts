import { classesOf, hasClasses } from "../scenario/class-section.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { WorkloadColumns } from "../sim/sim-plan.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import { drawClass } from "./draw-class.ts";
import { mergeClasses } from "./merge-classes.ts";
import { uniformsPerRequest } from "./uniforms-per-request.ts";

/** The workload of one replication. */
export interface OpenedWorkload {
  readonly columns: WorkloadColumns;
  /** End of the trace, generator or closed loop, in seconds; of several the last. */
  readonly duration: number;
}

/**
 * Draws the workload of one replication: arrivals and sizes, or the trace's own, and whatever else
 * is random about the requests. Every purpose of every class has a stream of its own and every
 * request its own draws, so that configurations compared on it see the same random numbers.
 *
 * @param scenario - A valid scenario.
 * @param replication - Counted from 0.
 * @param traces - By class: the shaped trace, if the class replays one; else null.
 */
export function openColumns(
  scenario: Scenario,
  replication: number,
  traces: readonly (BoundedTrace | null)[],
): OpenedWorkload {
  const { workload } = scenario;
  const drawn = classesOf(workload).map((one, index) => {
    const suffix = hasClasses(workload) ? `/${one.name}` : "";
    return drawClass(scenario, one, suffix, replication, traces[index] ?? null);
  });
  return {
    columns: mergeClasses(drawn),
    duration: Math.max(...drawn.map(({ duration }) => duration)),
  };
}

/**
 * Names what the columns of a scenario depend on: two scenarios with equal keys have equal columns.
 *
 * @param scenario - A valid scenario.
 */
export function columnsKey(scenario: Scenario): string {
  const { client, seed, service, workload } = scenario;
  const isTimeoutRandom = client.timeout !== null && client.timeout.distribution !== "constant";
  return JSON.stringify([
    hasClasses(workload)
      ? workload.classes.map(({ name, timeout, workload: source }) => [
          name,
          source,
          isTimeoutRandom ? timeout : null,
        ])
      : workload,
    seed,
    service.kind === "serial" ? service.time : null,
    service.kind === "batch" ? service.jitter : null,
    client.timeout,
    uniformsPerRequest(scenario),
  ]);
}
