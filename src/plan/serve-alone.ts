import { costAt } from "../sim/cost-curve.ts";
import {
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  type BatchPlan,
  type ContinuousPlan,
  type SimPlan,
  type WorkloadColumns,
} from "../sim/sim-plan.ts";
import { firstAtOrAfter } from "../workload/first-at-or-after.ts";
import type { CountedObjective } from "./tally.ts";

/** What one replication would be if every request had an idle replica to itself. */
export interface ServedAlone {
  /** Seconds from the last arrival until the last request has left. */
  readonly drainTime: number;
  /**
   * By objective; null where a request can beat its own time alone: with a prefix cache, and where
   * a further attempt draws another service time.
   */
  readonly objectives: readonly AloneCounts[] | null;
}

/** Measured requests of an objective, alone. */
export interface AloneCounts {
  readonly requests: number;
  readonly violations: number;
  /** Those of the violations whose client gives up before its answer. */
  readonly timedOut: number;
  /** Those of the violations that never fit into a KV cache. */
  readonly neverFit: number;
  /**
   * Least value of the measure in seconds, whether a client waits for it or not; Infinity if no
   * request has one.
   */
  readonly fastest: number;
}

/** Seconds until the first token and until the end of service; `first` is NaN if it never fits. */
interface OwnTime {
  first: number;
  end: number;
}

type ReadOwnTime = (row: number, into: OwnTime) => void;

/** Seconds by which a time must exceed a limit, beyond what sums of instants are rounded by. */
const ROUNDING = 1e-9;

/**
 * Serves every request by itself: no queue, no company in its batch or its steps. A request that
 * takes longer than its client waits gets no answer and is bad, whatever an objective measures. No
 * number of replicas keeps a promise that is broken here.
 *
 * @param plan - The configuration; `measureFrom` is where measuring starts.
 * @param columns - The requests, in order of arrival.
 */
export function serveAlone(
  plan: SimPlan,
  columns: WorkloadColumns,
  objectives: readonly CountedObjective[],
): ServedAlone {
  const { arrivals, classes, outputs } = columns;
  const read = ownTimesOf(plan.service, columns);
  const patienceOf = patiences(plan, columns);
  const own: OwnTime = { first: 0, end: 0 };
  const counts = objectives.map(() => ({
    requests: 0,
    violations: 0,
    timedOut: 0,
    neverFit: 0,
    fastest: Infinity,
  }));
  const firstRow = firstAtOrAfter(arrivals, plan.measureFrom);
  const hasTokens = plan.service.kind === SERVICE_CONTINUOUS;
  let lastEnd = 0;
  for (let row = 0; row < arrivals.length; row++) {
    read(row, own);
    const fits = own.end === own.end;
    if (fits) lastEnd = Math.max(lastEnd, arrivals[row] + own.end);
    if (row < firstRow) continue;
    const isLate = own.end + plan.requestOverhead > patienceOf(row) + ROUNDING;
    for (let o = 0; o < objectives.length; o++) {
      const { classIndex, metric, within } = objectives[o];
      if (classIndex >= 0 && classes.length > 0 && classes[row] !== classIndex) continue;
      const count = counts[o];
      count.requests++;
      if (!fits) count.neverFit++;
      else if (isLate) count.timedOut++;
      const isLost = !fits || isLate;
      if (isLost) count.violations++;
      let value = 0;
      if (metric === "latency") value = own.end + plan.requestOverhead;
      else if (metric === "ttft") value = own.first + plan.requestOverhead;
      else if (metric === "tpot") {
        // A single token has none, and is good.
        if (!hasTokens || outputs[row] < 2) continue;
        value = (own.end - own.first) / (outputs[row] - 1);
      }
      if (!isLost && value > within) count.violations++;
      if (value < count.fastest) count.fastest = value;
    }
  }
  const lastArrival = arrivals.length === 0 ? 0 : arrivals[arrivals.length - 1];
  const { control } = plan;
  const canBeBeaten =
    control !== null && (control.redrawsService === 1 || control.routing.prefixCacheBlocks > 0);
  return {
    drainTime: Math.max(0, lastEnd - lastArrival),
    objectives: canBeBeaten ? null : counts,
  };
}

/**
 * Seconds that the client of a row waits for an attempt, by row; Infinity for ever. No further
 * attempt has longer than the first. Of users, whose timeouts vary, it isn't known.
 */
function patiences(
  { control, timeout }: SimPlan,
  { classes, timeouts }: WorkloadColumns,
): (row: number) => number {
  const perTry = control?.client.retries?.perTryTimeout ?? Infinity;
  if (timeouts.length > 0) return (row) => Math.min(perTry, timeouts[row]);
  if (control === null) return () => timeout;
  const ofClass = control.classes.map((one) => Math.min(perTry, one.timeout));
  return (row) => ofClass[classes.length === 0 ? 0 : classes[row]];
}

function ownTimesOf(service: SimPlan["service"], columns: WorkloadColumns): ReadOwnTime {
  if (service.kind === SERVICE_CONTINUOUS) return continuousTimes(service, columns);
  if (service.kind === SERVICE_BATCH) return batchTimes(service, columns);
  const { serviceTimes } = columns;
  return (row, into) => {
    into.first = serviceTimes[row];
    into.end = serviceTimes[row];
  };
}

/** The shortest batch, which starts at once: waiting for company is the fleet's choice. */
function batchTimes(
  { batchTimes, maxBatch }: BatchPlan,
  { jitters }: WorkloadColumns,
): ReadOwnTime {
  const shortest = Math.min(...batchTimes.subarray(1, maxBatch + 1));
  return (row, into) => {
    into.end = shortest * (jitters.length === 0 ? 1 : jitters[row]);
    into.first = into.end;
  };
}

/** Steps with one sequence: the prompt in chunks, then a token a step. */
function continuousTimes(plan: ContinuousPlan, { inputs, outputs }: WorkloadColumns): ReadOwnTime {
  const { blockSize, kvBlocks, maxBatchedTokens } = plan;
  const base = costAt(plan.sequenceCost, 1);
  const fullChunk = costAt(plan.prefillCost, maxBatchedTokens);
  return (row, into) => {
    const input = inputs[row];
    const decoded = outputs[row] - 1;
    if (Math.ceil((input + decoded) / blockSize) > kvBlocks) {
      into.first = NaN;
      into.end = NaN;
      return;
    }
    const full = Math.floor(input / maxBatchedTokens);
    const rest = input - full * maxBatchedTokens;
    const steps = full + (rest > 0 ? 1 : 0);
    // Σ n·(computed + n): n² · 1 + n² · 2 + … over the full chunks, then the rest on top of all.
    const pairs = (maxBatchedTokens ** 2 * full * (full + 1)) / 2 + rest * input;
    into.first =
      steps * base +
      full * fullChunk +
      (rest > 0 ? costAt(plan.prefillCost, rest) : 0) +
      plan.perPrefillTokenSquared * pairs;
    // The k-th of these steps reads the prompt and k − 1 tokens.
    const context = decoded * (input + (decoded - 1) / 2);
    into.end = into.first + decoded * base + plan.perContextToken * context;
  };
}
