import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import { type Clock, drawClock, type Draws, openDraws } from "./random-draws.ts";
import { drawBatch, drawContinuous, drawSerial } from "./random-service.ts";

/** A small plan and workload on which two simulators can be compared request by request. */
export interface RandomCase {
  readonly plan: SimPlan;
  readonly columns: WorkloadColumns;
  /** Says what the case is like, for a failing test. */
  readonly label: string;
}

/** The kinds of service a case can have. */
export type ServiceKind = "serial" | "batch" | "continuous";

const DRAW_SERVICE = { serial: drawSerial, batch: drawBatch, continuous: drawContinuous } as const;

const ROUTER_NAMES: ReadonlyMap<number, string> = new Map([
  [ROUTER_CENTRAL_QUEUE, "central-queue"],
  [ROUTER_ROUND_ROBIN, "round-robin"],
  [ROUTER_RANDOM, "random"],
  [ROUTER_LEAST_OUTSTANDING, "least-outstanding"],
  [ROUTER_POWER_OF_TWO, "power-of-two"],
]);

/**
 * A random case of 20 to 120 requests on 1 to 5 replicas; the same kind and seed give the same one.
 *
 * Half of the cases are dyadic (see `Clock`): everything in them is exact in floating point,
 * however it is summed, and ties are frequent. In the other half two programs that sum in a
 * different order differ by rounding; so that this never decides who comes first, no two arrivals
 * of theirs are simultaneous if they could make two continuous replicas run in lockstep.
 */
export function randomCase(kind: ServiceKind, seed: number): RandomCase {
  const draws = openDraws(`stepper case ${kind} ${seed}`);
  const clock = drawClock(draws);
  const rows = draws.integer(20, 120);
  const replicas = draws.integer(1, 5);
  const router = draws.pick([...ROUTER_NAMES.keys()]);
  const { service, columns, typicalTime, capacity } = DRAW_SERVICE[kind](draws, clock, rows);

  const load = 0.25 * 16 ** draws.uniform();
  const mayCoincide = clock.isDyadic || kind !== "continuous" || replicas === 1;
  const simultaneous = mayCoincide ? draws.pick([0, 0.2, 0.6]) : 0;
  const gapMean = 1 / (load * capacity * replicas);
  const arrivals = drawArrivals(draws, clock, rows, gapMean, simultaneous);

  const patience = draws.pick(["endless", "endless", "constant", "varied"] as const);
  const timeoutMean = typicalTime * draws.pick([0.7, 1.5, 3, 6]);
  const overhead = draws.chance(0.5) ? 0 : clock.show(typicalTime * draws.uniform() * 0.5);
  const plan: SimPlan = {
    replicas,
    router,
    queueLimit: draws.pick([Infinity, Infinity, Infinity, Infinity, 0, 1, 2, 5, 12]),
    timeout: patience === "constant" ? clock.show(timeoutMean) : Infinity,
    cancel: draws.integer(0, 1),
    requestOverhead: overhead,
    measureFrom: 0,
    measureTo: arrivals[rows - 1],
    control: null,
    service,
  };
  const none = new Float64Array(0);
  const uniformCount = { [ROUTER_RANDOM]: rows, [ROUTER_POWER_OF_TWO]: 2 * rows }[router] ?? 0;
  return {
    plan,
    columns: {
      inputs: new Int32Array(0),
      outputs: new Int32Array(0),
      serviceTimes: none,
      jitters: none,
      ...columns,
      arrivals,
      timeouts: Float64Array.from({ length: patience === "varied" ? rows : 0 }, () =>
        clock.show(timeoutMean * 2 * draws.uniform()),
      ),
      routeUniforms: Float64Array.from({ length: uniformCount }, () => draws.uniform()),
      classes: new Int32Array(0),
      prefixOffsets: new Int32Array(0),
      prefixHashes: new Int32Array(0),
    },
    label: describeCase(kind, seed, clock, patience, rows, plan),
  };
}

function drawArrivals(
  draws: Draws,
  clock: Clock,
  rows: number,
  gapMean: number,
  simultaneous: number,
): Float64Array {
  const arrivals = new Float64Array(rows);
  let now = 0;
  for (let row = 0; row < rows; row++) {
    if (!draws.chance(simultaneous)) now += clock.exponential(gapMean / (1 - simultaneous));
    arrivals[row] = now;
  }
  return arrivals;
}

function describeCase(
  kind: ServiceKind,
  seed: number,
  clock: Clock,
  patience: string,
  rows: number,
  plan: SimPlan,
): string {
  const { service, router, ...rest } = plan;
  const timing = clock.isDyadic ? "dyadic" : "real-valued";
  return [
    `${kind} case ${seed}: ${timing}, ${rows} requests, ${ROUTER_NAMES.get(router)}`,
    `${patience} patience`,
    JSON.stringify({ ...rest, service }, showNumbers),
  ].join(", ");
}

function showNumbers(_: string, value: unknown): unknown {
  if (value === Infinity) return "Infinity";
  return value instanceof Float64Array || value instanceof Int32Array ? [...value] : value;
}
