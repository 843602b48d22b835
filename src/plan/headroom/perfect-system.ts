import type { Demand } from "./measure-demand.ts";

/** What a fleet would need if nothing were ever wasted. */
export interface PerfectSystem {
  /**
   * Replicas below which no scheduler of this model keeps up with the traffic: `mean.replicas`.
   */
  readonly replicas: number;
  /** Over the measured span. */
  readonly mean: LoadBound;
  /**
   * In the busiest window: replicas that serve it without leaving work for the next one. A fleet
   * whose SLO lets requests wait can do with fewer. Null where the span is shorter than the window.
   */
  readonly peak: { readonly "10s": LoadBound | null; readonly "60s": LoadBound | null };
  /** Requests in progress on a replica, the most its limits allow; null if it doesn't batch. */
  readonly batchSize: number | null;
  /** One sentence. */
  readonly reason: string;
}

/** A load and the whole replicas it takes. */
export interface LoadBound {
  /** Replicas kept busy: seconds of work per second. */
  readonly load: number;
  /** The load rounded up, ≥ 1. */
  readonly replicas: number;
}

/** Slack of a load, so that rounding does not add a replica to a whole number. */
const ROUNDING = 1e-9;

/**
 * Bounds the replicas that a workload takes from below.
 *
 * @param demands - One a replication; at least one. Each number is the mean over them.
 */
export function boundReplicas(demands: readonly Demand[]): PerfectSystem {
  const mean = boundOf(meanOf(demands.map(({ load }) => load)) ?? 0);
  const peak = {
    "10s": boundOfPeak(demands.map(({ peak10s }) => peak10s)),
    "60s": boundOfPeak(demands.map(({ peak60s }) => peak60s)),
  };
  return {
    replicas: mean.replicas,
    mean,
    peak,
    batchSize: meanOf(demands.map(({ batchSize }) => batchSize)),
    reason: reasonFor(mean, peak),
  };
}

/** Replicas that a load keeps busy, rounded up. */
function boundOf(load: number): LoadBound {
  return { load, replicas: Math.max(1, Math.ceil(load * (1 - ROUNDING))) };
}

function boundOfPeak(loads: readonly (number | null)[]): LoadBound | null {
  const load = meanOf(loads);
  return load === null ? null : boundOf(load);
}

/** Mean of the values there are; null if there are none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const given = values.filter((value) => value !== null);
  return given.length === 0 ? null : given.reduce((sum, value) => sum + value, 0) / given.length;
}

function reasonFor(mean: LoadBound, peak: PerfectSystem["peak"]): string {
  const peaks = (["60s", "10s"] as const).flatMap((window) => {
    const bound = peak[window];
    const name = window === "60s" ? "the busiest minute" : "the busiest 10 s";
    return bound === null ? [] : [`${name} ${loadPhrase(bound.load)}`];
  });
  const asks = peaks.length === 0 ? "" : `; ${peaks.join(" and ")}`;
  return (
    `No scheduler keeps up on fewer than ${mean.replicas}: with nothing wasted the requests ` +
    `keep ${loadPhrase(mean.load)} replicas busy on average${asks}`
  );
}

/** "6.03", "0.0042": two decimals, or two digits where those would be zeros. */
function loadPhrase(load: number): string {
  return load >= 0.1 || load === 0 ? load.toFixed(2) : String(Number(load.toPrecision(2)));
}
