import {
  type BatchPlan,
  OUTCOME_REJECTED_QUEUE_FULL,
  ROUTER_CENTRAL_QUEUE,
} from "../../src/sim/sim-plan.ts";
import type { Fleet } from "./instant-loop.ts";
import { formPools, leaveQueue, type ReplicaPool } from "./replica-pool.ts";
import { type Ledger, recordRejection, recordServiceEnd, recordTimeout } from "./request-table.ts";
import { routeRequest } from "./routing.ts";

/** A batch in service. */
interface Batch {
  readonly rows: readonly number[];
  readonly end: number;
}

/**
 * How many of the `waiting` requests an idle replica takes into a batch now; 0 to wait.
 *
 * @param overdue - Whether the oldest has waited `maxWait` or longer.
 */
export function chooseBatchSize(service: BatchPlan, waiting: number, overdue: boolean): number {
  if (waiting === 0) return 0;
  const most = Math.min(waiting, service.maxBatch);
  if (service.hasPreferred === 0) {
    return waiting >= service.maxBatch || overdue ? most : 0;
  }
  if (service.maxWait > 0 && overdue) return most;
  const preferred = service.preferredAtMost[most];
  if (preferred > 0) return preferred;
  return service.maxWait === 0 ? most : 0;
}

/** Replicas that serve one batch at a time; all of a batch ends together. */
export function batchFleet(service: BatchPlan, ledger: Ledger): Fleet {
  const { plan, columns, table, observe } = ledger;
  const pools = formPools(plan);
  const serving: (Batch | null)[] = pools.map(() => null);
  let timerFiredAt = NaN;
  let batchEndedAt = NaN;

  const isIdle = (replica: number): boolean => serving[replica] === null;
  const timerOf = (oldest: number): number => columns.arrivals[oldest] + service.maxWait;

  const startBatch = (pool: ReplicaPool, replica: number, size: number, now: number): void => {
    const rows = pool.queue.splice(0, size);
    for (const row of rows) {
      table.replica[row] = replica;
      table.start[row] = now;
    }
    const jitter = columns.jitters.length > 0 ? columns.jitters[rows[0]] : 1;
    serving[replica] = { rows, end: now + service.batchTimes[size] * jitter };
    const most = Math.min(size + pool.queue.length, service.maxBatch);
    if (size < most) observe("preferred size leaves some waiting");
  };

  const startBatches = (pool: ReplicaPool, now: number): void => {
    while (pool.queue.length > 0) {
      const replica = pool.replicas.find(isIdle);
      if (replica === undefined) return;
      const size = chooseBatchSize(service, pool.queue.length, now >= timerOf(pool.queue[0]));
      if (size === 0) return;
      startBatch(pool, replica, size, now);
    }
  };

  const startsAtOnce = (pool: ReplicaPool, row: number, now: number): boolean => {
    if (!pool.replicas.some(isIdle)) return false;
    const waiting = pool.queue.length + 1;
    const oldest = pool.queue[0] ?? row;
    return chooseBatchSize(service, waiting, now >= timerOf(oldest)) === waiting;
  };

  return {
    nextEventTime(replica) {
      const batch = serving[replica];
      if (batch !== null) return batch.end;
      const pool = pools[replica];
      const ownsTimer = pool.queue.length > 0 && pool.replicas.find(isIdle) === replica;
      return ownsTimer ? timerOf(pool.queue[0]) : Infinity;
    },

    processEvent(replica, now) {
      const batch = serving[replica];
      if (batch === null) {
        timerFiredAt = now;
        observe("batch timer fires");
      } else {
        batchEndedAt = now;
        serving[replica] = null;
        for (const row of batch.rows) {
          table.first[row] = now;
          recordServiceEnd(ledger, row, now);
        }
      }
      if (timerFiredAt === batchEndedAt) observe("batch timer meets batch end");
      startBatches(pools[replica], now);
    },

    giveUp(row) {
      if (leaveQueue(pools, row)) recordTimeout(ledger, row);
    },

    arrive(row, now) {
      if (timerFiredAt === now) observe("batch timer meets arrival");
      const outstanding = pools.map(
        (pool, replica) => pool.queue.length + (serving[replica]?.rows.length ?? 0),
      );
      const isCentral = plan.router === ROUTER_CENTRAL_QUEUE;
      const routed = isCentral ? -1 : routeRequest(plan, columns, row, outstanding);
      const pool = pools[isCentral ? 0 : routed];
      table.replica[row] = routed;
      if (!startsAtOnce(pool, row, now) && pool.queue.length >= plan.queueLimit) {
        recordRejection(ledger, row, OUTCOME_REJECTED_QUEUE_FULL);
        return;
      }
      pool.queue.push(row);
      startBatches(pool, now);
    },
  };
}
