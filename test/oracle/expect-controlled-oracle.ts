import type { FinishedBlock, FinishedSink } from "../../src/sim/finished-requests.ts";
import type { SimPlan } from "../../src/sim/sim-plan.ts";
import { simulate, type Recording } from "../../src/sim/simulate.ts";
import { expectWithinErrors } from "../helpers/expect-within-errors.ts";
import { estimate } from "../helpers/replicate.ts";
import { ReplicationLog } from "../helpers/replication-log.ts";
import type { Replication, Statistic } from "../helpers/statistics.ts";
import { openControlledModel, type ControlledModel } from "./controlled-model.ts";

/** One replication, with the requests of each class on their own. */
interface ControlledReplication extends Replication {
  readonly plan: SimPlan;
  readonly logOfClass: (index: number) => ReplicationLog;
}

/** A number that a replication of a controlled run estimates. */
export interface ControlledStatistic extends Omit<Statistic, "evaluate"> {
  readonly evaluate: (replication: ControlledReplication) => number;
}

/** A statistic of the requests of one class. */
export function ofClass(index: number, statistic: Statistic): ControlledStatistic {
  return {
    ...statistic,
    name: `${statistic.name} of class ${index}`,
    evaluate: ({ logOfClass, ...rest }) => statistic.evaluate({ ...rest, log: logOfClass(index) }),
  };
}

/** Attempts that a request needs, over the whole run. */
export const attemptsMean: ControlledStatistic = {
  name: "mean attempts",
  relativePower: 0.01,
  evaluate: ({ recording }) => controlOf(recording).clients.attempts / recording.requests,
};

/** Replicas paid for on average over the measured span. */
export const paidShare: ControlledStatistic = {
  name: "replicas paid for",
  relativePower: 0.01,
  evaluate: ({ recording, plan }) =>
    controlOf(recording).fleet.paidTime / (plan.measureTo - plan.measureFrom),
};

/**
 * Simulates 32 replications of a model by the controlled loop and expects each statistic within 4
 * standard errors of its exact value.
 *
 * @param model - The queue.
 * @param exact - Statistics with their exact values.
 */
export function expectControlledOracle(
  model: ControlledModel,
  exact: readonly (readonly [statistic: ControlledStatistic, value: number])[],
): void {
  const run = openControlledModel(model);
  const values = exact.map(() => new Float64Array(REPLICATIONS));
  for (let replication = 0; replication < REPLICATIONS; replication++) {
    const result = simulateReplication(run, replication);
    exact.forEach(([statistic], i) => {
      values[i][replication] = statistic.evaluate(result);
    });
  }
  exact.forEach(([{ name, relativePower }, value], i) => {
    expectWithinErrors(name, estimate(values[i]), value, { sigmas: 4, relativePower });
  });
}

const REPLICATIONS = 32;

function simulateReplication(
  run: ReturnType<typeof openControlledModel>,
  replication: number,
): ControlledReplication {
  const { plan, columns } = run(replication);
  const kept = new KeptBlocks();
  const recording = simulate(plan, columns, kept, { needsReplicas: false });
  const { arrivals, classes } = controlOf(recording);
  const log = new ReplicationLog(arrivals, plan.measureFrom);
  for (const block of kept.blocks) log.accept(block, block.rows.length);
  const logOfClass = (index: number): ReplicationLog => {
    const classLog = new ReplicationLog(arrivals, plan.measureFrom);
    for (const block of kept.blocks) {
      const own = pickRows(block, (row) => classes[row] === index);
      classLog.accept(own, own.rows.length);
    }
    return classLog;
  };
  const slotTime = plan.replicas * (plan.measureTo - plan.measureFrom);
  return { log, logOfClass, recording, slotTime, plan };
}

function controlOf(recording: Recording): NonNullable<Recording["control"]> {
  if (recording.control === null) throw new Error("the run has no record of fleet and clients");
  return recording.control;
}

/** Keeps all blocks: when users ask only the end of the run tells when requests arrived. */
class KeptBlocks implements FinishedSink {
  readonly blocks: FinishedBlock[] = [];

  accept(block: FinishedBlock, count: number): void {
    this.blocks.push({
      rows: block.rows.slice(0, count),
      replicas: block.replicas.slice(0, count),
      starts: block.starts.slice(0, count),
      firsts: block.firsts.slice(0, count),
      ends: block.ends.slice(0, count),
      outcomes: block.outcomes.slice(0, count),
    });
  }
}

function pickRows(block: FinishedBlock, keep: (row: number) => boolean): FinishedBlock {
  const picked = (_: number, i: number): boolean => keep(block.rows[i]);
  return {
    rows: block.rows.filter(picked),
    replicas: block.replicas.filter(picked),
    starts: block.starts.filter(picked),
    firsts: block.firsts.filter(picked),
    ends: block.ends.filter(picked),
    outcomes: block.outcomes.filter(picked),
  };
}
