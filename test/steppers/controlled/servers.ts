import { counterUniform, PURPOSE_SERVICE } from "../../../src/random/counter-uniform.ts";
import { type BatchPlan, SERVICE_BATCH, SERVICE_SERIAL } from "../../../src/sim/sim-plan.ts";
import { chooseBatchSize } from "../batch-stepper.ts";
import { chooseNext, dequeue, mayStart, type SlotUse } from "./queue-order.ts";
import {
  acceptingReplicas,
  type Attempt,
  isCentral,
  type Queue,
  type Replica,
  type Request,
  servingReplicas,
  type World,
} from "./world.ts";

/** Slots of a replica. */
export function slotsOf({ plan }: World): number {
  return plan.service.kind === SERVICE_SERIAL ? plan.service.concurrency : 1;
}

/** Where a replica takes requests from. */
export function queueOf(world: World, replica: Replica): Queue {
  return isCentral(world) ? world.centralQueue : replica.queue;
}

/** Whether a replica may start something from its queue. */
function canServe(world: World, replica: Replica): boolean {
  if (replica.state === "ready") return true;
  return replica.state === "draining" && !isCentral(world);
}

function hasFreeSlot(world: World, replica: Replica): boolean {
  return canServe(world, replica) && replica.services.length < slotsOf(world);
}

/** The replica that would start something from a queue now; undefined for none. */
export function nextServer(world: World, queue: Queue): Replica | undefined {
  return servingReplicas(world).find(
    (replica) => queueOf(world, replica) === queue && hasFreeSlot(world, replica),
  );
}

function slotUse(world: World, queue: Queue): SlotUse {
  const behind = isCentral(world)
    ? acceptingReplicas(world)
    : world.replicas.filter((replica) => replica.queue === queue);
  const usedByClass = world.control.classes.map(() => 0);
  for (const { services } of behind) {
    for (const { attempts } of services) usedByClass[attempts[0].request.class]++;
  }
  return { slots: behind.length * slotsOf(world), usedByClass };
}

/** Starts whatever can start from a queue. */
export function startWaiting(world: World, queue: Queue, now: number): void {
  const { service } = world.plan;
  while (queue.waiting.length > 0) {
    const replica = nextServer(world, queue);
    if (replica === undefined) return;
    if (service.kind === SERVICE_BATCH) {
      const size = chooseBatchSize(service, queue.waiting.length, isOverdue(service, queue, now));
      if (size === 0) return;
      startBatch(world, service, queue, replica, size, now);
    } else {
      const attempt = chooseNext(world, queue, slotUse(world, queue));
      if (attempt === null) return;
      dequeue(world, queue, attempt);
      place(replica, [attempt], now, attempt.serviceTime);
    }
  }
}

/** Whether an attempt that joined a queue now would start at once. */
export function wouldStart(world: World, queue: Queue, attempt: Attempt, now: number): boolean {
  if (nextServer(world, queue) === undefined) return false;
  const { service } = world.plan;
  if (service.kind !== SERVICE_BATCH) {
    return mayStart(world, slotUse(world, queue), attempt.request.class);
  }
  const waiting = queue.waiting.length + 1;
  const isDue = queue.waiting.length > 0 ? isOverdue(service, queue, now) : service.maxWait === 0;
  return chooseBatchSize(service, waiting, isDue) === waiting;
}

function isOverdue(service: BatchPlan, queue: Queue, now: number): boolean {
  return now >= queue.waiting[0].queuedAt + service.maxWait;
}

function startBatch(
  world: World,
  service: BatchPlan,
  queue: Queue,
  replica: Replica,
  size: number,
  now: number,
): void {
  const attempts = queue.waiting.slice(0, size);
  for (const attempt of attempts) dequeue(world, queue, attempt);
  const { jitters } = world.columns;
  const jitter = jitters.length > 0 ? jitters[attempts[0].request.row] : 1;
  place(replica, attempts, now, service.batchTimes[size] * jitter);
}

function place(
  replica: Replica,
  attempts: readonly Attempt[],
  now: number,
  duration: number,
): void {
  let slot = 0;
  while (replica.services.some((service) => service.slot === slot)) slot++;
  for (const attempt of attempts) {
    attempt.place = "slot";
    attempt.replica = replica.index;
    attempt.start = now;
  }
  replica.services.push({ attempts, slot, end: now + duration });
}

/**
 * Seconds of serial service for a try that is sent, or routed anew, now: the first takes the
 * request's own time.
 */
export function drawServiceTime({ columns, control }: World, request: Request): number {
  const { serviceTimes } = columns;
  const { attempts, losses, row } = request;
  const isFirst = attempts.length === 1 && losses === 0;
  if (isFirst || control.redrawsService === 0) return serviceTimes[row];
  const counter = attempts.length + 2 ** 20 * losses;
  const uniform = counterUniform(control.seed, PURPOSE_SERVICE, row, counter);
  return serviceTimes[Math.floor(uniform * serviceTimes.length)];
}

/** When a replica next ends a service or its batch timer runs out; Infinity for never. */
export function nextServerEvent(world: World, replica: Replica): number {
  if (replica.state !== "ready" && replica.state !== "draining") return Infinity;
  const { service } = world.plan;
  let next = Math.min(...replica.services.map(({ end }) => end));
  const queue = queueOf(world, replica);
  if (
    service.kind === SERVICE_BATCH &&
    queue.waiting.length > 0 &&
    nextServer(world, queue) === replica
  ) {
    next = Math.min(next, queue.waiting[0].queuedAt + service.maxWait);
  }
  return next;
}

/** Takes what ends now in the lowest slot out of it, and returns it. */
export function endService(replica: Replica, now: number): Attempt[] {
  const due = replica.services.filter(({ end }) => end === now);
  const slot = Math.min(...due.map((service) => service.slot));
  const ended = due.filter((service) => service.slot === slot);
  replica.services = replica.services.filter((service) => !ended.includes(service));
  return takeOut(ended);
}

/** Attempts of services, by slot; they are nowhere from now on. */
export function takeOut(
  services: readonly { slot: number; attempts: readonly Attempt[] }[],
): Attempt[] {
  const attempts = [...services].sort((a, b) => a.slot - b.slot).flatMap((one) => one.attempts);
  for (const attempt of attempts) attempt.place = "nowhere";
  return attempts;
}
