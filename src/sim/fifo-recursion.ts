import type { FinishedRequests } from "./finished-requests.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "./sim-plan.ts";
import type { Usage } from "./usage.ts";

/**
 * True if `recurseFifo` gives what the event loop gives: serial service without queue limit or
 * timeouts, under a router that needs no look at the load.
 *
 * @param needsReplicas - True if the caller reads which replica served a request, which the
 *   recursion does not know under a central queue.
 */
export function canRecurse(
  plan: SimPlan,
  columns: WorkloadColumns,
  needsReplicas: boolean,
): boolean {
  return (
    plan.service.kind === SERVICE_SERIAL &&
    plan.queueLimit === Infinity &&
    plan.timeout === Infinity &&
    columns.timeouts.length === 0 &&
    (plan.router === ROUTER_ROUND_ROBIN ||
      plan.router === ROUTER_RANDOM ||
      (plan.router === ROUTER_CENTRAL_QUEUE && !needsReplicas))
  );
}

/**
 * First-come-first-served queues by the Kiefer–Wolfowitz recursion: no events, one pass over the
 * arrivals. Each takes the server of its queue that is free first: it starts at the later of its
 * arrival and that server's free time.
 *
 * @param plan - A pool for which `canRecurse` holds.
 * @see Kiefer and Wolfowitz, "On the theory of queues with many servers", 1955.
 */
export function recurseFifo(
  plan: SimPlan,
  columns: WorkloadColumns,
  finished: FinishedRequests,
  usage: Usage,
): void {
  if (plan.service.kind !== SERVICE_SERIAL)
    throw new RangeError("recurseFifo needs serial service");
  const { replicas, router } = plan;
  const { concurrency } = plan.service;
  const { arrivals, serviceTimes, routeUniforms } = columns;
  const isCentral = router === ROUTER_CENTRAL_QUEUE;
  const servers = isCentral ? replicas * concurrency : concurrency;
  // Free times of the servers of each queue, a binary heap per queue in one column.
  const freeTimes = new Float64Array(replicas * concurrency);
  for (let row = 0; row < arrivals.length; row++) {
    const arrival = arrivals[row];
    let replica = -1;
    if (router === ROUTER_ROUND_ROBIN) replica = row % replicas;
    else if (router === ROUTER_RANDOM) replica = Math.floor(routeUniforms[row] * replicas);
    const root = isCentral ? 0 : replica * concurrency;
    const free = freeTimes[root];
    const start = free > arrival ? free : arrival;
    const end = start + serviceTimes[row];
    replaceTop(freeTimes, root, servers, end);
    usage.busyTime += usage.overlap(start, end);
    finished.serve(row, replica, start, end, end);
  }
}

/** Replaces the least value of the heap at [root, root + size) and restores the order. */
function replaceTop(heap: Float64Array, root: number, size: number, value: number): void {
  let position = 0;
  for (;;) {
    let child = 2 * position + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[root + child + 1] < heap[root + child]) child++;
    const least = heap[root + child];
    if (least >= value) break;
    heap[root + position] = least;
    position = child;
  }
  heap[root + position] = value;
}
