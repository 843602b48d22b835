/** Order of fleet events at one instant. */
export const RANK_CAPACITY = 0;
/** What waited for a replica is sent once all that get ready at an instant are. */
export const RANK_RELEASE = 1;
export const RANK_SAMPLE = 2;
export const RANK_DECISION = 3;

interface FleetEvent {
  readonly time: number;
  readonly rank: number;
  readonly order: number;
  readonly run: (now: number) => void;
}

/**
 * The calendar of what happens to a fleet: failures, readiness, samples, decisions. A binary
 * min-heap by time, rank, and order of scheduling; these events are rare next to requests.
 */
export class FleetEvents {
  private readonly heap: FleetEvent[] = [];
  private scheduled = 0;

  /** When the next event is due; Infinity for none. */
  get nextTime(): number {
    return this.heap.length === 0 ? Infinity : this.heap[0].time;
  }

  /**
   * Schedules an event.
   *
   * @param time - Seconds; Infinity for never.
   * @param rank - RANK_ constant: what goes first at one instant.
   */
  schedule(time: number, rank: number, run: (now: number) => void): void {
    if (time === Infinity) return;
    const { heap } = this;
    const event = { time, rank, order: this.scheduled++, run };
    let position = heap.length;
    heap.push(event);
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (!isBefore(event, heap[parent])) break;
      heap[position] = heap[parent];
      position = parent;
    }
    heap[position] = event;
  }

  /** Runs the next event; call only when there is one. */
  runNext(): void {
    const { heap } = this;
    const [next] = heap;
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.siftDown(last);
    next.run(next.time);
  }

  private siftDown(event: FleetEvent): void {
    const { heap } = this;
    let position = 0;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
      if (!isBefore(heap[child], event)) break;
      heap[position] = heap[child];
      position = child;
    }
    heap[position] = event;
  }
}

function isBefore(left: FleetEvent, right: FleetEvent): boolean {
  if (left.time !== right.time) return left.time < right.time;
  if (left.rank !== right.rank) return left.rank < right.rank;
  return left.order < right.order;
}
