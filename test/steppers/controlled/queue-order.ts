import { PRIORITY_NONE, PRIORITY_STRICT } from "../../../src/sim/control-plan.ts";
import type { Attempt, Queue, World } from "./world.ts";

/** Slots behind a queue and how many of them each class has in use. */
export interface SlotUse {
  readonly slots: number;
  readonly usedByClass: readonly number[];
}

/** Whether the reserved shares leave a slot for one more of a class. */
export function mayStart(world: World, { slots, usedByClass }: SlotUse, ofClass: number): boolean {
  let taken = 0;
  world.control.classes.forEach(({ reserved }, other) => {
    const used = usedByClass[other];
    const kept = other === ofClass ? 0 : Math.floor(reserved * slots);
    taken += Math.max(used, kept);
  });
  return taken < slots;
}

/** The attempt to start next; null if none may. */
export function chooseNext(world: World, queue: Queue, use: SlotUse): Attempt | null {
  const eligible = queue.waiting.filter(({ request }) => mayStart(world, use, request.class));
  if (eligible.length < queue.waiting.length) world.note("a reserved share holds some back");
  if (eligible.length === 0) return null;
  const { priority } = world.control.queue;
  if (priority === PRIORITY_NONE) return eligible[0];
  const keyOf = ({ request }: Attempt): number =>
    priority === PRIORITY_STRICT
      ? world.control.classes[request.class].priority
      : queue.pass[request.class];
  const least = Math.min(...eligible.map(keyOf));
  const next = eligible.find((attempt) => keyOf(attempt) === least)!;
  if (next !== queue.waiting[0]) world.note("an earlier arrival is overtaken");
  return next;
}

/** Puts an attempt at the end of a queue. */
export function enqueue(queue: Queue, attempt: Attempt, now: number): void {
  const { request } = attempt;
  const isFirstOfClass = queue.waiting.every((other) => other.request.class !== request.class);
  if (isFirstOfClass) {
    queue.pass[request.class] = Math.max(queue.pass[request.class], queue.lastPass);
  }
  queue.waiting.push(attempt);
  attempt.queuedAt = now;
  attempt.place = "queue";
}

/** Takes an attempt that starts out of a queue. */
export function dequeue(world: World, queue: Queue, attempt: Attempt): void {
  queue.waiting.splice(queue.waiting.indexOf(attempt), 1);
  const ofClass = attempt.request.class;
  queue.lastPass = queue.pass[ofClass];
  queue.pass[ofClass] += 1 / world.control.classes[ofClass].weight;
}
