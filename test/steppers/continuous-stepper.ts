import {
  type ContinuousPlan,
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_QUEUE_FULL,
  ROUTER_CENTRAL_QUEUE,
} from "../../src/sim/sim-plan.ts";
import type { Fleet } from "./instant-loop.ts";
import { buildStep, endStep, type Replica, type Sequence } from "./continuous-step.ts";
import { type Ledger, recordRejection, recordTimeout } from "./request-table.ts";
import { routeRequest } from "./routing.ts";

/** Replicas that repeat steps, each built anew from the sequences that run and wait. */
export function continuousFleet(service: ContinuousPlan, ledger: Ledger): Fleet {
  const { plan, columns, table, observe } = ledger;
  const isCentral = plan.router === ROUTER_CENTRAL_QUEUE;
  const fifo: Sequence[] = [];
  const replicas: Replica[] = Array.from({ length: plan.replicas }, (_, index) => ({
    index,
    waiting: [],
    running: [],
    step: null,
  }));

  const neverFits = (row: number): boolean => {
    const tokens = columns.inputs[row] + columns.outputs[row] - 1;
    return Math.ceil(tokens / service.blockSize) > service.kvBlocks;
  };

  const removeWaiting = (row: number): Sequence | null => {
    for (const queue of [fifo, ...replicas.map((replica) => replica.waiting)]) {
      const place = queue.findIndex((sequence) => sequence.row === row);
      if (place >= 0) return queue.splice(place, 1)[0];
    }
    return null;
  };

  return {
    nextEventTime(index) {
      return replicas[index].step?.end ?? Infinity;
    },

    processEvent(index, now) {
      endStep(replicas[index], now, ledger);
      buildStep(replicas[index], fifo, now, service, ledger);
    },

    giveUp(row) {
      const left = removeWaiting(row);
      if (left !== null) {
        if (!Number.isNaN(table.start[row])) observe("client leaves after preemption");
        recordTimeout(ledger, row);
        return;
      }
      for (const { running } of replicas) {
        const sequence = running.find((candidate) => candidate.row === row);
        if (sequence !== undefined) sequence.clientGone = true;
      }
    },

    arrive(row, now) {
      const outstanding = replicas.map(({ waiting, running }) => waiting.length + running.length);
      const routed = isCentral ? -1 : routeRequest(plan, columns, row, outstanding);
      table.replica[row] = routed;
      if (neverFits(row)) {
        recordRejection(ledger, row, OUTCOME_REJECTED_CANNOT_FIT);
        return;
      }
      const queue = isCentral ? fifo : replicas[routed].waiting;
      const candidates = isCentral ? replicas : [replicas[routed]];
      const idle = candidates.find(isIdle);
      if (idle === undefined && queue.length >= plan.queueLimit) {
        recordRejection(ledger, row, OUTCOME_REJECTED_QUEUE_FULL);
        return;
      }
      queue.push({
        row,
        input: columns.inputs[row],
        output: columns.outputs[row],
        generated: 0,
        computed: 0,
        blocks: 0,
        clientGone: false,
      });
      if (idle !== undefined) buildStep(idle, fifo, now, service, ledger);
    },
  };
}

function isIdle(replica: Replica): boolean {
  return replica.step === null;
}
