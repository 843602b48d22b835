import {
  OUTCOME_REJECTED_QUEUE_FULL,
  ROUTER_CENTRAL_QUEUE,
  type SerialPlan,
} from "../../src/sim/sim-plan.ts";
import type { Fleet } from "./instant-loop.ts";
import { formPools, leaveQueue, type ReplicaPool } from "./replica-pool.ts";
import { type Ledger, recordRejection, recordServiceEnd, recordTimeout } from "./request-table.ts";
import { routeRequest } from "./routing.ts";

/** A request in a slot. */
interface Service {
  readonly row: number;
  readonly end: number;
}

/** Replicas of `concurrency` slots; a free slot starts the head of its queue at once. */
export function serialFleet(service: SerialPlan, ledger: Ledger): Fleet {
  const { plan, columns, table } = ledger;
  const pools = formPools(plan);
  const serving: Service[][] = pools.map(() => []);

  const hasFreeSlot = (replica: number): boolean => serving[replica].length < service.concurrency;

  const startWaiting = (pool: ReplicaPool, now: number): void => {
    while (pool.queue.length > 0) {
      const replica = pool.replicas.find(hasFreeSlot);
      if (replica === undefined) return;
      const row = pool.queue.shift()!;
      table.replica[row] = replica;
      table.start[row] = now;
      serving[replica].push({ row, end: now + columns.serviceTimes[row] });
    }
  };

  return {
    nextEventTime(replica) {
      return Math.min(...serving[replica].map((running) => running.end));
    },

    processEvent(replica, now) {
      const ended = serving[replica].filter((running) => running.end === now);
      serving[replica] = serving[replica].filter((running) => running.end !== now);
      for (const { row } of ended) {
        table.first[row] = now;
        recordServiceEnd(ledger, row, now);
      }
      startWaiting(pools[replica], now);
    },

    giveUp(row) {
      if (leaveQueue(pools, row)) recordTimeout(ledger, row);
    },

    arrive(row, now) {
      const outstanding = pools.map((pool, replica) => pool.queue.length + serving[replica].length);
      const isCentral = plan.router === ROUTER_CENTRAL_QUEUE;
      const routed = isCentral ? -1 : routeRequest(plan, columns, row, outstanding);
      const pool = pools[isCentral ? 0 : routed];
      table.replica[row] = routed;
      if (!pool.replicas.some(hasFreeSlot) && pool.queue.length >= plan.queueLimit) {
        recordRejection(ledger, row, OUTCOME_REJECTED_QUEUE_FULL);
        return;
      }
      pool.queue.push(row);
      startWaiting(pool, now);
    },
  };
}
