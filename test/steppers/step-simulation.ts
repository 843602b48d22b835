/**
 * A second, independent simulator, written straight from the model's definition: plain objects, one
 * event at a time, every decode step on its own. It is slow; the fast one is checked against it.
 */
import {
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import { batchFleet } from "./batch-stepper.ts";
import { continuousFleet } from "./continuous-stepper.ts";
import { type Fleet, runInstants } from "./instant-loop.ts";
import type { Observe } from "./occurrence.ts";
import { closeLedger, type Ledger, openLedger, type RequestTable } from "./request-table.ts";
import { serialFleet } from "./serial-stepper.ts";

/**
 * Runs a plan on a workload until every request has an outcome.
 *
 * @param observe - Is told of what the table does not show.
 */
export function stepSimulation(
  plan: SimPlan,
  columns: WorkloadColumns,
  observe: Observe = () => {},
): RequestTable {
  const ledger = openLedger(plan, columns, observe);
  runInstants(createFleet(plan, ledger), ledger);
  return closeLedger(ledger);
}

function createFleet({ service }: SimPlan, ledger: Ledger): Fleet {
  switch (service.kind) {
    case SERVICE_SERIAL:
      return serialFleet(service, ledger);
    case SERVICE_BATCH:
      return batchFleet(service, ledger);
    case SERVICE_CONTINUOUS:
      return continuousFleet(service, ledger);
  }
}
