import {
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../sim/sim-plan.ts";

/**
 * Time in which a queue forgets how it began: 1/(√(cμ) − √λ)², exact for M/M/c near saturation and
 * taken as a measure for other laws. A full batch counts as its requests served one after the
 * other. Routers that don't look at the load make every replica a queue of its own.
 *
 * @param plan - The pool.
 * @param columns - What arrives at it.
 * @returns Seconds; Infinity if more arrives than can be served, null for `continuous`, for which
 *   there is no such formula.
 */
export function relaxationTime(plan: SimPlan, columns: WorkloadColumns): number | null {
  const slotRate = slotRateOf(plan, columns);
  if (slotRate === null) return null;
  const { replicas, router, service } = plan;
  const isSplit = router === ROUTER_RANDOM || router === ROUTER_ROUND_ROBIN;
  const queues = isSplit ? replicas : 1;
  const slots = (replicas / queues) * (service.kind === SERVICE_SERIAL ? service.concurrency : 1);
  const drainRate = slots * slotRate;
  const arrivalRate = columns.arrivals.length / plan.measureTo / queues;
  if (!(arrivalRate < drainRate)) return Infinity;
  return 1 / (Math.sqrt(drainRate) - Math.sqrt(arrivalRate)) ** 2;
}

/** Requests a busy slot, or a replica with full batches, serves a second. */
function slotRateOf({ service }: SimPlan, { serviceTimes }: WorkloadColumns): number | null {
  switch (service.kind) {
    case SERVICE_SERIAL: {
      let busy = 0;
      for (const time of serviceTimes) busy += time;
      return serviceTimes.length / busy;
    }
    case SERVICE_BATCH:
      return service.maxBatch / service.batchTimes[service.maxBatch];
    case SERVICE_CONTINUOUS:
      return null;
  }
}
