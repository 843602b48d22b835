import type { WinnerTree } from "../winner-tree.ts";

/** Number of the queue that all replicas share, where there is one. */
export const CENTRAL = -1;

/**
 * The servers of a fleet whose replicas come and go: what a service kind does with an attempt from
 * the moment it is routed. `queue` is a replica, or CENTRAL.
 */
export interface ReplicaServers {
  /** Next event of each server. */
  readonly calendar: WinnerTree;
  /** Replica of a server of the calendar. */
  replicaOf(server: number): number;
  /** Sets up a replica: empty, idle, and not taking from the central queue yet. */
  open(replica: number): void;
  /** Lets a replica take from the central queue, which it does at once. */
  admit(replica: number, now: number): void;
  /** Lets it take no more from there. */
  shut(replica: number): void;
  /**
   * Starts what may start from the central queue now that replicas were shut: fewer slots keep
   * fewer reserved. Call once the event that shut them is over, which may be the end of several.
   */
  catchUp(now: number): void;
  /** True if an attempt, sent now, would start at once. */
  wouldStart(attempt: number, queue: number, now: number): boolean;
  /** False if a request with the tokens of a row of the workload can never be served. */
  fits(sizeRow: number): boolean;
  /** Attempts waiting in a queue. */
  queueLength(queue: number): number;
  /** Queues an attempt and starts what can start. */
  enqueue(attempt: number, queue: number, now: number): void;
  /** Handles the event of a server. */
  advance(server: number, now: number): void;
  /**
   * Is told that the client of an attempt has gone: one that waits leaves, one in service stays to
   * the end of what can't be interrupted.
   *
   * @returns True if it left.
   */
  withdraw(attempt: number, now: number): boolean;
  /** Forgets an attempt that its queue has dropped. */
  forget(attempt: number): void;
  /** When an attempt's first token came; NaN if it hasn't, or there are no tokens before the end. */
  firstTokenOf(attempt: number): number;
  /**
   * Empties a replica that stops: its attempts, those in service first; all forgotten here. The
   * columns of those that were in service hold when their first token came.
   */
  evict(replica: number, now: number): number[];
  /** Stops the clock of a replica, with all that is on it, and lets it go on. */
  pause(replica: number, now: number): void;
  resume(replica: number, now: number): void;
  /** Whatever a replica starts from now on takes `factor` times as long. */
  setSlowness(replica: number, factor: number, now: number): void;
  /** Share of its KV cache in use; 0 without one. */
  kvUse(replica: number): number;
}

/** What servers report. */
export interface ServiceEvents {
  /**
   * An attempt was served to the end.
   *
   * @returns True if that was for nothing, since its client had gone.
   */
  serve(attempt: number, replica: number, start: number, first: number, end: number): boolean;
  /** An attempt whose client had gone left a replica before its end. */
  abandon(attempt: number, replica: number, start: number, first: number): void;
}
