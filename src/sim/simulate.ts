import { BatchBank } from "./batch.ts";
import { ContinuousBank } from "./continuous.ts";
import { canRecurse, recurseFifo } from "./fifo-recursion.ts";
import { simulateControl } from "./control/simulate-control.ts";
import type { ControlRecording } from "./control-recording.ts";
import { FinishedRequests, type FinishedSink } from "./finished-requests.ts";
import { SerialBank } from "./serial.ts";
import type { ServiceBank } from "./service-bank.ts";
import {
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "./sim-plan.ts";
import { Usage } from "./usage.ts";

/** What a run leaves behind besides its finished requests. */
export interface Recording {
  /** Requests that ended; equal to the number that arrived. */
  readonly requests: number;
  /** Seconds from the last arrival until the last end of service, ≥ 0. */
  readonly drainTime: number;
  readonly usage: Usage;
  /** What fleet and clients did; null without a control part. */
  readonly control: ControlRecording | null;
}

/** How a run may be executed. */
export interface SimulateOptions {
  /**
   * True if the sink reads which replica served a request. FIFO recursions do not know under a
   * central queue, where replicas are interchangeable, so asking for it rules them out there.
   */
  readonly needsReplicas: boolean;
}

/**
 * Simulates one configuration on one workload until every request has an outcome.
 *
 * At one instant: (1) ends of service and batch timers, by replica; (2) client deadlines, by
 * request; (3) arrivals, one by one in row order.
 *
 * @param plan - The pool.
 * @param columns - The workload; only read.
 * @param sink - Receives the requests as they end.
 * @throws RangeError if the plan names no known service kind or router.
 */
export function simulate(
  plan: SimPlan,
  columns: WorkloadColumns,
  sink: FinishedSink,
  options: SimulateOptions,
): Recording {
  const finished = new FinishedRequests(plan, columns, sink);
  const usage = new Usage(plan.measureFrom, plan.measureTo);
  if (plan.control !== null) {
    const control = simulateControl(plan, plan.control, columns, finished, usage);
    // Those of closed-loop users follow the workload's own.
    return close(finished, usage, [columns.arrivals, control.arrivals], control);
  }
  if (canRecurse(plan, columns, options.needsReplicas)) {
    recurseFifo(plan, columns, finished, usage);
  } else {
    runEvents(openBank(plan, columns, finished, usage), columns.arrivals);
  }
  return close(finished, usage, [columns.arrivals], null);
}

/**
 * The same by the event loop alone, for checking the recursion against it.
 *
 * @param plan - The pool.
 * @param columns - The workload; only read.
 * @param sink - Receives the requests as they end.
 */
export function simulateByEvents(
  plan: SimPlan,
  columns: WorkloadColumns,
  sink: FinishedSink,
): Recording {
  const finished = new FinishedRequests(plan, columns, sink);
  const usage = new Usage(plan.measureFrom, plan.measureTo);
  runEvents(openBank(plan, columns, finished, usage), columns.arrivals);
  return close(finished, usage, [columns.arrivals], null);
}

function openBank(
  plan: SimPlan,
  columns: WorkloadColumns,
  finished: FinishedRequests,
  usage: Usage,
): ServiceBank {
  const { service } = plan;
  switch (service.kind) {
    case SERVICE_SERIAL:
      return new SerialBank(plan, service, columns, finished, usage);
    case SERVICE_BATCH:
      return new BatchBank(plan, service, columns, finished, usage);
    case SERVICE_CONTINUOUS:
      return new ContinuousBank(plan, service, columns, finished, usage);
    default:
      service satisfies never;
      throw new RangeError(`unknown service kind: ${String((service as SimPlan["service"]).kind)}`);
  }
}

function runEvents(bank: ServiceBank, arrivals: Float64Array): void {
  const { calendar, deadlines } = bank;
  let row = 0;
  for (;;) {
    const arrival = row < arrivals.length ? arrivals[row] : Infinity;
    const event = calendar.minTime;
    const deadline = deadlines.minTime;
    if (event <= arrival && event <= deadline) {
      if (event === Infinity) return;
      bank.advance(calendar.winner, event);
    } else if (deadline <= arrival) {
      const slot = deadlines.minSlot;
      deadlines.remove(slot);
      bank.expire(slot, deadline);
    } else {
      bank.arrive(row++, arrival);
    }
  }
}

/**
 * Hands on the last block and checks that no request was lost or invented.
 *
 * @param arrivals - Ascending columns; the last one holds all requests.
 */
function close(
  finished: FinishedRequests,
  usage: Usage,
  arrivals: readonly Float64Array[],
  control: ControlRecording | null,
): Recording {
  finished.flush();
  const requests = arrivals[arrivals.length - 1].length;
  if (finished.total !== requests) {
    throw new RangeError(`${requests} requests arrived but ${finished.total} ended`);
  }
  const lastArrival = Math.max(0, ...arrivals.map((column) => column[column.length - 1] ?? 0));
  return { requests, drainTime: Math.max(0, finished.lastEnd - lastArrival), usage, control };
}
