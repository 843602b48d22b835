import type { UsersPlan } from "../../src/sim/control-plan.ts";
import { foldSeed } from "../../src/random/counter-uniform.ts";
import { openStream } from "../../src/random/stream.ts";
import type { SimPlan, WorkloadColumns } from "../../src/sim/sim-plan.ts";
import { plainControl, type ControlOverrides } from "../helpers/plain-control.ts";
import { exponential } from "./laws.ts";
import { openModel, type Model } from "./model.ts";

/** A queue to be simulated by the controlled loop; times are in mean service times. */
export interface ControlledModel extends Model {
  /** What is switched on. */
  readonly control?: ControlOverrides;
  /** Share of each class in the requests; one class if left out. */
  readonly classShares?: readonly number[];
  /** Users in place of arrivals: how many, and their mean think time. `rate` is their throughput. */
  readonly users?: { readonly count: number; readonly thinkMean: number };
}

/** Pool and workload of one replication. */
export interface ControlledRun {
  readonly plan: SimPlan;
  readonly columns: WorkloadColumns;
}

/**
 * Lowers a model to what the simulator takes.
 *
 * @param model - The model; it measures 30,000 requests a replication if it doesn't say.
 * @returns Plan and workload of a replication, counted from 0.
 */
export function openControlledModel(
  model: ControlledModel,
): (replication: number) => ControlledRun {
  const { plan, draw } = openModel({ requests: 30_000, ...model });
  return (replication) => {
    const columns = draw(replication);
    const rows = columns.arrivals.length;
    const users = model.users === undefined ? [] : [describeUsers(model.users, plan, rows)];
    const control = plainControl(plan.replicas, plan.timeout, {
      users,
      ...model.control,
      seed: foldSeed(model.seed, replication),
    });
    const classes = drawClasses(model, rows, replication);
    const arrivals = users.length > 0 ? new Float64Array(0) : columns.arrivals;
    return { plan: { ...plan, control }, columns: { ...columns, arrivals, classes } };
  };
}

/** Users whose requests take the rows that arrivals at the same rate would have taken. */
function describeUsers(
  users: { readonly count: number; readonly thinkMean: number },
  plan: SimPlan,
  rows: number,
): UsersPlan {
  return {
    class: 0,
    count: users.count,
    thinkTime: exponential(users.thinkMean),
    until: plan.measureTo,
    firstRow: 0,
    rows,
  };
}

function drawClasses(
  { classShares = [], seed }: ControlledModel,
  requests: number,
  replication: number,
): Int32Array {
  if (classShares.length < 2) return new Int32Array(0);
  const stream = openStream(seed, replication, "class");
  return new Int32Array(requests).map(() => {
    let rest = stream();
    for (let k = 0; k < classShares.length - 1; k++) {
      rest -= classShares[k];
      if (rest < 0) return k;
    }
    return classShares.length - 1;
  });
}
