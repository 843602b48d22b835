import type { DeadlineHeap } from "./deadline-heap.ts";
import type { FinishedRequests } from "./finished-requests.ts";
import type { Usage } from "./usage.ts";
import type { WinnerTree } from "./winner-tree.ts";

/**
 * A pool of replicas of one service kind, as the event loop sees it. The three kinds (`serial`,
 * `batch`, `continuous`) implement it; the loop owns time and the order of simultaneous events.
 */
export interface ServiceBank {
  /** Next event of each server. */
  readonly calendar: WinnerTree;
  /** Deadlines of the clients whose leaving the bank must act on. */
  readonly deadlines: DeadlineHeap;
  readonly finished: FinishedRequests;
  readonly usage: Usage;
  /** Routes workload row `row`, queues it and, if possible, starts it. */
  arrive(row: number, now: number): void;
  /** Handles the event of a server: an end of service or step, or a batch timer. */
  advance(server: number, now: number): void;
  /** Handles the deadline of the request in `slot`, already taken out of `deadlines`. */
  expire(slot: number, now: number): void;
}
