import type { Distribution } from "../../../src/random/distribution.ts";
import { AUTOSCALER_SCHEDULE } from "../../../src/sim/autoscale/autoscaler-plan.ts";
import {
  BACKOFF_BAND,
  BACKOFF_DECORRELATED,
  BACKOFF_FULL_JITTER,
  BACKOFF_LAW,
  type BackoffPlan,
  BUDGET_SHARE,
  BUDGET_THROTTLE,
  BUDGET_TOKENS,
  type ClassPlan,
  type ClientPlan,
  type ControlPlan,
  type FailurePlan,
  type FleetPlan,
  PRIORITY_NONE,
  type RetryBudgetPlan,
} from "../../../src/sim/control-plan.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_ROUND_ROBIN,
  type SimPlan,
} from "../../../src/sim/sim-plan.ts";
import { PLAIN_CLASS, plainControl } from "../../helpers/plain-control.ts";
import { handBuiltColumns } from "../hand-built.ts";
import type { RandomCase } from "../random-case.ts";
import { type Clock, drawClock, type Draws, openDraws } from "../random-draws.ts";
import { drawBatch, drawSerial } from "../random-service.ts";

/** A plan with a control part, so that two simulators can be compared request by request. */
export interface RandomControlCase extends RandomCase {
  readonly control: ControlPlan;
}

/** What every draw of a part of the case goes by. */
interface Scale {
  readonly draws: Draws;
  readonly clock: Clock;
  /** Seconds a request takes when nothing is in its way. */
  readonly typicalTime: number;
  /** Seconds in which the requests arrive, about. */
  readonly span: number;
}

/**
 * A random case of 20 to 90 requests on 1 to 4 replicas at first; the same kind and seed give the
 * same one. Every duration is a whole number of ticks of a power of two, but for delays that are
 * drawn, so that sums are exact and different events fall on one instant.
 */
export function randomControlCase(kind: "serial" | "batch", seed: number): RandomControlCase {
  const draws = openDraws(`controlled stepper case ${kind} ${seed}`);
  let clock = drawClock(draws);
  while (!clock.isDyadic) clock = drawClock(draws);
  const rows = draws.integer(20, 90);
  const replicas = draws.integer(1, 4);
  const router = draws.pick([ROUTER_CENTRAL_QUEUE, ROUTER_ROUND_ROBIN, ROUTER_LEAST_OUTSTANDING]);
  const drawn = kind === "serial" ? drawSerial(draws, clock, rows) : drawBatch(draws, clock, rows);
  const { service, columns, typicalTime, capacity } = drawn;

  const load = 0.3 * 8 ** draws.uniform();
  const gapMean = 1 / (load * capacity * replicas);
  const simultaneous = draws.pick([0, 0.2, 0.5]);
  const arrivals: number[] = [];
  let now = 0;
  for (let row = 0; row < rows; row++) {
    if (!draws.chance(simultaneous)) now += clock.exponential(gapMean / (1 - simultaneous));
    arrivals.push(now);
  }
  const scale: Scale = { draws, clock, typicalTime, span: gapMean * rows };

  const timeout = draws.chance(0.4)
    ? Infinity
    : clock.show(typicalTime * draws.pick([1.5, 3, 6, 12]));
  const classes = kind === "serial" ? drawClasses(scale, timeout) : [{ ...PLAIN_CLASS, timeout }];
  const control: ControlPlan = plainControl(replicas, timeout, {
    seed: draws.integer(0, 2 ** 31),
    classes,
    fleet: drawFleet(scale, replicas),
    failures: drawFailures(scale),
    queue: { priority: kind === "serial" ? draws.integer(0, 2) : PRIORITY_NONE },
    client: drawClient(scale),
    admission: {
      tokenBucket: draws.chance(0.15)
        ? { rate: 2 ** Math.round(Math.log2(1 / gapMean)), burst: draws.integer(1, 5) }
        : null,
      adaptiveConcurrency: null,
    },
  });
  const withRedraws = { ...control, redrawsService: draws.integer(0, 1) };
  const plan: SimPlan = {
    replicas,
    router,
    queueLimit: draws.pick([Infinity, Infinity, Infinity, 0, 1, 3, 8]),
    timeout,
    cancel: 1,
    requestOverhead: draws.chance(0.6) ? 0 : clock.show(typicalTime * draws.uniform() * 0.5),
    measureFrom: 0,
    measureTo: now,
    control: withRedraws,
    service,
  };
  const timeouts = Array.from({ length: timeout < Infinity && draws.chance(0.4) ? rows : 0 }, () =>
    clock.show(timeout * 2 * draws.uniform()),
  );
  return {
    plan,
    control: withRedraws,
    columns: {
      ...handBuiltColumns({ arrivals, timeouts }),
      ...columns,
      classes: Int32Array.from({ length: classes.length > 1 ? rows : 0 }, () =>
        draws.integer(0, classes.length - 1),
      ),
    },
    label: `${kind} case ${seed}: ${JSON.stringify(plan, showNumbers)}`,
  };
}

function drawClasses({ draws, clock, typicalTime }: Scale, timeout: number): ClassPlan[] {
  const count = draws.pick([1, 1, 2, 3]);
  if (count === 1) return [{ ...PLAIN_CLASS, timeout }];
  const hasReserves = draws.chance(0.5);
  return Array.from({ length: count }, (_, one) => ({
    priority: draws.integer(0, 2),
    weight: draws.pick([0.5, 1, 2, 4]),
    reserved: hasReserves ? draws.pick([0, one === 0 ? 0.4 : 0.25]) : 0,
    timeout: draws.chance(0.3) ? clock.show(typicalTime * draws.pick([2, 5])) : timeout,
  }));
}

function drawFleet({ draws, clock, span }: Scale, replicas: number): Partial<FleetPlan> {
  const holdsAtZero = draws.chance(0.7) ? 1 : 0;
  if (draws.chance(0.5)) return { holdsAtZero };
  const entries = draws.integer(2, 5);
  const times = [0];
  for (let entry = 1; entry < entries; entry++) {
    times.push(times[entry - 1] + clock.show((span / entries) * (0.5 + draws.uniform())));
  }
  const coldStart = draws.chance(0.3) ? 0 : clock.show(span * draws.pick([0.02, 0.1, 0.25]));
  return {
    holdsAtZero,
    coldStart: coldStart === 0 ? [] : [{ distribution: "constant", value: coldStart }],
    autoscaler: {
      kind: AUTOSCALER_SCHEDULE,
      times,
      replicas: times.map((_, entry) => draws.integer(entry === entries - 1 ? 1 : 0, 5)),
      period: draws.chance(0.5) ? Infinity : times[entries - 1] + clock.show(span / entries),
    },
    initial: draws.chance(0.5) ? replicas : draws.integer(0, 4),
  };
}

function drawFailures({ draws, clock, span, typicalTime }: Scale): Partial<FailurePlan> {
  const onLoss = draws.integer(0, 2);
  const outages = Array.from({ length: draws.pick([0, 0, 1, 2]) }, () => ({
    at: clock.show(span * draws.uniform()),
    duration: clock.show(span * draws.pick([0.02, 0.1, 0.3])),
    replicas: draws.integer(1, 3),
    zone: -1,
  }));
  outages.sort((a, b) => a.at - b.at);
  if (draws.chance(0.6)) return { onLoss, outages };
  const isExponential = draws.chance(0.4);
  const law = (mean: number): Distribution =>
    isExponential
      ? { distribution: "exponential", mean, min: null, max: null }
      : {
          distribution: "empirical",
          values: [0.3, 0.7, 1, 1.4].map((factor) => clock.show(mean * factor)),
          min: null,
          max: null,
        };
  // Long enough for any request to be served at last, however often it is lost.
  const uptime = law(Math.max(3 * typicalTime, span * draws.pick([0.15, 0.4, 0.8])));
  return { onLoss, outages, replica: { uptime, downtime: law(span * draws.pick([0.02, 0.1])) } };
}

function drawClient(scale: Scale): Partial<ClientPlan> {
  const { draws, clock, typicalTime } = scale;
  const kind = draws.pick(["patient", "retries", "retries", "hedging"] as const);
  if (kind === "patient") return {};
  if (kind === "hedging") {
    const delay = clock.show(typicalTime * draws.pick([0.5, 1, 2, 4]));
    return { hedging: { maxAttempts: draws.integer(2, 4), delay, quantile: 0 } };
  }
  return {
    retries: {
      maxAttempts: draws.integer(2, 5),
      perTryTimeout: draws.chance(0.5) ? Infinity : clock.show(typicalTime * draws.pick([1, 2, 4])),
      onRejected: draws.chance(0.8) ? 1 : 0,
      onTimedOut: draws.chance(0.8) ? 1 : 0,
      onFailed: draws.chance(0.8) ? 1 : 0,
      backoff: drawBackoff(scale),
      budget: draws.chance(0.5) ? null : drawBudget(draws),
    },
  };
}

function drawBackoff({ draws, clock, typicalTime }: Scale): BackoffPlan {
  const base = clock.show(typicalTime * draws.pick([0.25, 0.5, 1]));
  return {
    kind: draws.pick([
      BACKOFF_BAND,
      BACKOFF_BAND,
      BACKOFF_LAW,
      BACKOFF_LAW,
      BACKOFF_FULL_JITTER,
      BACKOFF_DECORRELATED,
    ]),
    base,
    factor: 2,
    max: draws.pick([2, 8]) * base,
    band: draws.pick([0, 0, 0.25]),
    law: {
      distribution: "empirical",
      values: [0, base, 2 * base, 3 * base],
      min: null,
      max: null,
    },
  };
}

function drawBudget(draws: Draws): RetryBudgetPlan {
  return {
    kind: draws.pick([BUDGET_SHARE, BUDGET_THROTTLE, BUDGET_TOKENS]),
    share: draws.pick([0.1, 0.25]),
    least: draws.integer(0, 3),
    tokens: draws.integer(4, 20),
    tokenRatio: draws.pick([0.125, 0.5]),
    cost: 2,
    timeoutCost: 4,
    refund: 1,
  };
}

function showNumbers(_: string, value: unknown): unknown {
  if (value === Infinity) return "Infinity";
  return value instanceof Float64Array || value instanceof Int32Array ? [...value] : value;
}
