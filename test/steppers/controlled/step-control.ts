import { TokenBucket } from "../../../src/sim/admission/token-bucket.ts";
import { LOSS_FAIL } from "../../../src/sim/control-plan.ts";
import {
  OUTCOME_FAILED,
  OUTCOME_REJECTED_NO_REPLICA,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_REJECTED_SHED,
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_ROUND_ROBIN,
  type SimPlan,
  type WorkloadColumns,
} from "../../../src/sim/sim-plan.ts";
import type { RequestTable } from "../request-table.ts";
import { openClients } from "./clients.ts";
import { openFleet } from "./fleet.ts";
import { enqueue } from "./queue-order.ts";
import {
  drawServiceTime,
  endService,
  nextServerEvent,
  queueOf,
  startWaiting,
  wouldStart,
} from "./servers.ts";
import {
  acceptingReplicas,
  type Attempt,
  isCentral,
  type Note,
  openWorld,
  type Replica,
  type Request,
  servingReplicas,
  stopWaiting,
  type Tally,
  type World,
} from "./world.ts";

/** What became of every request, and what was counted on the way. */
export interface SteppedControl {
  readonly table: RequestTable;
  readonly tally: Tally;
}

/** Events of a run that is taken for endless. */
const MOST_EVENTS = 200_000;

/** The replica that the newest attempt at a request keeps away from; -1 for none. */
function replicaToAvoid(world: World, { attempts }: Request): number {
  const before = attempts.slice(0, -1);
  const other =
    world.control.client.hedging === null ? before.at(-1) : before.find(({ isWanted }) => isWanted);
  return other === undefined ? -1 : other.replica;
}

/** The replica an attempt is sent to; some replica accepts. */
function route(world: World, avoided: number): Replica {
  const accepting = acceptingReplicas(world);
  const canAvoid = accepting.length > 1;
  switch (world.plan.router) {
    case ROUTER_ROUND_ROBIN: {
      const first = accepting[world.turns++ % accepting.length];
      if (!canAvoid || first.index !== avoided) return first;
      world.note("a replica is avoided");
      return accepting[world.turns++ % accepting.length];
    }
    case ROUTER_LEAST_OUTSTANDING: {
      const open = accepting.filter(({ index }) => !canAvoid || index !== avoided);
      if (open.length < accepting.length) world.note("a replica is avoided");
      const loads = open.map(
        ({ queue, services }) =>
          queue.waiting.length + services.reduce((sum, { attempts: held }) => sum + held.length, 0),
      );
      return open[loads.indexOf(Math.min(...loads))];
    }
    default:
      throw new RangeError(`the stepper knows no router ${world.plan.router}`);
  }
}

/**
 * Runs a plan with a control part until every request has an outcome, one event after the other,
 * and looks at everything there is to find the next one.
 *
 * @param note - Is told of what the table does not show.
 * @throws RangeError if the plan has a part that the stepper doesn't know.
 */
export function stepControl(
  plan: SimPlan,
  columns: WorkloadColumns,
  note: Note = () => {},
): SteppedControl {
  const { control } = plan;
  if (control === null) throw new RangeError("the plan has no control part");
  const world = openWorld(plan, control, columns, note);
  const clients = openClients(world);
  const { tokenBucket } = control.admission;
  const bucket = tokenBucket === null ? null : new TokenBucket(tokenBucket);

  const dispatch = (attempt: Attempt, avoided: number, now: number): void => {
    const accepting = acceptingReplicas(world);
    if (accepting.length === 0) {
      if (control.fleet.holdsAtZero === 0) {
        clients.disappoint(attempt, OUTCOME_REJECTED_NO_REPLICA, now);
      } else if (world.door.length >= plan.queueLimit) {
        note("the door is full");
        clients.disappoint(attempt, OUTCOME_REJECTED_QUEUE_FULL, now);
      } else {
        note("held at the door");
        attempt.place = "door";
        world.door.push(attempt);
      }
      return;
    }
    const replica = plan.router === ROUTER_CENTRAL_QUEUE ? null : route(world, avoided);
    const queue = replica === null ? world.centralQueue : replica.queue;
    attempt.replica = replica === null ? -1 : replica.index;
    if (queue.waiting.length >= plan.queueLimit && !wouldStart(world, queue, attempt, now)) {
      clients.disappoint(attempt, OUTCOME_REJECTED_QUEUE_FULL, now);
      return;
    }
    enqueue(queue, attempt, now);
    startWaiting(world, queue, now);
  };

  const sendNext = (request: Request, now: number): void => {
    const attempt = clients.send(request, now);
    if (bucket !== null && !bucket.allows(now)) {
      clients.disappoint(attempt, OUTCOME_REJECTED_SHED, now);
    } else {
      dispatch(attempt, replicaToAvoid(world, request), now);
    }
  };

  const fleet = openFleet(world, {
    lost(attempts, now) {
      for (const attempt of attempts) {
        if (control.fleet.failures.onLoss === LOSS_FAIL) {
          clients.disappoint(attempt, OUTCOME_FAILED, now);
        } else {
          attempt.request.losses++;
          attempt.serviceTime = drawServiceTime(world, attempt.request);
          attempt.start = NaN;
          attempt.replica = -1;
          dispatch(attempt, -1, now);
        }
      }
    },
    opened(replica, now) {
      startWaiting(world, queueOf(world, replica), now);
    },
    released(now) {
      while (world.door.length > 0 && acceptingReplicas(world).length > 0) {
        dispatch(world.door.shift()!, -1, now);
      }
    },
  });

  const liveAttempts = (): Attempt[] =>
    world.requests
      .filter(({ isOver }) => !isOver)
      .flatMap(({ attempts }) => attempts.filter(({ isWanted }) => isWanted));

  const arrivalTime = (): number =>
    world.requests.length < columns.arrivals.length
      ? columns.arrivals[world.requests.length]
      : Infinity;

  const processServer = (now: number): boolean => {
    const due = servingReplicas(world).find((one) => nextServerEvent(world, one) === now);
    if (due === undefined) return false;
    for (const attempt of endService(due, now)) clients.answer(attempt, now);
    startWaiting(world, queueOf(world, due), now);
    return true;
  };

  const processTimeout = (now: number): boolean => {
    const [attempt] = liveAttempts()
      .filter(({ deadline }) => deadline === now)
      .sort((a, b) => a.request.row - b.request.row);
    if (attempt === undefined) return false;
    note(attempt.place === "slot" ? "gives up in service" : "gives up waiting");
    clients.giveUp(attempt, now);
    return true;
  };

  const processFleet = (now: number): boolean => {
    if (fleet.nextTime() !== now) return false;
    fleet.advance(now);
    return true;
  };

  const processSend = (now: number): void => {
    if (arrivalTime() === now) {
      sendNext(clients.arrive(world.requests.length), now);
      return;
    }
    const request = world.requests.find(({ nextAttemptAt }) => nextAttemptAt === now);
    if (request === undefined) throw new Error(`nothing is due at ${now}`);
    sendNext(request, now);
  };

  const nextTime = (): number =>
    Math.min(
      ...world.replicas.map((replica) => nextServerEvent(world, replica)),
      ...liveAttempts().map(({ deadline }) => deadline),
      fleet.nextTime(),
      arrivalTime(),
      ...world.requests.map(({ nextAttemptAt }) => nextAttemptAt),
    );

  const isFinished = (): boolean =>
    arrivalTime() === Infinity && world.requests.every(({ isOver }) => isOver);

  const withdrawUnwanted = (): void => {
    for (const { attempts } of world.requests) {
      for (const attempt of attempts) {
        if (attempt.isWanted || attempt.place === "nowhere" || attempt.place === "slot") continue;
        stopWaiting(world, attempt);
      }
    }
  };

  let previous = -Infinity;
  for (let count = 0; !isFinished(); count++) {
    const now = nextTime();
    if (now === Infinity) throw new Error("requests wait for something that never happens");
    if (now < previous) throw new Error(`an event at ${now} was missed until ${previous}`);
    if (count > MOST_EVENTS) throw new Error(`no end in sight at ${now}`);
    if (now === previous) note("two events at one instant");
    previous = now;
    if (!processServer(now) && !processTimeout(now) && !processFleet(now)) processSend(now);
    // What left its slots may have left fewer reserved.
    if (isCentral(world)) startWaiting(world, world.centralQueue, now);
    withdrawUnwanted();
    fleet.dismissIdle();
  }
  return { table: world.table, tally: world.tally };
}
