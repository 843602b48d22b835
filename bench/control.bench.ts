import {
  AUTOSCALER_HPA,
  SELECT_MAX,
  SIGNAL_UTILIZATION,
  type AutoscalerPlan,
} from "../src/sim/autoscale/autoscaler-plan.ts";
import { BACKOFF_FULL_JITTER, BUDGET_SHARE, type RetryPlan } from "../src/sim/control-plan.ts";
import { simulate, simulateByEvents } from "../src/sim/simulate.ts";
import type { SimPlan, WorkloadColumns } from "../src/sim/sim-plan.ts";
import { plainControl, type ControlOverrides } from "../test/helpers/plain-control.ts";
import { continuousLoad } from "./continuous-load.ts";
import { DigestSink } from "./digest-sink.ts";
import { formatMeasurements, measure, timed, type Measurement } from "./harness.ts";
import { serialLoad } from "./serial-load.ts";

const REPLICAS = 8;

interface Load {
  readonly plan: SimPlan;
  readonly columns: WorkloadColumns;
}

/** What the controlled loop costs, with nothing switched on and with a production's usual set. */
export function benchControl(isSmoke: boolean): void {
  const rounds = isSmoke ? 1 : 7;
  const serial = serialLoad(REPLICAS, isSmoke ? 4000 : 1_000_000);
  const continuous = continuousLoad(REPLICAS, isSmoke ? 2000 : 300_000);
  console.log(formatMeasurements("control, serial", compareControl(serial, 1, rounds)));
  console.log(formatMeasurements("control, continuous", compareControl(continuous, 10, rounds)));
}

/**
 * Times the plain event loop, the controlled loop with nothing switched on, and the controlled loop
 * with timeouts, retries on a budget, an autoscaler and a timeline.
 *
 * @param scale - Seconds that stand for one: the clocks of clients and autoscaler are times this.
 * @throws Error if the first two differ in any end time.
 */
export function compareControl(load: Load, scale: number, rounds: number): Measurement[] {
  const requests = load.columns.arrivals.length;
  const variant = (name: string, plan: SimPlan) => ({
    name,
    requests,
    run: () =>
      timed(() => {
        const sink = new DigestSink();
        if (plan.control === null) simulateByEvents(plan, load.columns, sink);
        else simulate(plan, load.columns, sink, { needsReplicas: false });
        return sink.digest;
      }),
  });
  const patient = { ...load.plan, timeout: 20 * scale };
  const measurements = measure(
    [
      variant("plain loop", load.plan),
      variant("controlled loop, nothing on", controlled(load.plan, {})),
      variant(
        "timeouts, retries, autoscaler, timeline",
        controlled(patient, {
          fleet: {
            autoscaler: autoscaler(scale),
            coldStart: [{ distribution: "constant", value: 60 * scale }],
          },
          client: { retries: retries(scale) },
          timelineBins: 600,
        }),
      ),
    ],
    rounds,
  );
  const [plain, nothing] = measurements;
  if (plain.digest !== nothing.digest) {
    throw new Error(`the controlled loop gives ${nothing.digest}, the plain one ${plain.digest}`);
  }
  return measurements;
}

function controlled(plan: SimPlan, overrides: ControlOverrides): SimPlan {
  return { ...plan, control: plainControl(REPLICAS, plan.timeout, overrides) };
}

/** A Kubernetes HPA with its defaults. */
function autoscaler(scale: number): AutoscalerPlan {
  const sync = 15 * scale;
  return {
    kind: AUTOSCALER_HPA,
    min: 1,
    max: 3 * REPLICAS,
    metrics: [
      {
        signal: SIGNAL_UTILIZATION,
        target: 0.7,
        scrape: sync,
        window: 2 * sync,
        delay: 0,
        activation: 0,
        external: 0,
      },
    ],
    sync,
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    up: {
      stabilization: 0,
      select: SELECT_MAX,
      policies: [
        { share: 0, value: 4, period: sync },
        { share: 1, value: 1, period: sync },
      ],
    },
    down: {
      stabilization: 20 * sync,
      select: SELECT_MAX,
      policies: [{ share: 1, value: 1, period: sync }],
    },
    initialization: 0,
  };
}

/** Three attempts on Envoy's retry budget. */
function retries(scale: number): RetryPlan {
  return {
    maxAttempts: 3,
    perTryTimeout: 8 * scale,
    onRejected: 1,
    onTimedOut: 1,
    onFailed: 1,
    backoff: {
      kind: BACKOFF_FULL_JITTER,
      base: 0.1 * scale,
      factor: 2,
      max: 2 * scale,
      band: 0,
      law: { distribution: "constant", value: 0 },
    },
    budget: {
      kind: BUDGET_SHARE,
      share: 0.2,
      least: 3,
      tokens: 0,
      tokenRatio: 0,
      cost: 0,
      timeoutCost: 0,
      refund: 0,
    },
  };
}
