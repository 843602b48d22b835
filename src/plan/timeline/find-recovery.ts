import { hasClasses } from "../../scenario/class-section.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { Timeline } from "../../sim/control-recording.ts";

/** What became of a service after something shook it, in one run over time. */
export interface Recovery {
  /**
   * What it was: the last spike of a generator or the last planned outage, or where the scenario
   * has neither the losses themselves.
   */
  readonly cause: "spike" | "outage" | "losses";
  /** Seconds at which it began, and at which it was over. */
  readonly at: number;
  readonly until: number;
  /** True if the service answers again, false if it stays down; null if it is neither. */
  readonly recovers: boolean | null;
  /** End of the last stretch with more than half unanswered, at least `until`; null unless it recovers. */
  readonly recoveredAt: number | null;
  /** Where the rest of the traffic is half over: what follows is from there to its end. */
  readonly measuredFrom: number;
  /** Requests that arrived, and that were answered, per second. */
  readonly arrivalRate: number;
  readonly answerRate: number;
}

/** What the search for a recovery reads. */
export type RecoverySeries = Pick<Timeline, "arrivals" | "completed" | "unanswered" | "width">;

/** Share answered from which on a service is well. */
const WELL = 0.9;
/** Share answered below which it is down. */
const DOWN = 0.5;
/** Arrivals that a share needs to mean something. */
const LEAST_ARRIVALS = 20;
/** Bins that the second half of the rest needs. */
const LEAST_BINS = 5;

/**
 * Finds whether a service gets over the last thing that shook it. It recovers if in the second half
 * of the traffic that is left at least 90 % of requests are answered, and stays down if in all that
 * is left, and in its second half, less than half are.
 *
 * @returns null if nothing shook it, if it was not well before (90 % of what ended was answered),
 *   or if too few requests came before or after to tell.
 */
export function findRecovery(
  series: RecoverySeries,
  scenario: Pick<Scenario, "fleet" | "workload">,
): Recovery | null {
  const { arrivals, completed, unanswered, width } = series;
  // The last bin with arrivals is not full.
  const end = arrivals.findLastIndex((count) => count > 0);
  const known = disturbancesOf(scenario).filter(({ until }) => until < end * width);
  const shaken = known.length > 0 ? known : lossesOf(series, end);
  if (shaken.length === 0) return null;
  const last = shaken.reduce((left, right) => (right.until > left.until ? right : left));

  const before = Math.floor(Math.min(...shaken.map(({ at }) => at)) / width);
  const answeredBefore = sumBetween(completed, 0, before);
  const endedBefore = answeredBefore + sumBetween(unanswered, 0, before);
  if (endedBefore < LEAST_ARRIVALS || answeredBefore < WELL * endedBefore) return null;

  const start = Math.ceil(last.until / width);
  const half = Math.ceil((start + end) / 2);
  const arrived = sumBetween(arrivals, half, end);
  if (end - half < LEAST_BINS || arrived < LEAST_ARRIVALS) return null;
  const answered = sumBetween(completed, half, end);
  const inAll = sumBetween(completed, start, end) / sumBetween(arrivals, start, end);
  const share = answered / arrived;
  const recovers = share >= WELL ? true : share < DOWN && inAll < DOWN ? false : null;
  const seconds = (end - half) * width;
  return {
    ...last,
    recovers,
    recoveredAt: recovers === true ? Math.max(last.until, lastLossEnd(series, end)) : null,
    measuredFrom: half * width,
    arrivalRate: arrived / seconds,
    answerRate: answered / seconds,
  };
}

/** A disturbance in time. */
type Disturbance = Pick<Recovery, "at" | "cause" | "until">;

/** The disturbances that a scenario announces. */
function disturbancesOf({
  fleet,
  workload,
}: Pick<Scenario, "fleet" | "workload">): readonly Disturbance[] {
  const sources = hasClasses(workload) ? workload.classes.map((one) => one.workload) : [workload];
  const spikes = sources
    .flatMap((source) => ("generate" in source ? source.generate.arrivals.spikes : []))
    .filter(({ factor }) => factor > 1);
  const outages = fleet.failures?.outages ?? [];
  return [
    ...spikes.map(({ at, duration }) => spanOf("spike", at, duration)),
    ...outages.map(({ at, duration }) => spanOf("outage", at, duration)),
  ];
}

function spanOf(cause: Recovery["cause"], at: number, duration: number): Disturbance {
  return { cause, at, until: at + duration };
}

/** The first stretch in which more than half of the arrivals went unanswered; empty if none. */
function lossesOf(series: RecoverySeries, end: number): readonly Disturbance[] {
  const lossy = lossyStretches(series, end);
  return lossy.length === 0 ? [] : [{ cause: "losses", ...lossy[0] }];
}

function lastLossEnd(series: RecoverySeries, end: number): number {
  return lossyStretches(series, end).at(-1)?.until ?? 0;
}

/** Stretches of equal length with more than half of the arrivals unanswered, by when that ended. */
function lossyStretches(
  { arrivals, unanswered, width }: RecoverySeries,
  end: number,
): readonly Pick<Disturbance, "at" | "until">[] {
  const mean = sumBetween(arrivals, 0, end) / end;
  // In bins of a few requests a single one would pass for a collapse.
  const length = Math.max(1, Math.ceil(LEAST_ARRIVALS / mean));
  const lossy: Pick<Disturbance, "at" | "until">[] = [];
  for (let from = 0; from + length <= end; from += length) {
    const arrived = sumBetween(arrivals, from, from + length);
    const lost = sumBetween(unanswered, from, from + length);
    if (lost > arrived / 2) lossy.push({ at: from * width, until: (from + length) * width });
  }
  return lossy;
}

function sumBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index];
  return sum;
}
