import type { FinishedBlock, FinishedSink } from "../sim/finished-requests.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { classIndexOf } from "./class-names.ts";
import type { Replication } from "./evaluate.ts";
import { isExact } from "./question.ts";
import { sumOf } from "./pool-replications.ts";
import type { Tally } from "./tally.ts";

/** When a count that can't hold an objective any more was given up. */
export interface EarlyEnd {
  /** Replications that were begun; the last one may have been broken off. */
  readonly replications: number;
  /** Requests simulated in them. */
  readonly requests: number;
  /** Index of the first objective that can't be held. */
  readonly objective: number;
  /** Its violations so far, and the most there may be of all that were to be measured. */
  readonly violations: number;
  readonly allowed: number;
}

/** Rounding of a share of violations can't reach this far beyond the budget. */
const ROUNDING = 1e-9;

/** Ends a run, since an objective of it can't be held any more. */
export class RunEnded extends Error {
  override readonly name = "RunEnded";
  readonly end: Omit<EarlyEnd, "replications">;

  constructor(end: Omit<EarlyEnd, "replications">) {
    super(
      `objective ${end.objective} has ${end.violations} violations, ${end.allowed} are allowed`,
    );
    this.end = end;
  }
}

/**
 * The most of so many requests that may violate an objective for its compliance, as it is counted
 * in hindsight, to reach the target.
 *
 * @param requests - Measured requests, or at most so many.
 */
export function allowedExactly(requests: number, target: number): number {
  let allowed = Math.min(requests, Math.floor((1 - target) * requests) + 1);
  while (allowed > 0 && (requests - allowed) / requests < target) allowed--;
  return allowed;
}

/**
 * The same where a bound decides: beyond it the rate itself is above the budget, and no upper bound
 * is below the rate.
 */
export function allowedByBound(requests: number, target: number): number {
  return Math.floor((1 - target) * (1 + ROUNDING) * requests);
}

/** Hands requests on, and ends the run as soon as an objective can't be held any more. */
export class EndingSink implements FinishedSink {
  private readonly sink: FinishedSink;
  private readonly tally: Tally;
  private readonly allowed: readonly number[];
  private readonly all: number;
  private requests = 0;

  /**
   * @param sink - Takes the requests; the tally is there or behind it.
   * @param targets - By objective, the share that must be good.
   * @param all - Requests of the run; with the last of them there is nothing left to give up.
   */
  constructor(sink: FinishedSink, tally: Tally, targets: readonly number[], all: number) {
    this.sink = sink;
    this.all = all;
    this.tally = tally;
    this.allowed = targets.map((target, objective) =>
      allowedExactly(tally.measuredRequests(objective), target),
    );
  }

  /**
   * @throws RunEnded when too many requests of an objective are bad, whatever the others become.
   */
  accept(block: FinishedBlock, count: number): void {
    this.sink.accept(block, count);
    this.requests += count;
    if (this.requests === this.all) return;
    for (const [objective, allowed] of this.allowed.entries()) {
      const violations = this.tally.violationsOf(objective);
      if (violations <= allowed) continue;
      throw new RunEnded({ requests: this.requests, objective, violations, allowed });
    }
  }
}

/**
 * Looks for the smallest number of replications after which an objective can't be held, whatever
 * the others find: even if all their requests were good, there would be too many bad ones.
 *
 * @param scenario - Of the configuration.
 * @param done - The first replications, in order.
 * @param sizes - Requests of every replication, those to come included.
 * @returns null if every objective can still be held, or nothing is left to simulate.
 */
export function findEarlyEnd(
  scenario: Scenario,
  done: readonly Replication[],
  sizes: readonly number[],
): EarlyEnd | null {
  const { objectives } = scenario.slo;
  const allow = isExact(scenario) ? allowedExactly : allowedByBound;
  const most = Math.min(done.length, sizes.length - 1);
  for (let replications = 1; replications <= most; replications++) {
    const run = done.slice(0, replications);
    const rest = sumOf(sizes.slice(replications));
    for (const [objective, { target }] of objectives.entries()) {
      const classIndex = classIndexOf(scenario, objectives[objective]);
      const measured = sumOf(run.map((one) => measuredOf(one, classIndex)));
      const violations = sumOf(run.map((one) => violationsOf(one, objective, objectives.length)));
      const allowed = allow(measured + rest, target);
      if (violations > allowed) {
        const requests = sumOf(sizes.slice(0, replications));
        return { replications, requests, objective, violations, allowed };
      }
    }
  }
  return null;
}

function measuredOf({ tally }: Replication, classIndex: number): number {
  return sumOf([...(classIndex < 0 ? tally : tally.classes[classIndex]).outcomes]);
}

function violationsOf({ tally }: Replication, objective: number, objectives: number): number {
  const { batchViolations } = tally;
  const batches = batchViolations.length / objectives;
  return sumOf([...batchViolations.subarray(objective * batches, (objective + 1) * batches)]);
}
