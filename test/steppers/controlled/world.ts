import type { ControlPlan } from "../../../src/sim/control-plan.ts";
import type { SimPlan, WorkloadColumns } from "../../../src/sim/sim-plan.ts";
import { ROUTER_CENTRAL_QUEUE } from "../../../src/sim/sim-plan.ts";
import type { RequestTable } from "../request-table.ts";

/** Where an attempt is: with nobody yet, held at the door, in a queue, in a slot, or nowhere. */
export type Place = "nowhere" | "door" | "queue" | "slot";

/** One try at a request. */
export interface Attempt {
  readonly request: Request;
  /** From 1. */
  readonly number: number;
  readonly sentAt: number;
  /** When its client gives it up. */
  readonly deadline: number;
  readonly isRetry: boolean;
  /** Whether another attempt at the request was in flight when it was sent. */
  readonly isBeside: boolean;
  /** Whether the attempt that it repeats timed out. */
  readonly isAfterTimeout: boolean;
  /** Whether its client still waits for it. */
  isWanted: boolean;
  place: Place;
  /** Replica it is or was at; -1 for none. */
  replica: number;
  /** When it entered its queue. */
  queuedAt: number;
  /** Seconds it takes, if the service is serial. */
  serviceTime: number;
  /** First time it was in a slot; NaN if never. */
  start: number;
  /** When it was served to its end, if its client could see that; else NaN. */
  first: number;
}

/** A request and what its client has done about it. */
export interface Request {
  readonly row: number;
  readonly class: number;
  readonly arrival: number;
  readonly deadline: number;
  readonly attempts: Attempt[];
  isOver: boolean;
  /** How often it was routed anew because its replica failed. */
  losses: number;
  previousDelay: number;
  /** When the next attempt is sent; Infinity for none planned. */
  nextAttemptAt: number;
  /** Whether the last attempt timed out. */
  timedOutLast: boolean;
}

/** Attempts in service that end together. */
export interface Service {
  readonly attempts: readonly Attempt[];
  /** Number of the slot. */
  readonly slot: number;
  end: number;
}

/** Attempts that wait, oldest first, and the stride scheduling of their classes. */
export interface Queue {
  readonly waiting: Attempt[];
  /** By class: what its next start counts as. */
  readonly pass: number[];
  /** Pass of the last start. */
  lastPass: number;
}

export type ReplicaState = "starting" | "ready" | "draining" | "down" | "gone";

/** A replica. */
export interface Replica {
  readonly index: number;
  /** How many replicas there were before it. */
  readonly serial: number;
  readonly queue: Queue;
  state: ReplicaState;
  /** Whether it takes nothing new, even when it is back. */
  isLeaving: boolean;
  services: Service[];
  /** Reasons for which it is down. */
  downs: number;
  /** When what it had in service was paused; NaN if never. */
  pausedAt: number;
}

/** Counts to be compared with what the engine counts. */
export interface Tally {
  attempts: number;
  retries: number;
  hedges: number;
  hedgeWins: number;
  retriesDenied: number;
  lost: number;
}

/** Is told what happens, for tests that count how often it does. */
export type Note = (occurrence: string) => void;

/** Everything there is. */
export interface World {
  readonly plan: SimPlan;
  readonly control: ControlPlan;
  readonly columns: WorkloadColumns;
  readonly table: RequestTable;
  readonly tally: Tally;
  readonly note: Note;
  readonly requests: Request[];
  /** In order of creation, those that are gone included. */
  readonly replicas: Replica[];
  /** Held while no replica accepts, oldest first. */
  readonly door: Attempt[];
  /** The one queue of the central-queue router. */
  readonly centralQueue: Queue;
  /** Attempts that were routed, for round-robin. */
  turns: number;
}

export function openQueue(control: ControlPlan): Queue {
  return { waiting: [], pass: control.classes.map(() => 0), lastPass: 0 };
}

/** A world in which nothing has happened and no replica is there. */
export function openWorld(
  plan: SimPlan,
  control: ControlPlan,
  columns: WorkloadColumns,
  note: Note,
): World {
  const rows = columns.arrivals.length;
  return {
    plan,
    control,
    columns,
    table: {
      replica: new Int32Array(rows).fill(-1),
      start: new Float64Array(rows).fill(NaN),
      first: new Float64Array(rows).fill(NaN),
      end: new Float64Array(rows).fill(NaN),
      outcome: new Uint8Array(rows).fill(255),
      preemptions: 0,
    },
    tally: {
      attempts: 0,
      retries: 0,
      hedges: 0,
      hedgeWins: 0,
      retriesDenied: 0,
      lost: 0,
    },
    note,
    requests: [],
    replicas: [],
    door: [],
    centralQueue: openQueue(control),
    turns: 0,
  };
}

/** Replicas that take new requests, by index. */
export function acceptingReplicas(world: World): Replica[] {
  return byIndex(world.replicas.filter(({ state }) => state === "ready"));
}

/** Replicas that serve, by index. */
export function servingReplicas(world: World): Replica[] {
  return byIndex(world.replicas.filter(({ state }) => state === "ready" || state === "draining"));
}

export function byIndex(replicas: readonly Replica[]): Replica[] {
  return [...replicas].sort((a, b) => a.index - b.index);
}

export function isCentral(world: World): boolean {
  return world.plan.router === ROUTER_CENTRAL_QUEUE;
}

/** Takes an attempt out of wherever it waits. */
export function stopWaiting(world: World, attempt: Attempt): void {
  const lines = [world.door, world.centralQueue.waiting];
  for (const replica of world.replicas) lines.push(replica.queue.waiting);
  for (const line of lines) {
    const at = line.indexOf(attempt);
    if (at >= 0) line.splice(at, 1);
  }
  attempt.place = "nowhere";
}
