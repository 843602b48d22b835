import type { SimPlan, WorkloadColumns } from "../../src/sim/sim-plan.ts";
import { simulateByEvents, type Recording } from "../../src/sim/simulate.ts";
import { randomCase, type ServiceKind } from "../steppers/random-case.ts";
import { TableSink } from "./table-sink.ts";

/** The kinds of service, for `describe.each`. */
export const SERVICE_KINDS: readonly ServiceKind[] = ["serial", "batch", "continuous"];

/** A simulated case. */
export interface Run {
  readonly plan: SimPlan;
  readonly columns: WorkloadColumns;
  readonly sink: TableSink;
  readonly recording: Recording;
  /** Says what was simulated, for a failing test. */
  readonly label: string;
}

/** Simulates a plan by the event loop and keeps every request. */
export function runPlan(plan: SimPlan, columns: WorkloadColumns, label: string): Run {
  const sink = new TableSink(columns.arrivals.length);
  const recording = simulateByEvents(plan, columns, sink);
  return { plan, columns, sink, recording, label };
}

/**
 * Simulates random cases of one kind, from seed 0 on, and hands each to a check.
 *
 * @param seeds - How many.
 * @param check - Fails if the run is not as it should be.
 * @param change - Overrides to the plan of each case.
 */
export function checkRandomRuns(
  kind: ServiceKind,
  seeds: number,
  check: (run: Run) => void,
  change: (plan: SimPlan, columns: WorkloadColumns) => Partial<SimPlan> = () => ({}),
): void {
  for (let seed = 0; seed < seeds; seed++) {
    const { plan, columns, label } = randomCase(kind, seed);
    check(runPlan({ ...plan, ...change(plan, columns) }, columns, label));
  }
}

/** The same, with clients that wait for ever. */
export function checkPatientRuns(
  kind: ServiceKind,
  seeds: number,
  change: Partial<SimPlan>,
  check: (run: Run) => void,
): void {
  for (let seed = 0; seed < seeds; seed++) {
    const { plan, columns, label } = randomCase(kind, seed);
    const patient = { ...columns, timeouts: new Float64Array(0) };
    check(runPlan({ ...plan, ...change, timeout: Infinity }, patient, label));
  }
}
