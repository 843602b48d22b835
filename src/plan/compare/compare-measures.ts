import { canonicalJson } from "../../scenario/canonical-json.ts";
import { isBeyondAnswers } from "./is-beyond-answers.ts";
import { METRICS } from "../metrics.ts";
import type { Metric, MetricSummary, Outcomes, Point } from "../result.ts";
import { exactChange, unknownChange, unpairedChange } from "./change-of.ts";
import { STATISTICS, type Change, type MeasureChange, type Statistic } from "./comparison.ts";

/** Which share of all requests a percentile is about; the others are of answered requests. */
const SHARES: Readonly<Record<Statistic, number | null>> = {
  mean: null,
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p999: 0.999,
  max: null,
};

/** Latency measures of some requests, and what became of them. */
type Measures = Readonly<Record<Metric, MetricSummary>> & { readonly outcomes: Outcomes };

/** A measure of one side. */
interface Side {
  readonly summary: MetricSummary;
  readonly outcomes: Outcomes;
  /** False where a service has no such measure, as one without tokens has no TPOT. */
  readonly isMeasured: boolean;
}

/**
 * Compares every statistic of every measure, of all requests and of each class of the head.
 * Percentiles are infinite where too many requests got no answer.
 *
 * @param terms - `isExact` if nothing is random in either, `isPaired` if both had the same requests.
 */
export function compareMeasures(
  base: Point,
  head: Point,
  { isExact, isPaired }: { readonly isExact: boolean; readonly isPaired: boolean },
): readonly MeasureChange[] {
  return [null, ...classNames(head)].flatMap((name) => {
    const [before, after] = [measuresOf(base, name), measuresOf(head, name)];
    return METRICS.flatMap((metric) => {
      const [was, is] = [sideOf(metric, before, after), sideOf(metric, after, before)];
      // The same requests with the same answers: there is no chance in that.
      const isSame = isPaired && canonicalJson(was) === canonicalJson(is);
      return STATISTICS.map((statistic): MeasureChange => {
        const change = compareStatistic(was, is, statistic, isExact || isSame);
        return { class: name, metric, statistic, ...change };
      });
    });
  });
}

/** Names of the classes of a point; of one alone only objectives tell the name. */
function classNames({ classes, objectives }: Point): readonly string[] {
  const named = objectives.flatMap((one) => (one.class === null ? [] : [one.class]));
  return [...new Set([...classes.map(({ name }) => name), ...named])];
}

/** Of a class, or with null of all requests; null where the point has no such class. */
function measuresOf(point: Point, name: string | null): Measures | null {
  const own = point.classes.find((one) => one.name === name);
  if (own !== undefined || name === null) return own ?? point;
  // A class alone is the whole workload, and has no results beside that.
  return point.classes.length === 0 && classNames(point).includes(name) ? point : null;
}

function sideOf(metric: Metric, own: Measures | null, other: Measures | null): Side | null {
  if (own === null) return null;
  const { outcomes } = own;
  // Without a single answer only the other side tells whether there are tokens.
  const isHidden = outcomes.completed === 0 && (metric !== "tpot" || isCounted(other, metric));
  return { summary: own[metric], outcomes, isMeasured: isCounted(own, metric) || isHidden };
}

function isCounted(measures: Measures | null, metric: Metric): boolean {
  return measures !== null && measures[metric].count > 0;
}

function compareStatistic(
  base: Side | null,
  head: Side | null,
  statistic: Statistic,
  isExact: boolean,
): Change {
  const [before, after] = [valueOf(base, statistic), valueOf(head, statistic)];
  if (base === null || head === null) return unknownChange(before, after);
  if (isExact) return exactChange(before, after);
  const [was, is] = [base.summary.intervals, head.summary.intervals];
  const hasInterval = statistic === "p50" || statistic === "p95" || statistic === "p99";
  if (!hasInterval || was === null || is === null || [before, after].includes(Infinity)) {
    return unknownChange(before, after);
  }
  return unpairedChange(
    { value: before, interval: was[statistic] },
    { value: after, interval: is[statistic] },
  );
}

function valueOf(side: Side | null, statistic: Statistic): number | null {
  if (side === null) return null;
  const share = SHARES[statistic];
  if (share !== null && side.isMeasured && isBeyondAnswers(side.outcomes, share)) return Infinity;
  return side.summary[statistic];
}
