import {
  OUTCOME_COMPLETED,
  OUTCOME_TIMED_OUT,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import type { Observe } from "./occurrence.ts";

/** What became of every request, in row order. Times are seconds without `requestOverhead`. */
export interface RequestTable {
  /** Replica that served it, or whose queue it was in; -1 for none. */
  readonly replica: Int32Array;
  /** First time it was scheduled; NaN if never. */
  readonly start: Float64Array;
  /** Time of its first token (serial and batch: end of service); NaN if its client never saw it. */
  readonly first: Float64Array;
  /** Service end, arrival if rejected, arrival + timeout if timed out. */
  readonly end: Float64Array;
  /** One of the OUTCOME_ constants. */
  readonly outcome: Uint8Array;
  /** How often a running sequence was put back into the queue. */
  preemptions: number;
}

const OUTCOME_NOT_YET = 255;

/** The record of one run as it is being written. */
export interface Ledger {
  readonly plan: SimPlan;
  readonly columns: WorkloadColumns;
  readonly table: RequestTable;
  readonly observe: Observe;
}

/** A ledger in which no request has an outcome yet. */
export function openLedger(plan: SimPlan, columns: WorkloadColumns, observe: Observe): Ledger {
  const rows = columns.arrivals.length;
  const table: RequestTable = {
    replica: new Int32Array(rows).fill(-1),
    start: new Float64Array(rows).fill(NaN),
    first: new Float64Array(rows).fill(NaN),
    end: new Float64Array(rows).fill(NaN),
    outcome: new Uint8Array(rows).fill(OUTCOME_NOT_YET),
    preemptions: 0,
  };
  return { plan, columns, table, observe };
}

/** Time at which the client of a request gives up; Infinity for never. */
export function deadlineOf(ledger: Ledger, row: number): number {
  const { plan, columns } = ledger;
  const timeout = columns.timeouts.length > 0 ? columns.timeouts[row] : plan.timeout;
  return columns.arrivals[row] + timeout;
}

/** Whether a request has its final outcome. */
export function isSettled(ledger: Ledger, row: number): boolean {
  return ledger.table.outcome[row] !== OUTCOME_NOT_YET;
}

/** Records a rejection at arrival, for the reason given as an OUTCOME_ constant. */
export function recordRejection(ledger: Ledger, row: number, outcome: number): void {
  settle(ledger, row, outcome, ledger.columns.arrivals[row]);
}

/**
 * Records the end of a service that ran to its end: completed, unless the client saw it too late.
 */
export function recordServiceEnd(ledger: Ledger, row: number, serviceEnd: number): void {
  const answered = serviceEnd + ledger.plan.requestOverhead;
  const deadline = deadlineOf(ledger, row);
  if (answered > deadline) {
    recordTimeout(ledger, row);
    return;
  }
  if (answered === deadline) ledger.observe("ends exactly at the deadline");
  settle(ledger, row, OUTCOME_COMPLETED, serviceEnd);
}

/** Records that a request left before its end, or reached it after its client gave up. */
export function recordTimeout(ledger: Ledger, row: number): void {
  const { table } = ledger;
  const deadline = deadlineOf(ledger, row);
  if (table.first[row] > deadline) table.first[row] = NaN;
  settle(ledger, row, OUTCOME_TIMED_OUT, deadline);
}

/**
 * The finished table.
 *
 * @throws Error if some request has no outcome: the stepper is wrong.
 */
export function closeLedger(ledger: Ledger): RequestTable {
  const row = ledger.table.outcome.indexOf(OUTCOME_NOT_YET);
  if (row >= 0) throw new Error(`request ${row} never got an outcome`);
  return ledger.table;
}

function settle(ledger: Ledger, row: number, outcome: number, end: number): void {
  if (isSettled(ledger, row)) throw new Error(`request ${row} got two outcomes`);
  ledger.table.outcome[row] = outcome;
  ledger.table.end[row] = end;
}
